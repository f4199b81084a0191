"""The committee's act: identity seen by staff, and the seal that puts the agreement in force."""

import uuid

from mediation.agreements import queries, rules, signing
from mediation.agreements.models import AgreementVersion, Signer
from mediation.agreements.policy import SEAL, SHOW
from mediation.agreements.taking_effect import take_effect
from mediation.cases import queries as cases
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require


def record_identity(
    db: Db, actor: Actor, case_id: uuid.UUID, edition: int, signer_id: uuid.UUID, method: str, tail: str
) -> Signer:
    """Staff saw the document of a signer (or of the guardian who is there): its last four characters are kept."""
    case = cases.get(db, actor, case_id)
    require(db, actor, SHOW, case)
    cases.locked(db, case.id)
    agreement = queries.get(db, actor, case.id)
    signer = queries.signer(signing.open_version(db, agreement, edition), signer_id)
    if signer.kind != rules.PARTY or method not in rules.BY_STAFF or not rules.may_identify(signer.who, method):
        raise Conflict(_("这种核对方式不适用于这位签署人，请重新选择。"))
    if signer.marked_at is not None:
        raise Conflict(_("这位签署人已经签过了。"))
    signer.identity_method, signer.identity_at = method, clock.now()
    signer.identity_by, signer.identity_tail = actor.account, tail
    db.flush()
    audit.record(db, actor, "agreement.identity_checked", signer, ["identity_method", "identity_tail"])
    return signer


def seal(db: Db, actor: Actor, case_id: uuid.UUID, edition: int) -> AgreementVersion:
    """The head seals for the committee: the last mark, from which the agreement is in force (人民调解法 art.29)."""
    case = cases.get(db, actor, case_id)
    require(db, actor, SEAL, case)
    cases.locked(db, case.id)
    agreement = queries.get(db, actor, case.id)
    version = signing.open_version(db, agreement, edition)
    signing.refuse_paper_only(db, agreement, version)
    signing.refuse_pending(version)
    if not rules.in_turn(rules.COMMITTEE, queries.marks(version)):
        raise Conflict(_("还有人没有签，请等都签完再盖章。"))
    place = next(one for one in version.signers if one.kind == rules.COMMITTEE)
    place.mark, place.marked_at, place.account_id = "seal", clock.now(), actor.account
    db.flush()
    audit.record(db, actor, "agreement.sealed", place, ["mark", "marked_at"])
    take_effect(db, actor, case, agreement, version)
    return version
