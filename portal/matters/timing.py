"""The matter as the clocks know it."""

from portal.clocks.models import Subject
from portal.clocks.services import happened
from portal.contracts.events import MatterClosed
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM
from portal.matters.models import Matter


def subject_of(matter: Matter) -> Subject:
    """Whose time is counted."""
    return Subject("matter", matter.id, matter.center_id, matter.area_path)


def closed(db: Db, event: MatterClosed) -> None:
    """A closed matter's clocks stop; what runs after closing is started by the same act."""
    happened(db, SYSTEM, "matter.closed", subject_of(db.get_one(Matter, event.matter)))
