"""What a message is about: a first suggestion of class, service and limit, with the words that led to it."""
