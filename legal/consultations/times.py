"""The lawyers one may ask, and when each of them has time."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from legal.consultations.rules import AHEAD, LEAD, LENGTH
from portal.accounts.grants.queries import active
from portal.accounts.models import Account, RoleGrant
from portal.directory.organisations.models import Organisation
from portal.kernel import clock
from portal.kernel.db import Db
from portal.schedule.availability.queries import has_hours, open_slots
from portal.schedule.availability.rules import Slot

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Lawyer:
    """Somebody one may ask."""

    id: uuid.UUID
    name: str
    organisation: Organisation


def lawyers(db: Db, center_id: uuid.UUID) -> list[Lawyer]:
    """The lawyers in office at a centre and at the bodies that work with it, by name."""
    found = select(Account, Organisation).join(RoleGrant, RoleGrant.account_id == Account.id)
    found = found.join(Organisation, Organisation.id == RoleGrant.organisation_id)
    found = found.where(RoleGrant.role == "lawyer", active(clock.now()), Account.disabled_at.is_(None))
    here = or_(Organisation.id == center_id, Organisation.center_id == center_id)
    rows = db.execute(found.where(here, Organisation.closed.is_(False)).order_by(Account.display_name, Account.id))
    listed = {(account.id, body.id): Lawyer(account.id, account.display_name, body) for account, body in rows.unique()}
    return list(listed.values())


def is_open(db: Db, center_id: uuid.UUID) -> bool:
    """Whether lawyers of this centre keep hours: only then does the door open."""
    today = clock.today(db.info["settings"].zone)
    return any(has_hours(db, one, today) for one in {lawyer.organisation.id for lawyer in lawyers(db, center_id)})


@dataclass(frozen=True)
class Free:
    """A free time with the lawyer and the office it belongs to."""

    slot: Slot
    lawyer: Lawyer


def free_times(
    db: Db, among: Sequence[Lawyer], first: date, days: int, mode: str | None = None, *, lead: timedelta = LEAD
) -> list[Free]:
    """The free times of some lawyers on some days, in the order of time, none sooner than the lead."""
    today = clock.today(db.info["settings"].zone)
    first, last = max(first, today), min(first + (days - 1) * DAY, today + AHEAD)
    found: list[Free] = []
    for lawyer in among if first <= last else ():
        slots = open_slots(
            db, [lawyer.id], first, (last - first).days + 1, LENGTH, organisation_id=lawyer.organisation.id, mode=mode
        )
        found += [Free(slot, lawyer) for slot in slots if slot.start >= clock.now() + lead]
    return sorted(found, key=lambda free: (free.slot.start, free.lawyer.name, free.slot.mode))


def shown(free: Sequence[Free], zone: str, days: int) -> tuple[list[Free], date | None]:
    """Those of the first few days that have any, and the day from which there are more."""
    there = ZoneInfo(zone)
    seen: list[date] = []
    for number, one in enumerate(free):
        day = one.slot.start.astimezone(there).date()
        if day in seen:
            continue
        if len(seen) == days:
            return list(free[:number]), day
        seen.append(day)
    return list(free), None
