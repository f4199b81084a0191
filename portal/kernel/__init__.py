"""The foundation: everything that needs no knowledge of disputes."""
