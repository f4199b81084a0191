"""Opening the ledger, and what each side says about a duty."""

import uuid
from collections.abc import Sequence

from portal.contracts.events import DutiesSettled
from portal.followup.obligations import queries
from portal.followup.obligations.models import Obligation, ObligationAct
from portal.followup.obligations.policy import NEEDED
from portal.followup.obligations.rules import REMIND_AFTER, SETTLED, Duty, after
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.i18n import gettext as _
from portal.kernel.outbox import Job
from portal.kernel.policy import SYSTEM, Actor, Conflict, require
from portal.matters import services as acts
from portal.matters.dates import end_of
from portal.matters.models import Matter, Party
from portal.notices.services import notify


def open_duties(db: Db, actor: Actor, matter: Matter, document_id: uuid.UUID, duties: Sequence[Duty]) -> None:
    """Write the terms of an agreement in force into the ledger; a matter without any is settled at once."""
    for duty in duties:
        row = Obligation(
            matter_id=matter.id, document_id=document_id, from_party_id=duty.from_party, to_party_id=duty.to_party,
            amount_fen=duty.amount_fen, due_on=duty.due_on,
        )  # fmt: skip
        row.text, row.how = duty.text, duty.how or None
        db.add(row)
    db.flush()
    audit.record(db, actor, "duties.opened", matter, ["duties"])
    if duties:
        first = min((duty.due_on for duty in duties if duty.due_on), default=None)
        due = end_of(db, first) if first else None
        acts.say(
            db, actor, matter, "duties.opened", next_key="next.duties", next_due=due, count=len(duties), first=first
        )
    else:
        publish(db, DutiesSettled(matter.id))


def speak(db: Db, actor: Actor, obligation_id: uuid.UUID, act: str, note: str = "") -> Obligation:
    """The one who owes reports; the one who is owed confirms, disputes or waives. The other side is told."""
    duty = queries.get(db, actor, obligation_id)
    require(db, actor, NEEDED[act], duty)
    duty = queries.locked(db, duty)
    state = after(duty.state, act)
    if state is None:
        raise Conflict(_("这一项的情况已经变了，请看过最新的情况再操作。"))
    duty.state = state
    duty.settled_at = clock.now() if state in SETTLED else None
    said = ObligationAct(obligation_id=duty.id, act=act, person_id=actor.person, account_id=actor.account)
    said.note, said.at = note or None, clock.now()
    db.add(said)
    db.flush()
    audit.record(db, actor, f"duty.{act}", duty, ["state"])
    matter = db.get_one(Matter, duty.matter_id)
    acts.say(db, actor, matter, f"duty.{act}")
    _tell_other(db, duty, act)
    if all(row.state in SETTLED for row in queries.of_matter(db, matter)):
        publish(db, DutiesSettled(matter.id))
    return duty


def _tell_other(db: Db, duty: Obligation, act: str) -> None:
    other: Party | None = duty.creditor if act == "report" else duty.debtor
    if other is not None:
        notify(db, f"duty.{act}", person_id=other.person_id, matter_id=duty.matter_id)


def remind(job: Job) -> None:
    """Daily: whoever owes or is owed is asked one and seven days after the last day."""
    with job.database.writing() as db:
        today = clock.today(db.info["settings"].zone)
        for wait in REMIND_AFTER:
            for duty in queries.unsettled_due(db, today - wait):
                for party in (duty.debtor, duty.creditor):
                    if party is not None:
                        notify(db, "duty.overdue", person_id=party.person_id, matter_id=duty.matter_id)
                audit.record(db, SYSTEM, "duty.reminded", duty, ["due_on"])
