"""Putting right what is known of a party: a number that changes is told to the old one, too."""

from collections.abc import Mapping
from typing import Any

from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.guarding import born_otherwise
from portal.matters.identities.services import refuse_another
from portal.matters.models import Matter
from portal.notices.services import notify
from portal.people.persons.models import Person
from portal.people.persons.services import correct

CHANGED = "matter.contact_changed"


def correct_party(db: Db, actor: Actor, matter: Matter, person: Person, changes: Mapping[str, Any]) -> None:
    """As ``correct``. Codes and messages go to the new number from now on; whoever holds the old one hears of it."""
    old = person.phone
    correct(db, actor, person, **changes)
    born_otherwise(db, matter.id, person)
    if "id_number" in changes:
        refuse_another(db, matter.id, person)
    if old and person.phone != old:
        notify(db, CHANGED, phone=old, matter_id=matter.id, locale=person.locale)
    if old != person.phone:
        notify(db, CHANGED, person_id=person.id, matter_id=matter.id, locale=person.locale)
