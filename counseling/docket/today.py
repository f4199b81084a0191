"""Visits of today, for the counsellor they come to: the hour and no name, for no name is read here."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import url_for

from counseling.booking import queries as visits
from portal.kernel.db import Db
from portal.kernel.feature import FEW, Task
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor

DAY = timedelta(days=1)


def find(db: Db, actor: Actor, tonight: datetime) -> Sequence[Task]:
    """In the order of the day."""
    found = visits.between(db, actor, tonight - DAY, tonight)
    url = url_for("visit_desk.docket")
    return [Task(_("有人来访"), "", url, visit.starts_at) for visit in found if visit.state == "booked"][:FEW]
