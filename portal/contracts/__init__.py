"""News that crosses floors: frozen events with ids only."""
