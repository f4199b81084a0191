"""Alarms that nobody has answered yet."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for

from portal.intake.alarms import queries
from portal.kernel.db import Db
from portal.kernel.feature import FEW, Task
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import show_instant
from portal.kernel.policy import Actor


def find(db: Db, actor: Actor, _tonight: datetime) -> Sequence[Task]:
    """Above everything else, oldest first."""
    zone = db.info["settings"].zone
    return [
        Task(_("有人可能有危险，马上接手"), show_instant(row.raised_at, zone), url_for("alarms.index"), urgent=True)
        for row in queries.open_ones(db, actor, FEW)
    ]
