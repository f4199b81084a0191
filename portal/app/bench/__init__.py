"""How fast the house is with many matters, measured in the house itself."""
