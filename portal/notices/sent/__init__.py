"""Messages sent: the page on which the demonstration shows what would have gone to phones and letter boxes."""
