"""One mediation: who mediates for which committee, and how far it has come."""
