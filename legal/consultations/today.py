"""A lawyer's day: appointments, those that were never written down, and what was promised for today."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import url_for

from legal.consultations import queries
from legal.consultations.models import Consultation
from legal.consultations.rules import COMING
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.feature import FEW, Task
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor
from portal.matters.rules import show_code
from portal.schedule.availability.words import MODES


def find(db: Db, actor: Actor, _tonight: datetime) -> Sequence[Task]:
    """What is past and not settled before what comes."""
    now = clock.now()
    past = queries.unsettled(db, actor, now)
    coming = queries.day_of(db, actor, now.astimezone(ZoneInfo(db.info["settings"].zone)).date(), 1)
    known = {row.id for row in past}
    rows = [_task(_("登记来没来，写记录"), row) for row in past]
    rows += [
        _task(str(MODES[row.mode]), row) for row in coming if row.id not in known and row.state in COMING
    ]  # fmt: skip
    return rows[:FEW]


def _task(what: str, row: Consultation) -> Task:
    url = url_for("consultations.show", consultation_id=row.id)
    return Task(_("法律咨询：%(what)s", what=what), show_code(row.matter.code), url, row.starts_at)
