"""Bringing a visit into the browser, for every page that lets people in by code."""

from flask import redirect

from portal.accounts.sessions.services import sign_in_as, step_into
from portal.accounts.visits import cases
from portal.accounts.visits.services import Visit
from portal.kernel.web import Answer, db


def come_in(visit: Visit, way: str = "") -> Answer:
    """Into the case: to the page that was asked for, or to where this person lands."""
    (step_into if visit.from_account else sign_in_as)(visit.token)
    return redirect(way or cases.home(db(), visit.matter_id, visit.person_id), 303)
