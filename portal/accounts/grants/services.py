"""Giving roles and ending them; rights change with the next request, nobody has to sign in anew."""

import uuid
from datetime import datetime

from portal.accounts.grants import queries
from portal.accounts.grants.policy import GRANT
from portal.accounts.grants.rules import fits
from portal.accounts.models import Account, RoleGrant
from portal.accounts.roles import ROLES
from portal.directory.organisations.queries import organisation
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import SYSTEM, Actor, Conflict, require


def give(
    db: Db, actor: Actor, account: Account, role: str, organisation_id: uuid.UUID, *, area: str = "",
    since: datetime | None = None, until: datetime | None = None,
) -> RoleGrant:  # fmt: skip
    """Give a role from ``since`` (now) until ``until`` (open). SYSTEM may do so too: set-up and demonstration."""
    start = since or clock.now()
    if role not in ROLES or not fits(role, organisation(db, organisation_id).kind):
        raise Conflict(_("这个角色不能放在这个机构。"))
    if until is not None and until <= start:
        raise Conflict(_("结束时间要晚于开始时间。"))
    grant = RoleGrant(
        account_id=account.id, role=role, organisation_id=organisation_id, area=area, since=start, until=until
    )
    if actor is not SYSTEM:
        require(db, actor, GRANT, grant)
    account.grants.append(grant)
    db.flush()
    audit.record(db, actor, "grant.given", grant, ["role"])
    return grant


def end(db: Db, actor: Actor, grant_id: uuid.UUID) -> RoleGrant:
    """End a role now; ending it twice changes nothing."""
    grant = queries.get(db, actor, grant_id)
    require(db, actor, GRANT, grant)
    now = clock.now()
    if grant.until is None or grant.until > now:
        grant.until = max(now, grant.since)
        db.flush()
        audit.record(db, actor, "grant.ended", grant, ["until"])
    return grant
