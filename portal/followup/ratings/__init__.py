"""评价: each party is asked how they were treated, never right after violence or a crisis."""
