"""The web at its edge: who may enter, one transaction a request, headers, answers to everything that goes wrong."""

from portal.kernel.web.access import access
from portal.kernel.web.edge import actor, db, keep_writes
from portal.kernel.web.pages import Answer, goto, render, stale, tell

__all__ = ["Answer", "access", "actor", "db", "goto", "keep_writes", "render", "stale", "tell"]
