"""What is said of a consultation: in the matter's story, to the person, to the lawyer, and the day before."""

from typing import Any

from legal.consultations.models import Consultation
from legal.consultations.rules import LAPSES, remind_at
from portal.directory.organisations.models import Organisation
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import enqueue
from portal.kernel.policy import Actor
from portal.matters.services import say
from portal.notices.services import notify


def booked(db: Db, actor: Actor, row: Consultation) -> None:
    """There is a new appointment."""
    _story(db, actor, row, "consultation.booked", "next.consultation")
    person(db, row, "consultation.booked")
    lawyer(db, row, "consultation.lawyer_booked")
    remind(db, row)


def moved(db: Db, actor: Actor, row: Consultation, *, new_lawyer: bool) -> None:
    """It has another time, perhaps another lawyer."""
    _story(db, actor, row, "consultation.moved", "next.consultation")
    person(db, row, "consultation.moved")
    lawyer(db, row, "consultation.lawyer_booked" if new_lawyer else "consultation.lawyer_moved")
    remind(db, row)


def off(db: Db, actor: Actor, row: Consultation, key: str, next_key: str) -> None:
    """It does not take place: postponed, cancelled, missed. Who may take another time is told until when."""
    until = None if row.state == "cancelled" else row.starts_at + LAPSES
    say(db, actor, row.matter, key, next_key=next_key, next_due=until, start=row.starts_at)
    person(db, row, key)


def _story(db: Db, actor: Actor, row: Consultation, key: str, next_key: str) -> None:
    say(
        db, actor, row.matter, key, holder=_holder(db, row), next_key=next_key, next_due=row.starts_at,
        start=row.starts_at, lawyer=row.lawyer.display_name,
    )  # fmt: skip


def _holder(db: Db, row: Consultation) -> Organisation:
    return db.get_one(Organisation, row.organisation_id)


def person(db: Db, row: Consultation, key: str) -> None:
    """As they wish to be reached."""
    notify(db, key, person_id=row.person_id, matter_id=row.matter_id, **_when(row))


def lawyer(db: Db, row: Consultation, key: str) -> None:
    """Under their bell, and by e-mail if they gave an address."""
    notify(db, key, account_id=row.lawyer_id, **_when(row))


def _when(row: Consultation) -> dict[str, Any]:
    return {"start_at": row.starts_at.isoformat()}


def remind(db: Db, row: Consultation) -> None:
    """The morning before; whoever books later than that needs no reminder."""
    at = remind_at(row.starts_at, clock.now(), db.info["settings"].zone)
    if at is not None:
        start = row.starts_at.isoformat()
        enqueue(db, "legal.remind", key=f"{row.id.hex}:{start}", at=at, consultation=row.id, start=start)
