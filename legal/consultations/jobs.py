"""The reminder on the day before, and the end of appointments that nobody took up again."""

from datetime import datetime

from sqlalchemy import select

from legal.consultations import changing, queries, telling
from legal.consultations.models import Consultation
from legal.consultations.rules import LAPSES, WAITING
from portal.kernel import clock
from portal.kernel.outbox import Job


def remind(job: Job) -> None:
    """Tell the person once; not for a time that was moved or called off since."""
    start = datetime.fromisoformat(job.payload["start"])
    with job.database.writing() as db:
        row = queries.locked(db, job.uuid("consultation"))
        if row.state != "booked" or row.starts_at != start or row.reminded_for == start or start <= clock.now():
            return
        row.reminded_for = start
        telling.person(db, row, "consultation.reminder")


def lapse(job: Job) -> None:
    """Daily: whoever did not come or was put off two weeks ago, and has not taken another time."""
    waiting = select(Consultation.id).where(Consultation.state.in_(WAITING))
    with job.database.reading() as db:
        old = db.scalars(waiting.where(Consultation.starts_at < clock.now() - LAPSES).limit(200)).all()
    for consultation_id in old:
        with job.database.writing() as db:
            row = queries.locked(db, consultation_id)
            if row.state in WAITING:
                changing.lapse(db, row)
