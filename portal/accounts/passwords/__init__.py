"""Passwords: hashed slowly and beside the loop, changed by their owner, and then good for this device alone."""
