"""Somebody comes back with a PIN from the window: their caucus stays shut until the mediator knows that it is they.

One member of staff alone looks at the document and hands the PIN out; what a party said in confidence must not hang on
one pair of eyes (人民调解法 art.15).
"""

import uuid

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import END
from mediation.cases.services import tell_mediator
from portal.accounts.passes.services import confirm_pin, held_from_window
from portal.contracts.events import PinReissued, SecretsShown
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, Refused, require
from portal.matters.identities.queries import newest
from portal.people.persons.models import Person


def pin_reissued(db: Db, event: PinReissued | SecretsShown) -> None:
    """The mediator is asked, if there is one."""
    case = cases.of_matter(db, event.matter)
    if case is not None and event.person in held_from_window(db, event.matter):
        tell_mediator(db, case, "room.asked_who")


def waiting(db: Db, case: MediationCase) -> list[Person]:
    """Those of a case who wait for that reason."""
    return [db.get_one(Person, person) for person in sorted(held_from_window(db, case.matter_id))]


def _another(db: Db, actor: Actor, case: MediationCase, person_id: uuid.UUID) -> bool:
    """Two pairs of eyes: not whoever looked at the document."""
    check = newest(db, case.matter_id, [person_id]).get(person_id)
    return check is None or check.seen_by != actor.account


def it_is_they(db: Db, actor: Actor, case_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """The mediator (or the head, where the mediator looked at the document) has spoken with them and knows: the caucus
    opens again, and they may act."""
    case = cases.get(db, actor, case_id)
    require(db, actor, END, case)
    if person_id not in held_from_window(db, case.matter_id):
        raise Refused
    if not _another(db, actor, case, person_id):
        raise Conflict(_("证件是您自己看的，要由另一个人核实：请调委会主任打电话问一问，再点“是本人”。"))
    confirm_pin(db, case.matter_id, person_id)
    audit.record(db, actor, "pin.confirmed", db.get_one(Person, person_id), ["pin"])
