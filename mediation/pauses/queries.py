"""The pause in which a mediation is, for those who have found the mediation through its own gate."""

from sqlalchemy import select

from mediation.cases.models import MediationCase
from mediation.pauses.models import Pause
from mediation.pauses.rules import HOLDS
from portal.kernel.db import Db


def current(db: Db, case: MediationCase) -> Pause | None:
    """What holds it up now, if anything does; what is to be done holds until the next session."""
    kind = HOLDS.get(case.state)
    if kind is None:
        return None
    rows = select(Pause).where(Pause.case_id == case.id, Pause.kind == kind)
    return db.scalar(rows.order_by(Pause.id.desc()).limit(1))
