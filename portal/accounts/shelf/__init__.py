"""A resident's account keeps their cases at hand, so that code and PIN are typed only once."""
