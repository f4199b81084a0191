"""Who holds which role, where and when."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from portal.accounts.models import Account, RoleGrant
from portal.directory.organisations.models import Organisation
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused


def active(now: datetime) -> ColumnElement[bool]:
    """The condition that a grant holds at this moment."""
    return and_(RoleGrant.since <= now, or_(RoleGrant.until.is_(None), RoleGrant.until > now))


def holders(db: Db, role: str, organisation_id: uuid.UUID) -> Sequence[Account]:
    """The open accounts that hold a role in an organisation now, by name."""
    found = select(Account).join(RoleGrant, RoleGrant.account_id == Account.id).where(Account.disabled_at.is_(None))
    found = found.where(RoleGrant.role == role, RoleGrant.organisation_id == organisation_id, active(clock.now()))
    return db.scalars(found.order_by(Account.display_name, Account.id)).unique().all()


def visible_to(actor: Actor) -> Select[RoleGrant]:
    """The grants in the organisations that the actor administers, but for their own."""
    over = actor.organisations("admin")
    if not over:
        return select(RoleGrant).where(false())
    below = select(Organisation.id).where(Organisation.center_id.in_(over))
    here = or_(RoleGrant.organisation_id.in_(over), RoleGrant.organisation_id.in_(below))
    return select(RoleGrant).where(here, RoleGrant.account_id != actor.account)


def get(db: Db, actor: Actor, grant_id: uuid.UUID) -> RoleGrant:
    """One grant, or Refused."""
    row = db.scalar(visible_to(actor).where(RoleGrant.id == grant_id))
    if row is None:
        raise Refused
    return row
