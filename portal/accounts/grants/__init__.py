"""Roles are given to accounts in an organisation, over an area, between two dates, and taken back."""
