"""What people hand in: photos, papers, recordings, and who else may see them."""
