"""择期再调与中止: talks broken off for the day, and a mediation that stands still until something is known."""
