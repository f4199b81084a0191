"""Taking a free time: the lawyer offers it, may advise this person (R-18), and the database gives it to one alone."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from legal.consultations import conflicts
from legal.consultations.models import Consultation
from legal.consultations.rules import AHEAD, LENGTH
from legal.consultations.times import Lawyer, lawyers
from portal.accounts.models import Account
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict
from portal.schedule.availability.queries import slot_at
from portal.schedule.bookings import services as bookings
from portal.schedule.bookings.models import Booking


@dataclass(frozen=True)
class Wanted:
    """A free time as somebody chose it."""

    start: datetime
    lawyer: uuid.UUID
    organisation: uuid.UUID
    mode: str

    def text(self) -> str:
        """For a form."""
        return f"{self.start.isoformat()}|{self.lawyer.hex}|{self.organisation.hex}|{self.mode}"

    @classmethod
    def read(cls, text: str) -> "Wanted":
        """From a form; ValueError when it is none."""
        start, lawyer, organisation, mode = text.split("|")
        return cls(datetime.fromisoformat(start), uuid.UUID(lawyer), uuid.UUID(organisation), mode)


def take(
    db: Db, row: Consultation, center_id: uuid.UUID, wanted: Wanted, sides: conflicts.Sides, lead: timedelta
) -> Booking:
    """Take the time for this consultation; Conflict if the lawyer does not offer it, may not advise, or it is gone.

    Whoever books one lawyer comes one after the other, so that two sides of a case cannot slip in together (R-18).
    """
    lawyer = _lawyer(db, center_id, wanted)
    db.scalar(select(Account.id).where(Account.id == lawyer.id).with_for_update(key_share=True))
    if conflicts.barred(db, [lawyer.id], sides):
        raise Conflict(_("这位律师这个时间不能接待，请选另一位律师或另一个时间。"))
    slot = slot_at(db, lawyer.id, wanted.start, LENGTH, wanted.mode, organisation_id=lawyer.organisation.id)
    now = clock.now()
    if slot is None or not now + lead <= slot.start <= now + AHEAD + timedelta(days=1):
        raise Conflict(_("这个时间不能约了，请另选一个时间。"))
    booking = bookings.book(db, kind="legal", holder=row.id, resources=slot.resources, start=slot.start, end=slot.end)
    row.lawyer_id, row.organisation_id, row.booking_id = lawyer.id, lawyer.organisation.id, booking.id
    row.lawyer, row.organisation = db.get_one(Account, lawyer.id), lawyer.organisation
    row.mode, row.venue_id, row.starts_at, row.ends_at = slot.mode, slot.venue_id, slot.start, slot.end
    return booking


def _lawyer(db: Db, center_id: uuid.UUID, wanted: Wanted) -> Lawyer:
    for one in lawyers(db, center_id):
        if (one.id, one.organisation.id) == (wanted.lawyer, wanted.organisation):
            return one
    raise Conflict(_("这位律师现在不接待，请选另一位。"))
