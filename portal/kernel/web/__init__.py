"""The web at its edge: who may enter, one transaction a request, headers, answers to everything that goes wrong."""

from portal.kernel.web.access import access
from portal.kernel.web.edge import actor, db, keep_writes
from portal.kernel.web.pages import Answer, goto, render, tell
from portal.kernel.web.staleness import fresh, stale

__all__ = ["Answer", "access", "actor", "db", "fresh", "goto", "keep_writes", "render", "stale", "tell"]
