"""The demonstration county 青禾县: a fictitious place whose disputes show every state that a matter can be in."""
