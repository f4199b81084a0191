"""Telling people: the bell, e-mail, SMS and letters, each in the receiver's language and as safe as they asked."""
