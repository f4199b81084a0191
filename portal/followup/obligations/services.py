"""Opening the ledger, and what each side says about a duty."""

import uuid
from collections.abc import Sequence
from typing import Any

from portal.contracts.events import DutiesSettled, DutyAnswered, DutyOverdue
from portal.followup.obligations import people, queries
from portal.followup.obligations.models import Obligation, ObligationAct
from portal.followup.obligations.policy import NEEDED
from portal.followup.obligations.rules import REMIND_AFTER, SEEN, SETTLED, Duty, after, next_step
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.i18n import lazy as _l
from portal.kernel.outbox import Job
from portal.kernel.policy import SYSTEM, Actor, Conflict, require
from portal.matters import hearing
from portal.matters import services as acts
from portal.matters.dates import end_of
from portal.matters.models import Matter
from portal.notices.services import notify

CHANGED = _l("这一项的情况已经变了，请看过最新的情况再操作。")


def open_duties(db: Db, actor: Actor, matter: Matter, document_id: uuid.UUID, duties: Sequence[Duty]) -> None:
    """Write the terms of an agreement in force into the ledger; a matter without any to come is settled at once."""
    for duty in duties:
        _open(db, actor, matter, document_id, duty)
    db.flush()
    audit.record(db, actor, "duties.opened", matter, ["duties"])
    to_come = [duty for duty in duties if not duty.kept]
    if len(to_come) < len(duties):
        acts.say(db, actor, matter, "duties.kept", count=len(duties) - len(to_come))
    if to_come:
        first = min((duty.due_on for duty in to_come if duty.due_on), default=None)
        key = "duties.opened" if first else "duties.opened_undated"
        acts.say(db, actor, matter, key, count=len(to_come), first=first, **_coming(db, matter))
    else:
        publish(db, DutiesSettled(matter.id))


def _open(db: Db, actor: Actor, matter: Matter, document_id: uuid.UUID, duty: Duty) -> None:
    """One line of the ledger; what was done on the spot is settled, with the word of whoever saw it."""
    row = Obligation(
        matter_id=matter.id, document_id=document_id, from_party_id=duty.from_party, to_party_id=duty.to_party,
        amount_fen=duty.amount_fen, due_on=duty.due_on,
    )  # fmt: skip
    row.text, row.how = duty.text, duty.how or None
    db.add(row)
    if duty.kept:
        row.state, row.settled_at = "confirmed", clock.now()
        db.flush()
        db.add(ObligationAct(obligation_id=row.id, act=SEEN, account_id=actor.account, at=clock.now()))


def _coming(db: Db, matter: Matter) -> dict[str, Any]:
    """What comes next while there is something to keep; once the matter is closed that does not change any more."""
    duties = [(row.state, row.due_on) for row in queries.of_matter(db, matter)]
    if matter.closed_at is not None or all(state in SETTLED for state, _day in duties):
        return {}
    key, day = next_step(duties, clock.today(db.info["settings"].zone))
    return {"next_key": key, "next_due": end_of(db, day) if day is not None else None}


def speak(db: Db, actor: Actor, obligation_id: uuid.UUID, act: str, note: str = "") -> Obligation:
    """The one who owes reports; the one who is owed confirms, disputes or waives. The other side is told."""
    duty = queries.get(db, actor, obligation_id)
    require(db, actor, NEEDED[act], duty)
    duty = queries.locked(db, duty)
    state = after(duty.state, act)
    if state is None:
        raise Conflict(str(CHANGED))
    duty.state = state
    duty.settled_at = clock.now() if state in SETTLED else None
    said = ObligationAct(obligation_id=duty.id, act=act, person_id=actor.person, account_id=actor.account)
    said.note, said.at = note or None, clock.now()
    db.add(said)
    db.flush()
    audit.record(db, actor, f"duty.{act}", duty, ["state"])
    matter = db.get_one(Matter, duty.matter_id)
    acts.say(db, actor, matter, f"duty.{act}", **_coming(db, matter))
    _tell_other(db, duty, act)
    hearing.heed(db, actor, matter, note)
    publish(db, DutyAnswered(matter.id, act))
    if all(row.state in SETTLED for row in queries.of_matter(db, matter)):
        publish(db, DutiesSettled(matter.id))
    return duty


def _tell_other(db: Db, duty: Obligation, act: str) -> None:
    """A child's guardian is told in their place; of a duty owed to nobody by name everybody who may answer."""
    others = people.answering(db, duty) if act == "report" else people.performing(db, duty)
    for person_id in others:
        notify(db, f"duty.{act}", person_id=person_id, matter_id=duty.matter_id)


def remind(job: Job) -> None:
    """Daily: whoever owes or is owed is asked one and seven days after the last day; the first time everybody reads
    that it is late, and whoever follows it up hears of it."""
    with job.database.writing() as db:
        today = clock.today(db.info["settings"].zone)
        for wait in REMIND_AFTER:
            for duty in queries.unsettled_due(db, today - wait):
                _ask_after(db, duty)
                if wait == REMIND_AFTER[0]:
                    _is_late(db, duty)


def _ask_after(db: Db, duty: Obligation) -> None:
    for person_id in (*people.performing(db, duty), *people.answering(db, duty)):
        notify(db, "duty.overdue", person_id=person_id, matter_id=duty.matter_id)
    audit.record(db, SYSTEM, "duty.reminded", duty, ["due_on"])


def _is_late(db: Db, duty: Obligation) -> None:
    matter = db.get_one(Matter, duty.matter_id)
    acts.say(db, SYSTEM, matter, "duty.overdue", **_coming(db, matter))
    publish(db, DutyOverdue(matter.id))
