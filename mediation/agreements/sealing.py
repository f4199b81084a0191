"""The committee's act: the seal that puts the agreement in force."""

import uuid

from mediation.agreements import gates, queries, rules, vouching
from mediation.agreements.models import AgreementVersion
from mediation.agreements.policy import SEAL
from mediation.agreements.taking_effect import take_effect
from mediation.cases import queries as cases
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require


def seal(db: Db, actor: Actor, case_id: uuid.UUID, edition: int, *, asked: bool = False) -> AgreementVersion:
    """The head seals for the committee: the last mark, from which the agreement is in force (人民调解法 art.29).

    ``asked``: the head has asked those themselves for whom only the mediator vouches (``vouching``).
    """
    case = cases.get(db, actor, case_id)
    require(db, actor, SEAL, case)
    cases.locked(db, case.id)
    agreement = queries.get(db, actor, case.id)
    version = gates.open_version(db, agreement, edition)
    gates.refuse_paper_only(db, agreement, version)
    gates.refuse_unsettled(version)
    if not rules.in_turn(rules.COMMITTEE, queries.marks(version)):
        raise Conflict(_("还有人没有签，请等都签完再盖章。"))
    if vouching.unvouched(db, case, version):
        if not asked:
            raise Conflict(_("有当事人的号码是调解员自己登记的。请先用别的办法问过本人，再盖章。"))
        audit.record(db, actor, "agreement.signers_asked", version, ["asked"])
    place = next(one for one in version.signers if one.kind == rules.COMMITTEE)
    place.mark, place.marked_at, place.account_id = "seal", clock.now(), actor.account
    db.flush()
    audit.record(db, actor, "agreement.sealed", place, ["mark", "marked_at"])
    take_effect(db, actor, case, agreement, version)
    return version
