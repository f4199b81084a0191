"""The rosters that somebody keeps, who may be entered, and who stands ready for a post."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, exists, or_, select

from portal.accounts.grants.queries import active
from portal.accounts.models import Account, RoleGrant
from portal.directory.organisations.models import Organisation
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused
from portal.teams.roster.models import RosterEntry
from portal.teams.roster.policy import KEEP, KEEPERS


def visible_to(actor: Actor) -> Select[RosterEntry]:
    """The entries of the centres behind whose desk the actor stands."""
    here = RosterEntry.center_id.in_(actor.organisations(*KEEPERS))
    return select(RosterEntry).where(here, RosterEntry.removed_at.is_(None))


def get(db: Db, actor: Actor, entry_id: uuid.UUID) -> RosterEntry:
    """One of them; Refused otherwise."""
    found = db.scalar(visible_to(actor).where(RosterEntry.id == entry_id)) if KEEP.door(actor) else None
    if found is None:
        raise Refused(KEEP.name)
    return found


def centres(db: Db, actor: Actor) -> Sequence[Organisation]:
    """The centres whose roster the actor keeps."""
    rows = select(Organisation).where(Organisation.id.in_(actor.organisations(*KEEPERS)))
    return db.scalars(rows.where(Organisation.kind == "center").order_by(Organisation.name_zh)).all()


def of_centre(db: Db, center_id: uuid.UUID, post: str | None = None) -> Sequence[RosterEntry]:
    """Who stands on a centre's roster and holds the post's role still, in the order of entry."""
    rows = select(RosterEntry).join(Account, Account.id == RosterEntry.account_id)
    rows = rows.where(RosterEntry.center_id == center_id, RosterEntry.removed_at.is_(None), _in_office(center_id))
    rows = rows if post is None else rows.where(RosterEntry.post == post)
    return db.scalars(rows.order_by(RosterEntry.id)).unique().all()


def _in_office(center_id: uuid.UUID) -> ColumnElement[bool]:
    held = exists().where(RoleGrant.account_id == RosterEntry.account_id, RoleGrant.role == RosterEntry.post)
    return held.where(active(clock.now()), Account.disabled_at.is_(None), _works_with(center_id))


def _works_with(center_id: uuid.UUID) -> ColumnElement[bool]:
    below = select(Organisation.id).where(Organisation.center_id == center_id)
    return or_(RoleGrant.organisation_id == center_id, RoleGrant.organisation_id.in_(below))


def candidates(db: Db, center_id: uuid.UUID, post: str) -> Sequence[Account]:
    """Who holds the role at the centre or at a body that works with it, and does not stand on the roster yet."""
    there = select(RosterEntry.account_id).where(RosterEntry.center_id == center_id, RosterEntry.post == post)
    rows = select(Account).join(RoleGrant, RoleGrant.account_id == Account.id)
    rows = rows.where(Account.disabled_at.is_(None), RoleGrant.role == post, active(clock.now()))
    rows = rows.where(_works_with(center_id), Account.id.not_in(there.where(RosterEntry.removed_at.is_(None))))
    return db.scalars(rows.order_by(Account.display_name, Account.id)).unique().all()


def own(db: Db, actor: Actor) -> Sequence[RosterEntry]:
    """Where the actor stands themselves."""
    rows = select(RosterEntry).where(RosterEntry.account_id == actor.account, RosterEntry.removed_at.is_(None))
    return db.scalars(rows.order_by(RosterEntry.id)).unique().all()
