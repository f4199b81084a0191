"""When a team may be called into a mediation."""

from mediation.rooms.rules import TALKING

CONVENABLE = TALKING | {"suspended"}
"""Everybody has agreed to mediate, and nothing is signed yet."""
