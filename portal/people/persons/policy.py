"""Who may know how to reach a person, and put it right.

The person; and whoever the floors above let in by ``grounds`` (the desk and the mediator of a matter the person is a
party to). Another party is never let in: ``admit`` is for staff's work alone.
"""

from portal.kernel.db import Db
from portal.kernel.policy import Actor, Check, Permission, signed_in
from portal.people.persons.models import Person

grounds: list[Check] = []


def admit(check: Check) -> None:
    """A floor above names one more ground on which staff may know a person."""
    grounds.append(check)


def _self_or_admitted(db: Db, actor: Actor, person: Person) -> bool:
    if actor.person is not None and actor.person == person.id:
        return True
    return any(check(db, actor, person) for check in grounds)


CONTACT = Permission("person.contact", signed_in, _self_or_admitted)
CORRECT = Permission("person.correct", signed_in, _self_or_admitted)
