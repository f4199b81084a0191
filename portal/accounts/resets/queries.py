"""Whose second factor an administrator could take away."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, exists, false, or_, select

from portal.accounts.grants.queries import active
from portal.accounts.models import Account, RoleGrant
from portal.accounts.resets.policy import RESET
from portal.directory.organisations.models import Organisation
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused

MOST = 500
"""More staff than one centre has; a page of all of them is one page."""


def visible_to(actor: Actor) -> Select[Account]:
    """Staff all of whose roles are held where the actor is administrator, but for the actor."""
    over = actor.organisations("admin")
    if not over:
        return select(Account).where(false())
    below = select(Organisation.id).where(Organisation.center_id.in_(over))
    here = or_(RoleGrant.organisation_id.in_(over), RoleGrant.organisation_id.in_(below))
    held = (RoleGrant.account_id == Account.id, active(clock.now()))
    only = exists().where(*held, here) & ~exists().where(*held, ~here)
    return select(Account).where(only, Account.id != actor.account)


def get(db: Db, actor: Actor, account_id: uuid.UUID) -> Account:
    """One of them; Refused otherwise."""
    found = db.scalar(visible_to(actor).where(Account.id == account_id)) if RESET.door(actor) else None
    if found is None:
        raise Refused(RESET.name)
    return found


def with_factor(db: Db, actor: Actor) -> Sequence[Account]:
    """Those who have set one up, by name."""
    found = visible_to(actor).where(Account.totp_confirmed_at.is_not(None), Account.disabled_at.is_(None))
    return db.scalars(found.order_by(Account.display_name, Account.id).limit(MOST)).all()
