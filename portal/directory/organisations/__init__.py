"""Centres, committees, departments and courts, their places, phones and hours."""
