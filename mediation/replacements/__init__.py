"""换调解员: somebody else mediates, because the mediator steps back, a party asks for it, or the committee decides."""
