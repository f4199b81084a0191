"""Ending without an agreement: anybody may, nobody is blamed, and everybody learns where else to go (R-10)."""
