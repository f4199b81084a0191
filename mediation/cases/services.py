"""Opening a mediation, moving it on, ending it, telling everybody in it."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from mediation.cases import clocks, queries, rules
from mediation.cases.models import MediationCase
from mediation.cases.policy import HEADS
from mediation.consents.queries import all_yes
from portal.accounts.grants.queries import active, holders
from portal.accounts.models import RoleGrant
from portal.contracts.events import MatterAssigned
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import SYSTEM, Actor, Conflict
from portal.matters import services as acts
from portal.matters.models import Matter, Party
from portal.matters.rules import show_code
from portal.notices.services import notify
from portal.people.persons.queries import guardian_gaps


def open_case(db: Db, event: MatterAssigned) -> None:
    """A dispatcher gave the matter away: the committee takes it over, its mediator is asked about interests first."""
    matter = db.get_one(Matter, event.matter)
    _refuse_unfit(db, event, matter)
    case = begin(db, SYSTEM, matter, event.committee, event.mediator)
    acts.keep_out(db, SYSTEM, matter, case.mediator_id, "mediation.assigned")
    if not behind_the_desk(db, case):
        let_committee_in(db, SYSTEM, case)
    for what in ("matter.assigned", "mediator.assigned"):
        clocks.tell(db, SYSTEM, matter, what)
    clocks.tell(db, SYSTEM, matter, "mediation.applied", matter.registered_at)
    tell_mediator(db, case, "mediation.to_declare")


def begin(db: Db, actor: Actor, matter: Matter, committee_id: uuid.UUID, mediator_id: uuid.UUID) -> MediationCase:
    """The row of a mediation; who may, and what is told, is the calling act's."""
    case = MediationCase(
        matter_id=matter.id,
        center_id=matter.center_id,
        area_path=matter.area_path,
        committee_id=committee_id,
        mediator_id=mediator_id,
        assigned_at=clock.now(),
    )
    db.add(case)
    db.flush()
    audit.record(db, actor, "mediation.assigned", case, ["committee", "mediator"])
    return case


def _refuse_unfit(db: Db, event: MatterAssigned, matter: Matter) -> None:
    if matter.class_code is None:
        raise Conflict(_("请先由工作人员确认分类，再分派给调委会。"))
    if event.mediator not in {account.id for account in holders(db, "mediator", event.committee)}:
        raise Conflict(_("这位调解员现在不在该调委会任职，请重新选择。"))
    former = exists().where(
        MediationCase.matter_id == matter.id,
        MediationCase.mediator_id == event.mediator,
        MediationCase.state == "returned",
    )
    if db.scalar(select(former)):
        raise Conflict(_("这位调解员已说明与这件事有利害关系，请另选一位。"))


def behind_the_desk(db: Db, case: MediationCase) -> bool:
    """Whether the mediator also heads this committee: then its desk opens only with the mediator's own statement."""
    held = exists().where(
        RoleGrant.account_id == case.mediator_id,
        RoleGrant.organisation_id == case.committee_id,
        RoleGrant.role.in_(HEADS),
        active(clock.now()),
    )
    return bool(db.scalar(select(held)))


def let_committee_in(db: Db, actor: Actor, case: MediationCase) -> None:
    """From now on the committee's head and secretary see the matter."""
    acts.involve(db, actor, case.matter, "committee", organisation_id=case.committee_id, act="mediation.assigned")


def move(db: Db, actor: Actor, case: MediationCase, target: str) -> None:
    """Move a mediation on; beyond consent_pending only while everybody agrees (R-03).

    It does not end here: terminations.services.terminate writes the notice of other routes (R-10), and
    conflicts.services.declare gives the matter back.
    """
    if target in rules.ENDINGS:
        raise ValueError(f"a mediation is not {target} by a move")
    queries.locked(db, case.id)
    _refuse_move(case, target)
    if target in rules.NEEDS_ALL_YES and not all_yes(db, case):
        raise Conflict(_("还有当事人没有同意调解，不能进入下一步。"))
    _enter(db, actor, case, target)


def end(db: Db, actor: Actor, case: MediationCase, state: str, reason: str) -> None:
    """Enter one of rules.ENDINGS; only for the two services that say the rest."""
    queries.locked(db, case.id)
    _refuse_move(case, state)
    case.end_reason = reason
    _enter(db, actor, case, state)


def _refuse_move(case: MediationCase, target: str) -> None:
    if not rules.may_become(case.state, target):
        raise Conflict(_("这件调解的进展已经变了，现在不能这样办。请看过最新的情况再操作。"))


def _enter(db: Db, actor: Actor, case: MediationCase, state: str) -> None:
    case.state = state
    if state in rules.FINAL:
        case.ended_at = clock.now()
        acts.let_through(db, actor, case.matter, f"mediation.{state}")  # nobody is asked for a statement any more
    if state == "in_session":  # also on the spot, without a booking: they talk, so they go on with this mediator
        clocks.tell(db, actor, case.matter, "mediator.chosen")
    if key := rules.NEXT.get(state):
        comes_next(case, key, clocks.limit_of(db, case.matter))
    db.flush()
    audit.record(db, actor, "mediation.moved", case, ["state", f"to:{state}"])


def comes_next(case: MediationCase, key: str, due: datetime | None) -> None:
    """What everybody reads as the next step, without a line in the story."""
    case.matter.next_key, case.matter.next_due_at = key, due


def begin_work(db: Db, actor: Actor, matter: Matter) -> None:
    """The matter becomes active as soon as every minor in it has a guardian (R-12); until then it stays routed."""
    people = [party.person for party in queries.parties(db, matter.id)]
    if matter.stage == "routed" and not guardian_gaps(db, people, clock.today(db.info["settings"].zone)):
        acts.move(db, actor, matter, "active")


def tell_parties(db: Db, case: MediationCase, key: str, to: Iterable[Party] | None = None, **params: Any) -> None:
    """One notice to each party who is still in, or to their guardian."""
    parties = list(queries.parties(db, case.matter_id) if to is None else to)
    speaker = queries.speakers(db, [party.person_id for party in parties])
    for person_id in dict.fromkeys(speaker[party.person_id] for party in parties):
        notify(db, key, person_id=person_id, matter_id=case.matter_id, **params)


def tell_mediator(db: Db, case: MediationCase, key: str, account_id: uuid.UUID | None = None) -> None:
    """A line under the mediator's bell (or another account's), with the code and nothing of the story.

    While nobody mediates, the heads of the committee get it; whoever has left never does.
    """
    told = {account_id or case.mediator_id}
    if case.vacant_since is not None:
        heads = {head.id for head in holders(db, "committee_head", case.committee_id)}
        told = ({account_id} if account_id else heads) - {case.mediator_id}
    code = show_code(db.get_one(Matter, case.matter_id).code)
    for one in told:
        notify(db, key, account_id=one, matter_id=case.matter_id, case=case.id, code=code)
