"""Who records a dispute settled on the spot, who reads and seals the record, who may say that it is wrong."""

from mediation.cases.policy import READ as READ_CASE
from mediation.cases.policy import STAFF
from mediation.consents.policy import came_with_code
from mediation.oral.models import OralAgreement, OralDraft
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role
from portal.matters.models import Matter
from portal.matters.queries import role_in
from portal.matters.rules import SPEAKING


def _own(_db: Db, actor: Actor, draft: OralDraft) -> bool:
    """One's own, while one mediates for that committee (R-08)."""
    return draft.account_id == actor.account and actor.has("mediator", organisation=draft.committee_id)


def _opens(db: Db, actor: Actor, oral: OralAgreement) -> bool:
    return READ_CASE.allows(db, actor, oral.case)


def _heads(db: Db, actor: Actor, oral: OralAgreement) -> bool:
    """Nobody seals their own mediation."""
    holds = actor.has("committee_head", organisation=oral.committee_id)
    return holds and actor.account != oral.recorded_by and _opens(db, actor, oral)


def _stands(db: Db, actor: Actor, oral: OralAgreement) -> bool:
    here = actor.scope == oral.matter_id
    return here and bool(role_in(db, actor, db.get_one(Matter, oral.matter_id)) & SPEAKING)


RECORD = Permission("oral.record", role("mediator"), _own)
READ = Permission("oral.read", role(*STAFF), _opens)
SEAL = Permission("oral.seal", role("committee_head"), _heads)
CONTEST = Permission("oral.contest", came_with_code, _stands)
