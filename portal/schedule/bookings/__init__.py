"""Bookings of people and rooms together."""
