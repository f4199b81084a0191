"""Who may write down that they saw a document: whoever handles the matter, and the window of its centre."""

from sqlalchemy import or_, select

from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role
from portal.matters.models import Matter, Party
from portal.matters.policy import CASE_ROLES, at_window, standing_in
from portal.matters.rules import HANDLING, OVER
from portal.people.persons.models import Guardianship, Person


def _handles(db: Db, actor: Actor, matter: Matter) -> bool:
    """The window also when all is over: years later somebody asks for a new PIN, to read what is theirs."""
    if matter.stage == "restricted":
        return False
    handles = matter.stage not in OVER and standing_in(db, actor, matter).is_one_of(HANDLING)
    return handles or at_window(db, actor, matter)


def belongs(db: Db, matter: Matter, person: Person) -> bool:
    """Whether the person is a party of the matter, or a party's guardian."""
    wards = select(Guardianship.ward_id).where(Guardianship.guardian_id == person.id)
    part = select(Party.id).where(
        Party.matter_id == matter.id, or_(Party.person_id == person.id, Party.person_id.in_(wards))
    )
    return db.scalar(part.limit(1)) is not None


SEE = Permission("identity.record", role(*CASE_ROLES), _handles)
