"""延长调解期限: a longer legal period, if everybody signs before it has run out (R-09)."""
