"""Official papers: their forms, their words, how they are set on the page, sealed and found genuine."""
