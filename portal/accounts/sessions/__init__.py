"""Who sits at this browser, since when, and until when: one row a sign-in, one random token in the cookie."""
