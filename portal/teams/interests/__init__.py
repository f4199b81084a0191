"""回避: what the house sees by itself of somebody's interest in a matter, and who is not asked at all."""
