"""What the sign-in below asks about cases: which one a code means, where its people land, what it is called."""

import uuid
from collections.abc import Mapping, Sequence

from flask import url_for
from sqlalchemy import or_, select

from portal.accounts.visits.cases import Case
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.matters.models import Involvement, Matter
from portal.matters.queries import by_code
from portal.matters.rules import SPEAKING, show_code
from portal.notices.models import Notice


def find(db: Db, typed: str) -> Case | None:
    """The case of a code, and those in it whom a code to their phone may let in."""
    matter = by_code(db, typed)
    if matter is None:
        return None
    now = clock.now()
    rows = select(Involvement.person_id).where(Involvement.matter_id == matter.id, Involvement.person_id.is_not(None))
    rows = rows.where(Involvement.capacity.in_(SPEAKING), Involvement.since <= now)
    still = or_(Involvement.until.is_(None), Involvement.until > now)
    return Case(matter.id, [person for person in db.scalars(rows.where(still)) if person])


def code_of(db: Db, notice: Notice) -> str:
    """The case code in words that go outside: alone it opens nothing."""
    matter = db.get(Matter, notice.matter_id) if notice.matter_id else None
    return show_code(matter.code) if matter else ""


def way_in(db: Db, _notice: Notice) -> str:
    """The short address that everybody may type; a letter's PIN is led on from there."""
    return f"{db.info['settings'].base_url}/case"


def home(_db: Db, _matter_id: uuid.UUID, _person_id: uuid.UUID) -> str:
    """The page that says how it stands."""
    return url_for("matters.status")


def words(db: Db, matter_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """The code and nothing else."""
    rows = select(Matter.id, Matter.code).where(Matter.id.in_(matter_ids))
    return {row_id: _("事项 %(code)s", code=show_code(code)) for row_id, code in db.execute(rows)}
