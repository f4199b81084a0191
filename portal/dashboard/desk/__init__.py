"""The desk: a person's queues and their counts."""
