"""Who may give or take back a consent: the person, their guardian, or staff who write down what was said."""

from sqlalchemy import select

from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, anyone
from portal.people.persons.models import Guardianship, Person


def _speaks_for(db: Db, actor: Actor, person: Person) -> bool:
    """A person without a session is filing at this moment; another person speaks only as guardian."""
    if actor.person is None or actor.person == person.id:
        return True
    own = select(Guardianship.id).where(Guardianship.ward_id == person.id, Guardianship.guardian_id == actor.person)
    return db.scalar(own.limit(1)) is not None


CONSENT = Permission("consent.give", anyone, _speaks_for)
