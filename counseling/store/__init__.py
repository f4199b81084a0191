"""The sealed store: ids that carry no time, a data key for each case, a schema of its own on PostgreSQL."""
