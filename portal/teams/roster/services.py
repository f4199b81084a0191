"""Entering somebody, changing their days, taking them off."""

import uuid

from portal.directory.organisations.models import Organisation
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import SYSTEM, Actor, Conflict, require
from portal.notices.services import notify
from portal.teams.roster import queries
from portal.teams.roster.models import RosterEntry
from portal.teams.roster.policy import KEEP
from portal.teams.roster.rules import OFFICE_DAYS


def enter(
    db: Db, actor: Actor, center: Organisation, post: str, account_id: uuid.UUID, weekdays: str = OFFICE_DAYS
) -> RosterEntry:
    """Somebody stands ready for a post from now on, and is told. SYSTEM may do so too: set-up and demonstration."""
    if account_id not in {one.id for one in queries.candidates(db, center.id, post)}:
        raise Conflict(_("这个人现在不能列入这个岗位：要担任这个职务，而且还不在名册上。"))
    row = RosterEntry(center_id=center.id, post=post, account_id=account_id, weekdays=_sorted(weekdays))
    row.entered_at, row.entered_by = clock.now(), actor.account
    if actor is not SYSTEM:
        require(db, actor, KEEP, row)
    db.add(row)
    db.flush()
    audit.record(db, actor, "roster.entered", row, ["post", "weekdays"])
    notify(db, f"roster.entered.{post}", account_id=account_id)
    return row


def set_days(db: Db, actor: Actor, entry_id: uuid.UUID, weekdays: str) -> RosterEntry:
    """Other days of duty."""
    row = queries.get(db, actor, entry_id)
    require(db, actor, KEEP, row)
    row.weekdays = _sorted(weekdays)
    db.flush()
    audit.record(db, actor, "roster.days", row, ["weekdays"])
    notify(db, "roster.days", account_id=row.account_id)
    return row


def remove(db: Db, actor: Actor, entry_id: uuid.UUID) -> RosterEntry:
    """Off the roster: nobody asks them anew; where they sit already they go on."""
    row = queries.get(db, actor, entry_id)
    require(db, actor, KEEP, row)
    row.removed_at, row.removed_by = clock.now(), actor.account
    db.flush()
    audit.record(db, actor, "roster.removed", row, ["removed_at"])
    notify(db, "roster.removed", account_id=row.account_id)
    return row


def _sorted(weekdays: str) -> str:
    return "".join(sorted(set(weekdays) & set("1234567")))
