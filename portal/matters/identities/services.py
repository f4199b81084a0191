"""Writing down that a document was seen; whoever has papers to be signed learns of it."""

import uuid

from portal.contracts.events import IdentitySeen
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, Refused
from portal.matters.identities import queries
from portal.matters.identities.models import IdentityCheck
from portal.matters.identities.policy import SEE
from portal.matters.identities.rules import suits
from portal.matters.models import Matter
from portal.people.persons.services import number_seen


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
    if number:
        number_seen(db, actor, person, document, number)
    row = IdentityCheck(matter_id=matter.id, person_id=person.id, document=document, seen_by=actor.account)
    row.tail, row.seen_at = tail.upper(), clock.now()
    db.add(row)
    db.flush()
    audit.record(db, actor, "identity.seen", row, ["document", "tail"])
    publish(db, IdentitySeen(matter.id, person.id))
    return row
