"""Asking the other side: the letter, its one-time link and PIN, and the door they open."""
