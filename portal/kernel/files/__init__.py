"""What people hand in as files: typed by content, cleaned of what they should not tell, sealed on disk."""
