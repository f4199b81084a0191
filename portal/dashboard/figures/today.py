"""How many matters of one's centre are past a period, for its head."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for

from portal.dashboard.figures import queries
from portal.kernel.db import Db
from portal.kernel.feature import Task
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor


def find(db: Db, actor: Actor, _tonight: datetime) -> Sequence[Task]:
    """One line that opens them all."""
    late = queries.late(db, actor)
    url = url_for("figures.rows", key="red")
    return [Task(_("看一看超期的事项"), _("红灯 %(n)s 件", n=late), url)] if late else []
