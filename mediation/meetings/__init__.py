"""调解会: a room and a time that are free for everyone, with three days' notice unless all waive it."""
