"""三官三师: who stands ready for the six posts, who is called into which matter, and who had better not be."""
