"""One matter, one code (一案一码): who is in it, what happened, what was handed in."""
