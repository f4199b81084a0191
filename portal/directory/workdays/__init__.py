"""Working days and hours of a centre: holidays, make-up workdays (调休), and how periods are counted on them."""
