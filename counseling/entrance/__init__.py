"""Coming back: a code and a PIN of counselling's own, known to no other door of the house."""
