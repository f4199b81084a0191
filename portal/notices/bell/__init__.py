"""The bell: what somebody has been told, and what of it they have read."""
