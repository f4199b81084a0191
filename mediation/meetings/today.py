"""The meetings of today, for whoever leads them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy import select

from mediation.cases.models import MediationCase
from mediation.cases.policy import opens
from mediation.meetings.models import Meeting
from portal.kernel.db import Db
from portal.kernel.feature import FEW, Task
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor
from portal.matters.models import Matter
from portal.matters.rules import show_code

DAY = timedelta(days=1)


def find(db: Db, actor: Actor, tonight: datetime) -> Sequence[Task]:
    """In the order of the day; for the mediator alone, others only read the file."""
    rows = select(Meeting, Matter.code).join(MediationCase, MediationCase.id == Meeting.case_id)
    rows = rows.join(Matter, Matter.id == MediationCase.matter_id)
    rows = rows.where(opens(actor), MediationCase.mediator_id == actor.account, Meeting.cancelled_at.is_(None))
    rows = rows.where(Meeting.starts_at >= tonight - DAY, Meeting.starts_at < tonight)
    found = db.execute(rows.order_by(Meeting.starts_at, Meeting.id).limit(FEW))
    return [
        Task(
            _("当面谈，%(room)s", room=meeting.venue.name()), show_code(code),
            url_for("cases.show", case_id=meeting.case_id), meeting.starts_at,
        )
        for meeting, code in found
    ]  # fmt: skip
