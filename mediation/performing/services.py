"""From the agreement to the ledger, and from the settled ledger to the end."""

import uuid
from collections.abc import Sequence

from mediation.agreements.models import Agreement
from mediation.agreements.queries import duties
from mediation.cases import clocks
from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.services import move, tell_mediator
from portal.contracts.events import AgreementEffective, DutiesSettled, DutyAnswered, DutyOverdue
from portal.followup.obligations.queries import of_matter
from portal.followup.obligations.rules import Duty
from portal.followup.obligations.services import open_duties
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Actor
from portal.matters import services as acts
from portal.matters.models import Matter


def begin(db: Db, event: AgreementEffective) -> None:
    """A written agreement binds: what somebody has to do, or to leave undone, goes into the ledger (人民调解法 art.31).

    An oral one brings its own.
    """
    case = cases.of_matter(db, event.matter)
    agreement = db.get(Agreement, event.agreement)
    if case is None or agreement is None:
        return
    found = [
        Duty(duty.party_from, duty.party_to, duty.text_zh, duty.due_on, duty.amount_fen, duty.how)
        for duty in duties(db, agreement)
        if duty.party_from is not None
    ]
    take_up(db, SYSTEM, case, agreement.id, found)


def take_up(db: Db, actor: Actor, case: MediationCase, document_id: uuid.UUID, promised: Sequence[Duty]) -> None:
    """What was agreed is to be kept now; whoever is ``actor`` has seen what was kept at once."""
    move(db, actor, case, "performing")
    open_duties(db, actor, db.get_one(Matter, case.matter_id), document_id, promised)


def heed(db: Db, event: DutyAnswered) -> None:
    """Whoever is owed says that it was not done, or somebody speaks of what was broken: the mediator hears of it."""
    case = cases.of_matter(db, event.matter)
    if case is None or case.state not in ("performing", "breached"):
        return
    if case.state == "breached":
        tell_mediator(db, case, "duty.spoken_file")
    elif event.act == "dispute":
        tell_mediator(db, case, "duty.disputed_file")


def is_late(db: Db, event: DutyOverdue) -> None:
    """The day after the last day."""
    case = cases.of_matter(db, event.matter)
    if case is not None and case.state == "performing":
        tell_mediator(db, case, "duty.overdue_file")


def finish(db: Db, event: DutiesSettled) -> None:
    """Nothing is owed any more: the case is performed, the matter is closed as really resolved (实质化解)."""
    case = cases.of_matter(db, event.matter)
    if case is None or case.state != "performing":
        return
    move(db, SYSTEM, case, "performed")
    matter = db.get_one(Matter, event.matter)
    clocks.tell(db, SYSTEM, matter, "agreement.performed")
    states = {duty.state for duty in of_matter(db, matter)}
    how = "matter.resolved_waived" if "waived" in states else "matter.resolved" if states else "matter.resolved_nothing"
    acts.say(db, SYSTEM, matter, how, next_key="next.over")
    acts.move(db, SYSTEM, matter, "closed", close_kind="resolved")
    tell_mediator(db, case, "mediation.performed")
