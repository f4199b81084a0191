"""Who drafts, reads, signs and seals.

The mediator's place is filled by nobody but this case's mediator, who holds that role in this committee now; a judge,
police officer, procurator, lawyer or counsellor on the team never fills it by that role (R-08).
"""

from sqlalchemy import exists, select

from mediation.agreements.models import Agreement, AgreementVersion, Signer
from mediation.agreements.rules import MEDIATOR, PARTY, RECORDER
from mediation.cases.models import MediationCase
from mediation.cases.policy import HEADS, MEDIATE, STAFF
from mediation.cases.policy import READ as READ_CASE
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role
from portal.matters.holding import held_by
from portal.matters.identities.policy import SEE
from portal.matters.models import Involvement, Matter
from portal.matters.policy import CASE_ROLES, standing_in

SHOWN = ("open", "effective")
"""States of a version in which its parties read it."""


def _drafts(db: Db, actor: Actor, case: MediationCase) -> bool:
    return MEDIATE.allows(db, actor, case)


def _reads_file(db: Db, actor: Actor, case: MediationCase) -> bool:
    return READ_CASE.allows(db, actor, case)


def is_party(actor: Actor) -> bool:
    """The door for a person held to one matter."""
    return actor.person is not None and actor.scope is not None


def _is_asked(db: Db, actor: Actor, version: AgreementVersion) -> bool:
    """One of those who sign it, while it is there to be read."""
    return version.state in SHOWN and _signs_in(db, actor, version)


def _signs_in(db: Db, actor: Actor, version: AgreementVersion) -> bool:
    """One of those whose places it has, whatever became of it, while they are in the matter."""
    if actor.person is None:
        return False
    mine = select(Signer.id).where(Signer.version_id == version.id, Signer.person_id == actor.person)
    matter_id = select(Agreement.matter_id).where(Agreement.id == version.agreement_id).scalar_subquery()
    inside = exists().where(Involvement.matter_id == matter_id, Matter.id == Involvement.matter_id, held_by(actor))
    return db.scalar(mine.where(inside).limit(1)) is not None


def _case_of(db: Db, signer: Signer) -> MediationCase:
    rows = select(MediationCase).join(Agreement, Agreement.case_id == MediationCase.id)
    rows = rows.join(AgreementVersion, AgreementVersion.agreement_id == Agreement.id)
    return db.scalars(rows.where(AgreementVersion.id == signer.version_id)).one()


def _fills(db: Db, actor: Actor, signer: Signer) -> bool:
    """Whose place this is: the mediator's, the recorder's. The parties' and the seal have gates of their own."""
    case = _case_of(db, signer)
    if signer.kind == MEDIATOR:
        return signer.account_id == case.mediator_id and MEDIATE.allows(db, actor, case)
    if signer.kind == RECORDER:
        holds = actor.has("secretary", "mediator", organisation=case.committee_id)
        return actor.account == signer.account_id and holds and READ_CASE.allows(db, actor, case)
    return False


def _seals(db: Db, actor: Actor, case: MediationCase) -> bool:
    """Nobody seals their own mediation: whoever mediates and signs is not the one who says for the committee that it
    stands."""
    holds = actor.has("committee_head", organisation=case.committee_id)
    return holds and actor.account != case.mediator_id and READ_CASE.allows(db, actor, case)


def _signs_as_party(db: Db, actor: Actor, signer: Signer) -> bool:
    own = signer.kind == PARTY and actor.person is not None and signer.person_id == actor.person
    return own and _is_asked(db, actor, db.get_one(AgreementVersion, signer.version_id))


def _stamps(db: Db, actor: Actor, case: MediationCase) -> bool:
    """Nobody puts the committee's stamp on their own mediation."""
    holds = actor.has(*HEADS, organisation=case.committee_id)
    return holds and actor.account != case.mediator_id and READ_CASE.allows(db, actor, case)


def _hands_code(db: Db, actor: Actor, matter: Matter) -> bool:
    """Whoever may look at a document, but the mediator, who could otherwise sign for both sides alone."""
    stands = standing_in(db, actor, matter)
    return SEE.allows(db, actor, matter) and not stands.is_one_of({"mediator"})


DRAFT = Permission("agreement.draft", role("mediator"), _drafts)
SHOW = Permission("agreement.show", role(*STAFF), _reads_file)
"""The state of an agreement, for whoever opens the file; they also see who a signer is, and record what is in ink."""
READ = Permission("agreement.read", is_party, _is_asked)
WAIT = Permission("agreement.wait", is_party, _signs_in)
"""To learn that the version one had was taken back; its words are not shown any more."""
SIGN = Permission("agreement.sign", is_party, _signs_as_party)
FILL = Permission("agreement.fill", role("mediator", "secretary"), _fills)
SEAL = Permission("agreement.seal", role("committee_head"), _seals)
STAMP = Permission("agreement.stamp", role(*HEADS), _stamps)
"""Writing down that the committee's stamp was put on the sheet."""
HAND_CODE = Permission("agreement.hand_code", role(*CASE_ROLES), _hands_code)
