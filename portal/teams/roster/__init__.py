"""常备名册: who stands ready at a centre for the six posts, and on which days they are on duty."""
