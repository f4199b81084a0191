"""预约: a time with a counsellor, taken under a name that says nothing."""
