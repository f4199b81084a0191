"""One person or firm in one filing: never merged with another by machine."""
