"""Writing down that a document was seen; whoever has papers to be signed learns of it."""

import uuid

from portal.contracts.events import IdentitySeen
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.policy import Actor, Conflict, Refused
from portal.matters.identities import queries
from portal.matters.identities.models import IdentityCheck
from portal.matters.identities.policy import SEE
from portal.matters.identities.rules import suits
from portal.matters.models import Matter
from portal.people.persons.models import Person
from portal.people.persons.services import number_seen

DIFFERS = _l("末四位和登记的证件号码不一样。请再看一遍证件；如果是登记错了，请把证件上的完整号码填在下面。")


def differs(db: Db, actor: Actor, person: Person, document: str, tail: str) -> bool:
    """Whether the document is not the one whose number is on file: somebody else's, or the file is wrong."""
    if not person.id_number_sealed or document != (person.id_kind or "id_card"):
        return False
    audit.note(db, actor, "identity.compared", person, ["id_number"])
    return not str(person.id_number).endswith(tail.upper())


def refuse_another(db: Db, matter_id: uuid.UUID, person: Person) -> None:
    """A number that is typed after somebody looked at the document ends as that did, or one of both is wrong."""
    check = queries.newest(db, matter_id, [person.id]).get(person.id)
    if check is None or not person.id_number or check.document != (person.id_kind or "id_card"):
        return
    if not str(person.id_number).endswith(check.tail):
        raise Conflict(_("这个号码和工作人员看过的证件末四位不一样。请核对；如果是当时看错了，请再看一次证件。"))


def see(
    db: Db, actor: Actor, matter: Matter, person_id: uuid.UUID, document: str, tail: str, number: str = ""
) -> IdentityCheck:
    """Staff saw this person's document, of which the last four characters are kept for the sealed annex.

    ``number``: the whole number, where it is read off for the court's papers; it is sealed with the person.
    """
    person = queries.person(db, actor, matter, person_id)
    if actor.account is None:
        raise Refused(SEE.name)
    if not suits(document, person.kind):
        raise Conflict(_("这种证件不适用于这位当事人，请重新选择。"))
    if not number and differs(db, actor, person, document, tail):
        raise Conflict(str(DIFFERS))
    if number:
        number_seen(db, actor, person, document, number)
    row = IdentityCheck(matter_id=matter.id, person_id=person.id, document=document, seen_by=actor.account)
    row.tail, row.seen_at = tail.upper(), clock.now()
    db.add(row)
    db.flush()
    audit.record(db, actor, "identity.seen", row, ["document", "tail"])
    publish(db, IdentitySeen(matter.id, person.id))
    return row
