"""Whoever carries out the outbox: rounds of due work, woken by huey, with a heartbeat that others can see."""
