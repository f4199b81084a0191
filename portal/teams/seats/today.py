"""Case teams that somebody was asked to join and has not answered."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for

from portal.kernel.db import Db
from portal.kernel.feature import FEW, Task
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor
from portal.matters.rules import show_code
from portal.teams.seats import queries


def find(db: Db, actor: Actor, _tonight: datetime) -> Sequence[Task]:
    """Whoever does not say within a working day that they have no interest is not on the team."""
    return [
        Task(
            _("请您参加会商：先说明有没有利害关系"), show_code(seat.team.matter.code),
            url_for("team_seats.show", seat_id=seat.id), seat.due_at,
        )
        for seat in queries.docket(db, actor)
        if seat.state == "invited"
    ][:FEW]  # fmt: skip
