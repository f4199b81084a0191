"""The head's page: live counts of the centre, each with the rows behind it. No story, no name, no class."""
