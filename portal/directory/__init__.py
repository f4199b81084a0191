"""The county as it is: areas, organisations, committees, rooms, working days, the taxonomy of disputes."""
