"""Danger at the door or in a room: the duty roster is called until somebody answers (人民调解法 art.25)."""
