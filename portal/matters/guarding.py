"""A guardian stands beside a party: attached to the person, and let into the matter (R-12)."""

from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.involving import involve
from portal.matters.models import Matter, Party
from portal.matters.telling import say
from portal.people.persons.models import Guardianship
from portal.people.persons.services import PersonData, attach_guardian


def add_guardian(
    db: Db, actor: Actor, matter: Matter, party: Party, data: PersonData, relation: str, *, consents: bool = False
) -> Guardianship:
    """Attach a guardian to a party and let them in on the party's side; see ``attach_guardian``."""
    row = attach_guardian(db, actor, party.person, data, relation, consents=consents)
    act = "guardian.attached"
    involve(db, actor, matter, "guardian", person_id=row.guardian_id, side=party.side, act=act)
    say(db, actor, matter, act, audience=f"side:{party.side}", name=party.person.name)
    return row
