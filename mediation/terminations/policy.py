"""Who may stop a mediation, and who reads the notice.

Any party who stands in the matter may stop, at any time before the agreement takes effect (R-03; 人民调解法 art.23).
Those it was meant for read the notice: everybody who had been reached, also who never agreed.
Before any mediation runs, the applicants (or who answers for them) withdraw what they filed.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from mediation.cases.models import MediationCase
from mediation.cases.policy import STAFF, opens
from mediation.cases.queries import of_matter, spoken_for
from mediation.cases.rules import MAY_STOP
from mediation.consents.policy import came_with_code
from mediation.invitations.models import Invitation
from mediation.terminations.models import Termination
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission
from portal.matters.models import Matter, Party
from portal.matters.queries import role_in
from portal.matters.rules import SPEAKING
from portal.people.persons.models import Guardianship


def _stands_in(db: Db, actor: Actor, case: MediationCase) -> bool:
    matter = db.get_one(Matter, case.matter_id)
    return case.state in MAY_STOP and bool(role_in(db, actor, matter) & SPEAKING)


def reads(actor: Actor) -> ColumnElement[bool]:
    """The condition on ``Termination`` (joined with its ``MediationCase``) under which the actor reads the notice."""
    ways: list[ColumnElement[bool]] = [false()]
    if actor.account is not None and actor.has(*STAFF):
        ways.append(opens(actor))
    if came_with_code(actor):
        ways.append(and_(Termination.matter_id == actor.scope, _concerns(actor)))
    return or_(*ways)


def _concerns(actor: Actor) -> ColumnElement[bool]:
    """The person, or their ward, was still in when the whole ended, is the one who left, or stayed when they left."""
    mine = aliased(Party)
    ward = select(Guardianship.ward_id).where(Guardianship.guardian_id == actor.person)
    own = and_(
        mine.matter_id == Termination.matter_id,
        or_(mine.person_id == actor.person, mine.person_id.in_(ward)),
        or_(mine.id == Termination.party_id, mine.left_at.is_(None)),
    )
    invited = exists().where(
        Invitation.case_id == Termination.case_id,
        Invitation.party_id == mine.id,
        Invitation.confirmed_at.is_not(None),
    )
    reached = or_(mine.role == "applicant", invited.correlate(Termination, mine))
    return exists().where(own, reached).correlate(Termination)


def _reads(db: Db, actor: Actor, notice: Termination) -> bool:
    found = select(Termination.id).join(Termination.case).where(Termination.id == notice.id, reads(actor))
    return db.scalar(found) is not None


def _staff_or_party(actor: Actor) -> bool:
    return came_with_code(actor) or actor.has(*STAFF)


EARLY = frozenset({"registered", "triaged", "routed"})
"""Stages of a matter in which the other side has not been told anything by us."""


def withdrawing(db: Db, actor: Actor, matter: Matter) -> Sequence[Party]:
    """The applicants still in for whom the actor answers; a child's guardian does, not the child (民法典 art.23)."""
    if actor.person is None or matter.id != actor.scope:
        return ()
    own = spoken_for(db, matter.id, actor.person)
    return [party for party in own if party.role == "applicant" and party.left_at is None]


def _withdraws(db: Db, actor: Actor, matter: Matter) -> bool:
    if matter.stage not in EARLY or not role_in(db, actor, matter) & {"party", "guardian"}:
        return False
    case = of_matter(db, matter.id)
    return (case is None or case.ended_at is not None) and bool(withdrawing(db, actor, matter))


STOP = Permission("mediation.stop", came_with_code, _stands_in)
READ = Permission("mediation.notice", _staff_or_party, _reads)
WITHDRAW = Permission("matter.withdraw", came_with_code, _withdraws)
