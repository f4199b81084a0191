"""Wrong answers are counted in rows: five, and the door stays shut for a while."""
