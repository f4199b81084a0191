"""分流: the machine proposes a class, a person decides, and a committee gets the matter."""
