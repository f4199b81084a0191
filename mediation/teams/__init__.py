"""三官三师会商: the mediator calls in whom the case needs, with both sides' consent, and stays the one who mediates."""
