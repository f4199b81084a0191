"""Who may answer: the party or their guardian, once we know that it is they."""

from sqlalchemy import select

from mediation.cases.models import MediationCase
from mediation.cases.queries import spoken_for
from mediation.consents.models import PartyConsent
from mediation.invitations.models import Invitation
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission
from portal.matters.models import Matter
from portal.matters.policy import standing_in


def came_with_code(actor: Actor) -> bool:
    """The door for a person held to one matter."""
    return actor.person is not None and actor.scope is not None


def _is_asked(db: Db, actor: Actor, consent: PartyConsent) -> bool:
    """Their own question or their ward's; an invited person has first said who they are."""
    case = db.get_one(MediationCase, consent.case_id)
    if actor.person is None or case.matter_id != actor.scope:
        return False
    if consent.party_id not in [party.id for party in spoken_for(db, case.matter_id, actor.person)]:
        return False
    known = select(Invitation.id).where(Invitation.case_id == case.id, Invitation.person_id == actor.person)
    confirmed = known.where(Invitation.confirmed_at.is_not(None)).limit(1)
    inside = standing_in(db, actor, db.get_one(Matter, case.matter_id)).sides
    return bool(inside) or db.scalar(confirmed) is not None


ANSWER = Permission("mediation.answer", came_with_code, _is_asked)
