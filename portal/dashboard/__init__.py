"""What waits for whom: the first page of everybody who works here."""
