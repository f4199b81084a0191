"""转介: what is not for people's mediation is handed to a body by name and phone, and the person is told."""
