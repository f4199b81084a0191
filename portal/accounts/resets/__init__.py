"""A lost second factor: the administrator, who has seen the person, takes it away; the password stays their own."""
