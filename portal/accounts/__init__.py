"""Who people are to the system: accounts, roles, second factors, sessions, and codes for people without accounts."""
