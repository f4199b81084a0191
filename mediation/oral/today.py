"""Oral agreements whose sheet waits for the committee's seal."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for

from mediation.oral import queries
from portal.kernel.db import Db
from portal.kernel.feature import FEW, Task
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor


def find(db: Db, actor: Actor, _tonight: datetime) -> Sequence[Task]:
    """For the heads of the committee, but for whoever recorded it."""
    if not actor.organisations("committee_head"):
        return ()
    return [
        Task(_("给口头协议登记表盖章"), row.paper.number_text or "", url_for("cases.show", case_id=row.case_id))
        for row in queries.to_seal(db, actor)[:FEW]
    ]
