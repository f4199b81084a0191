"""Document numbers (文书编号): running, gapless, one row of counters for each body, series and year."""
