"""The standing roster of the county's team: two people for each post, and their days of duty."""

from collections.abc import Mapping

from portal.accounts.models import Account
from portal.directory.organisations.models import Organisation
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM
from portal.teams.roster.services import enter

READY = (
    ("police", "police", "135"),
    ("police", "police2", "246"),
    ("judge", "judge", "135"),
    ("judge", "judge2", "24"),
    ("procurator", "procurator", "13"),
    ("procurator", "procurator2", "245"),
    ("lawyer", "lawyer", "12345"),
    ("lawyer", "lawyer2", "35"),
    ("social_worker", "social", "12345"),
    ("social_worker", "social2", "246"),
    ("counsellor", "counsellor", "124"),
    ("counsellor", "counsellor2", "35"),
)
"""Post, login, days of duty."""


def stand_ready(db: Db, bodies: Mapping[str, Organisation], accounts: Mapping[str, Account]) -> None:
    """As the desk has entered them."""
    for post, login, weekdays in READY:
        enter(db, SYSTEM, bodies["centre"], post, accounts[login].id, weekdays)
