"""After the agreement: is it kept, is it confirmed by the court in time, and were people treated well."""
