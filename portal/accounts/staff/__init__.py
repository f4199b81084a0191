"""Staff come in with login and password; where a second factor is asked for, their rights begin after it."""
