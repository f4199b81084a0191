"""Who invites: the mediator of the case; and whoever opens the file may know how a party's guardian is reached."""

from sqlalchemy import select

from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE, opens
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role
from portal.matters.models import Party
from portal.people.persons.models import Guardianship, Person
from portal.people.persons.policy import admit


def _asks(db: Db, actor: Actor, case: MediationCase) -> bool:
    return case.state == "consent_pending" and MEDIATE.allows(db, actor, case)


def _writes_to_guardian(db: Db, actor: Actor, person: Person) -> bool:
    """A guardian is no party, and yet the letter goes to them (R-12)."""
    if actor.account is None:
        return False
    found = select(MediationCase.id).join(Party, Party.matter_id == MediationCase.matter_id)
    found = found.join(Guardianship, Guardianship.ward_id == Party.person_id)
    return db.scalar(found.where(Guardianship.guardian_id == person.id, opens(actor)).limit(1)) is not None


admit(_writes_to_guardian)

INVITE = Permission("mediation.invite", role("mediator"), _asks)
