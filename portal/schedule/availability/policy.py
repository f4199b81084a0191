"""Whose hours one may set: one's own, or those of anybody whose organisation's desk one stands behind."""

import uuid
from typing import NamedTuple

from sqlalchemy import select

from portal.accounts.grants.queries import active
from portal.accounts.models import Account, RoleGrant
from portal.directory.organisations.models import Organisation
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role
from portal.schedule.availability.rules import BY_APPOINTMENT


class Post(NamedTuple):
    """Somebody as one who gives appointments for an organisation."""

    organisation_id: uuid.UUID
    resource: uuid.UUID


def _may_set(db: Db, actor: Actor, post: Post) -> bool:
    """They themselves, or a clerk of the organisation or of the centre it works with, for whoever is in office."""
    if not _in_office(db, post):
        return False
    if actor.account == post.resource:
        return actor.has(*BY_APPOINTMENT, organisation=post.organisation_id)
    behind = actor.organisations("clerk")
    organisation = db.get(Organisation, post.organisation_id)
    return organisation is not None and not behind.isdisjoint({organisation.id, organisation.center_id})


def _in_office(db: Db, post: Post) -> bool:
    held = select(RoleGrant.id).where(RoleGrant.account_id == post.resource, RoleGrant.role.in_(BY_APPOINTMENT))
    held = held.join(Account).where(RoleGrant.organisation_id == post.organisation_id, active(clock.now()))
    held = held.where(Account.disabled_at.is_(None))
    return db.scalar(held.limit(1)) is not None


SET = Permission("availability.set", role("clerk", *BY_APPOINTMENT), _may_set)
