"""心理咨询: somebody to talk to, in a store of its own that no other part of the house can read (R-15)."""
