"""The code that goes with a yes, handed over in the hall: for whoever cannot be sent one (decision 023).

As with a signature: the person stands there, their document was looked at just now, and it is never the mediator.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from mediation.agreements import reaching
from mediation.agreements.handing import Slip, minted, refuse_unknown, seen_now
from mediation.agreements.policy import HAND_CODE
from mediation.cases import queries as cases
from mediation.extensions import queries
from mediation.extensions.models import ExtensionConsent
from mediation.extensions.rules import CODE
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, Refused, require
from portal.matters.models import Matter
from portal.people.persons.models import Person


@dataclass(frozen=True)
class Waiting:
    """Somebody who has still to answer, for themselves or as a guardian, and cannot be sent a code."""

    consent: ExtensionConsent
    person: Person
    seen: bool


def waiting(db: Db, actor: Actor, matter: Matter) -> list[Waiting]:
    """Who needs a slip in this matter, for those who may hand it over."""
    if not HAND_CODE.allows(db, actor, matter):
        return []
    found = _unreached(db, matter)
    return [Waiting(one, person, seen_now(db, matter, person.id)) for one, person in found]


def _unreached(db: Db, matter: Matter) -> Sequence[tuple[ExtensionConsent, Person]]:
    """The place by which each of them is asked (queries.Mine), and who answers there."""
    case = cases.of_matter(db, matter.id)
    extension = queries.open_of(db, case.id) if case is not None else None
    if extension is None:
        return []
    there = [one for one in extension.consents if one.party.left_at is None]
    speaker = cases.speakers(db, [one.party.person_id for one in there])
    firsts: dict[uuid.UUID, ExtensionConsent] = {}
    owing = {speaker[one.party.person_id] for one in there if one.answer == "pending"}
    for one in there:
        firsts.setdefault(speaker[one.party.person_id], one)
    people = [(one, db.get_one(Person, person_id)) for person_id, one in firsts.items() if person_id in owing]
    return [(one, person) for one, person in people if reaching.why_not(db, person)]


def hand_over(db: Db, actor: Actor, matter: Matter, consent_id: uuid.UUID) -> Slip:
    """Mint the digits and show them once; the act that answers says whose they were, the record who gave them."""
    require(db, actor, HAND_CODE, matter)
    case = cases.of_matter(db, matter.id)
    if case is None:
        raise Refused(HAND_CODE.name)
    cases.locked(db, case.id)
    found = next(((one, person) for one, person in _unreached(db, matter) if one.id == consent_id), None)
    if found is None:
        raise Conflict(_("现在没有要交给这位当事人的验证码。"))
    consent, person = found
    if not seen_now(db, matter, person.id):
        raise Conflict(_("请先当面看本人的证件并登记，再给验证码。"))
    refuse_unknown(db, matter, person.id)
    digits = minted(db, CODE, consent.id)
    audit.record(db, actor, "extension.code_handed", consent, ["code"])
    return Slip(person.name, digits)
