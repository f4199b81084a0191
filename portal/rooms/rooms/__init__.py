"""The engine: a room, its members, its numbered messages."""
