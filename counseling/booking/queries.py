"""Open times, one's own visits, and the visits of a counsellor's day."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from counseling.booking.models import Visit
from counseling.booking.rules import DAYS, LEAD, LENGTH, MOST
from counseling.cases.models import Case
from counseling.cases.policy import CASE, ROLE
from portal.accounts.grants.queries import holders
from portal.accounts.models import Account
from portal.directory.organisations.models import Venue
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused
from portal.schedule.availability.queries import open_slots
from portal.schedule.availability.rules import Slot


class Offer(NamedTuple):
    """An open time and who would be there."""

    slot: Slot
    who: str

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.slot.start:%Y%m%d%H%M}-{self.slot.mode}-{self.slot.resource.hex}"


def offers(db: Db, case: Case, *, others: bool = False) -> list[Offer]:
    """What can be booked: with one's own counsellor, or (``others``, or if they are gone) with everybody in office."""
    names = {account.id: account.display_name for account in holders(db, ROLE, case.center_id)}
    if case.counsellor in names and not others:
        names = {case.counsellor: names[case.counsellor]}
    today = clock.today(db.info["settings"].zone)
    slots = open_slots(db, list(names), today, DAYS, LENGTH, organisation_id=case.center_id)
    soonest = clock.now() + LEAD
    return [Offer(slot, names[slot.resource]) for slot in slots if slot.start >= soonest][:MOST]


def coming(db: Db, case: Case) -> Visit | None:
    """The visit that is booked, if one is."""
    return db.scalar(select(Visit).where(Visit.case_id == case.id, Visit.state == "booked"))


def all_of(db: Db, case: Case) -> Sequence[Visit]:
    """Every visit of a case, latest first."""
    return db.scalars(select(Visit).where(Visit.case_id == case.id).order_by(Visit.starts_at.desc())).all()


def name_of(db: Db, counsellor: uuid.UUID | None) -> str:
    """What a counsellor is called."""
    account = db.get(Account, counsellor) if counsellor else None
    return account.display_name if account else ""


def place_of(db: Db, visit: Visit) -> str:
    """The room, by its neutral name."""
    venue = db.get(Venue, visit.venue_id) if visit.venue_id else None
    return venue.name() if venue else ""


def get(db: Db, actor: Actor, visit_id: uuid.UUID, *, hold: bool = False) -> Visit:
    """One visit to the actor as its counsellor, in a case that is theirs; Refused otherwise."""
    found = select(Visit).where(Visit.id == visit_id, Visit.counsellor == actor.account)
    if hold:
        found = found.with_for_update(of=Visit).execution_options(populate_existing=True)
    visit = db.scalar(found)
    if visit is None or not CASE.allows(db, actor, visit.case):
        raise Refused(CASE.name)
    return visit


def between(db: Db, actor: Actor, first: datetime, last: datetime) -> Sequence[Visit]:
    """The counsellor's visits that begin in this span, in their order; only of cases that are theirs now."""
    found = select(Visit).join(Case, Case.id == Visit.case_id).where(Visit.counsellor == actor.account)
    found = found.where(Case.counsellor == actor.account, Case.state == "open")
    found = found.where(Case.center_id.in_(actor.organisations(ROLE)), Visit.state != "cancelled")
    return db.scalars(found.where(Visit.starts_at >= first, Visit.starts_at < last).order_by(Visit.starts_at)).all()
