"""The client's own pages: the visit, who has read, what was written for them, stopping."""
