"""Taking consent back, being forgotten, and the end of the years of keeping."""
