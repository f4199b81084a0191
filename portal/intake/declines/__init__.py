"""不予受理: never without reasons and where to go instead (R-11)."""
