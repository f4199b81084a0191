"""Rooms of every kind: who is in, what was said in which order, and to whom it is shown."""
