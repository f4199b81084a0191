"""Residents may have an account and never need one: a phone they have proven, and a password if they like."""
