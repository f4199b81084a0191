"""Answers that a lawyer has promised for today or before."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for

from legal.records import queries
from portal.kernel.db import Db
from portal.kernel.feature import FEW, Task
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor
from portal.matters.dates import midnight_after
from portal.matters.rules import show_code


def find(db: Db, actor: Actor, tonight: datetime) -> Sequence[Task]:
    """The nearest day first."""
    found = []
    for record in queries.to_follow_up(db, actor)[:FEW]:
        assert record.follow_up_on is not None
        until = midnight_after(db, record.follow_up_on)
        if until <= tonight:
            row = record.consultation
            url = url_for("consultations.show", consultation_id=row.id)
            found.append(Task(_("答应再答复的"), show_code(row.matter.code), url, until))
    return found
