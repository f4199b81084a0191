"""The matter as the people in it see it: what happened, who has it, what next, by when."""
