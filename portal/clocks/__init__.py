"""The clock engine: which periods run for a subject, when they end, and which light each shows."""
