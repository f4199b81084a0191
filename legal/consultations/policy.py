"""Who sees a consultation, and who does what with it: the lawyer, the person; the desk knows only when and where."""

from legal.consultations.models import Consultation
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role


def is_lawyer(actor: Actor, consultation: Consultation) -> bool:
    """Whether the actor is this lawyer, in the office for which the appointment was made."""
    return actor.account == consultation.lawyer_id and actor.has("lawyer", organisation=consultation.organisation_id)


def is_client(actor: Actor, consultation: Consultation) -> bool:
    """Whether the actor is the person, come with the appointment's code."""
    return actor.person == consultation.person_id and actor.scope == consultation.matter_id


def _advises(_db: Db, actor: Actor, consultation: Consultation) -> bool:
    """A cancelled appointment is nobody's work any more: what was asked is shut to the lawyer again."""
    return is_lawyer(actor, consultation) and consultation.state != "cancelled"


def _own(_db: Db, actor: Actor, consultation: Consultation) -> bool:
    return is_client(actor, consultation)


def _reads(db: Db, actor: Actor, consultation: Consultation) -> bool:
    return _own(db, actor, consultation) or _advises(db, actor, consultation)


def _at_desk(_db: Db, actor: Actor, consultation: Consultation) -> bool:
    return actor.has("clerk", organisation=consultation.center_id)


def _arranges(db: Db, actor: Actor, consultation: Consultation) -> bool:
    return _reads(db, actor, consultation) or _at_desk(db, actor, consultation)


def _receives(db: Db, actor: Actor, consultation: Consultation) -> bool:
    return _advises(db, actor, consultation) or _at_desk(db, actor, consultation)


def _is_person(actor: Actor) -> bool:
    return actor.person is not None


READ = Permission("consultation.read", lambda actor: actor.has("lawyer") or _is_person(actor), _reads)
OWN = Permission("consultation.own", _is_person, _own)
ASK = Permission("consultation.ask", _is_person)
DOCKET = Permission("consultation.docket", role("lawyer"))
ADVISE = Permission("consultation.advise", role("lawyer"), _advises)
DESK = Permission("consultation.desk", role("clerk"), _at_desk)
RECEIVE = Permission("consultation.receive", role("lawyer", "clerk"), _receives)
ARRANGE = Permission("consultation.arrange", lambda actor: _is_person(actor) or actor.has("lawyer", "clerk"), _arranges)
