"""司法确认: thirty days from effect, together, at the court; the clock counts, the house reminds."""
