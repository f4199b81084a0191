"""A county's worth of fictitious matters, written straight into the tables, for benches and rehearsals."""
