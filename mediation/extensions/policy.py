"""Who signs for a longer period: each party who stands in the matter, or their guardian; the head for the committee."""

from sqlalchemy import exists, select

from mediation.cases.models import MediationCase
from mediation.cases.policy import READ
from mediation.cases.queries import spoken_for
from mediation.consents.policy import came_with_code
from mediation.extensions.models import ExtensionConsent
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role
from portal.matters.holding import held_by
from portal.matters.models import Involvement, Matter


def _is_asked(db: Db, actor: Actor, consent: ExtensionConsent) -> bool:
    matter_id = consent.party.matter_id
    if actor.person is None or matter_id != actor.scope or consent.party.left_at is not None:
        return False
    if consent.party_id not in [party.id for party in spoken_for(db, matter_id, actor.person)]:
        return False
    inside = (Involvement.matter_id == matter_id, Matter.id == Involvement.matter_id, held_by(actor))
    return bool(db.scalar(select(exists().where(*inside))))


def _heads(db: Db, actor: Actor, case: MediationCase) -> bool:
    return actor.has("committee_head", organisation=case.committee_id) and READ.allows(db, actor, case)


SIGN = Permission("extension.sign", came_with_code, _is_asked)
APPROVE = Permission("extension.approve", role("committee_head"), _heads)
