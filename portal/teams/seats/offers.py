"""Whom a mediator may ask into a team: never who had better not be, and never with a word of why."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from portal.accounts.models import Account
from portal.kernel import clock
from portal.kernel.db import Db
from portal.matters.involving import kept_out
from portal.matters.models import Involvement, Matter
from portal.matters.rules import SPEAKING
from portal.teams.interests.excluding import barred
from portal.teams.roster.queries import of_centre
from portal.teams.roster.rules import POSTS, on_duty
from portal.teams.seats.models import CaseTeam, Seat
from portal.teams.seats.queries import unwanted
from portal.teams.seats.rules import LIVE

Offer = list[tuple[str, list[Account]]]


def offered(db: Db, matter: Matter, team: CaseTeam | None) -> Offer:
    """By post, who is on duty today first. Left out: posts that are taken or not wanted; whoever stands in the matter,
    mediates it, is kept out of it, has been asked before; a lawyer who advised one side (R-18)."""
    taken, before = _taken(db, team)
    out = before | kept_out(db, matter.id) | _stand_in_it(db, matter.id)
    today = clock.today(db.info["settings"].zone)
    found = []
    for post in POSTS:
        rows = [row for row in of_centre(db, matter.center_id, post) if row.account_id not in out]
        no = barred(db, post, matter.id, [row.account_id for row in rows]) if rows else set()
        rows = sorted(rows, key=lambda row: not on_duty(row.weekdays, today))
        people = [row.account for row in rows if row.account_id not in no]
        if people and post not in taken:
            found.append((post, people))
    return found


def _taken(db: Db, team: CaseTeam | None) -> tuple[set[str], set[uuid.UUID]]:
    if team is None:
        return set(), set()
    rows: Sequence[Seat] = db.scalars(select(Seat).where(Seat.team_id == team.id)).unique().all()
    live = {row.post for row in rows if row.state in LIVE}
    return live | unwanted(db, team), {row.account_id for row in rows}


def _stand_in_it(db: Db, matter_id: uuid.UUID) -> set[uuid.UUID]:
    rows = select(Involvement.account_id).where(Involvement.matter_id == matter_id)
    rows = rows.where(Involvement.capacity.in_([*sorted(SPEAKING), "mediator"]))
    return {one for one in db.scalars(rows) if one is not None}
