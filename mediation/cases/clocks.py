"""What the clocks are told of a mediation, with the facts of its class that choose among them (R-09)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from portal.clocks import catalogue
from portal.clocks.models import RunningClock
from portal.clocks.queries import of_subjects
from portal.clocks.rules import Clock
from portal.clocks.services import happened
from portal.directory.taxonomy.rules import Flag, load
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.models import Matter
from portal.matters.timing import subject_of

MINUTE = timedelta(minutes=1)
TRAFFIC = "J16"
FLAGS = {Flag.S: "status_relation", Flag.K: "title_confirmation"}


def facts(class_code: str | None) -> frozenset[str]:
    """What the class says: labour or medical, road traffic, no judicial confirmation."""
    if class_code is None:
        return frozenset()
    minor = load().minor(class_code)
    found = set(catalogue.mediation_facts(minor.moj)) | {name for flag, name in FLAGS.items() if flag in minor.flags}
    return frozenset(found | {"traffic"} if minor.moj == TRAFFIC else found)


def tell(db: Db, actor: Actor, matter: Matter, event: str, at: datetime | None = None) -> Sequence[RunningClock]:
    """Tell the clocks of the matter what happened; answers those that started."""
    return happened(db, actor, event, subject_of(matter), at, facts=facts(matter.class_code))


def limit_of(db: Db, matter: Matter) -> datetime | None:
    """The last minute (23:59, not 0:00) of the legal period of the mediation; None while it stands still."""
    row = legal_period(db, matter)
    return row.due_at - MINUTE if row is not None and row.paused_at is None else None


def legal_period(db: Db, matter: Matter) -> RunningClock | None:
    """The legal period of the mediation as it runs (CLK-11, 12 or 13)."""
    code = legal_clock(matter).code
    return next((row for row in of_subjects(db, "matter", [matter.id])[matter.id] if row.code == code), None)


def legal_clock(matter: Matter) -> Clock:
    """The legal period by class (R-09): 30 days; labour 15 days from the application; medical 30 working days."""
    return catalogue.mediation_clock(load().minor(matter.class_code).moj if matter.class_code else None)
