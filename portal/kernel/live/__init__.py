"""News on open pages: told by rows, carried by sockets; whoever misses a push finds all of it in SQL."""
