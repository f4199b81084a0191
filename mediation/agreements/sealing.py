"""The committee's act: the seal that puts the agreement in force."""

import uuid

from mediation.agreements import gates, queries, rules
from mediation.agreements.models import AgreementVersion
from mediation.agreements.policy import SEAL
from mediation.agreements.taking_effect import take_effect
from mediation.cases import queries as cases
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require


def seal(db: Db, actor: Actor, case_id: uuid.UUID, edition: int) -> AgreementVersion:
    """The head seals for the committee: the last mark, from which the agreement is in force (人民调解法 art.29)."""
    case = cases.get(db, actor, case_id)
    require(db, actor, SEAL, case)
    cases.locked(db, case.id)
    agreement = queries.get(db, actor, case.id)
    version = gates.open_version(db, agreement, edition)
    gates.refuse_paper_only(db, agreement, version)
    gates.refuse_unsettled(version)
    if not rules.in_turn(rules.COMMITTEE, queries.marks(version)):
        raise Conflict(_("还有人没有签，请等都签完再盖章。"))
    place = next(one for one in version.signers if one.kind == rules.COMMITTEE)
    place.mark, place.marked_at, place.account_id = "seal", clock.now(), actor.account
    db.flush()
    audit.record(db, actor, "agreement.sealed", place, ["mark", "marked_at"])
    take_effect(db, actor, case, agreement, version)
    return version
