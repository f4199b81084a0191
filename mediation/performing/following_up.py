"""The mediator follows up what is late, and says, when nothing helps, that the promise was not kept."""

import uuid
from collections.abc import Sequence

from mediation.cases import queries as cases
from mediation.cases import services as telling
from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE
from mediation.performing import queries
from mediation.performing.models import FollowUp
from portal.accounts.grants.queries import holders
from portal.followup.obligations.models import Obligation
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require
from portal.matters import services as acts


def follow_up(
    db: Db, actor: Actor, case_id: uuid.UUID, duty_id: uuid.UUID, way: str, found: str, words: str
) -> FollowUp:
    """Asked, urged, and what came of it (人民调解法 art.31); the parties read that, not the words."""
    case = _held(db, actor, case_id)
    duty = queries.late_one(db, case, duty_id)
    assert actor.account is not None
    row = FollowUp(case_id=case.id, obligation_id=duty.id, way=way, found=found, at=clock.now())
    row.words, row.recorded_by = words or None, actor.account
    db.add(row)
    db.flush()
    audit.record(db, actor, "performance.followed_up", row, ["way", "found", "words"])
    acts.say(db, actor, case.matter, "performance.followed_up", next_key="next.after_follow_up")
    return row


def break_off(db: Db, actor: Actor, case_id: uuid.UUID) -> MediationCase:
    """没有按约履行: a person says so, after following it up. Whoever is owed learns what they can do now."""
    case = _held(db, actor, case_id)
    if not queries.breakable(db, case):
        raise Conflict(_("没有到期还没做到、并且回访过的约定。请先回访、记录。"))
    late = queries.late_ones(db, case)
    telling.move(db, actor, case, "breached")
    acts.say(db, actor, case.matter, "mediation.breached", holder=case.committee, next_key="next.after_breach")
    acts.move(db, actor, case.matter, "closed", close_kind="procedural")
    _tell(db, case, late)
    return case


def _held(db: Db, actor: Actor, case_id: uuid.UUID) -> MediationCase:
    cases.get(db, actor, case_id)
    case = cases.locked(db, case_id)
    require(db, actor, MEDIATE, case)
    if case.state != "performing":
        raise Conflict(_("这件协议现在不在履行中。请看最新的情况。"))
    return case


def _tell(db: Db, case: MediationCase, late: Sequence[Obligation]) -> None:
    """One sentence to each: to whoever is owed, to whoever owes (who may also be owed), to the others; the committee
    hears of it."""
    everybody = cases.parties(db, case.matter_id)
    owing = {one.from_party_id for one in late}
    named = {one.to_party_id for one in late if one.to_party_id is not None}
    to_all = any(one.to_party_id is None for one in late)
    owed = named | ({party.id for party in everybody} - owing if to_all else set())
    for key, ids in (("mediation.breached_owed", owed), ("mediation.breached_owing", owing - owed)):
        telling.tell_parties(db, case, key, [party for party in everybody if party.id in ids])
    others = [party for party in everybody if party.id not in owed | owing]
    telling.tell_parties(db, case, "mediation.breached", others)
    for head in holders(db, "committee_head", case.committee_id):
        if head.id != case.mediator_id:
            telling.tell_mediator(db, case, "mediation.breached_file", head.id)
