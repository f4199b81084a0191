"""What becomes of booked meetings, and of the promised next step, when something comes between."""

from collections.abc import Sequence
from datetime import datetime

from mediation.cases import clocks
from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.rules import NEXT
from mediation.cases.services import comes_next, move, tell_parties
from mediation.meetings import queries
from mediation.meetings.models import Meeting
from mediation.meetings.rules import A_DAY
from portal.contracts.events import DangerRaised, MatterClosed
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.outbox import enqueue
from portal.kernel.policy import SYSTEM, Actor
from portal.matters import services as acts
from portal.schedule.bookings import services as bookings
from portal.schedule.bookings.models import Booking


def call_off(db: Db, actor: Actor, case: MediationCase, meetings: Sequence[Meeting]) -> None:
    """None of these takes place: times are given back, and whoever was to come is told. The caller holds the case."""
    for meeting in meetings:
        meeting.cancelled_at = clock.now()
        bookings.give_back(db, db.get_one(Booking, meeting.booking_id))
        audience = "all" if meeting.side is None else f"side:{meeting.side}"
        acts.say(db, actor, case.matter, "meeting.cancelled", audience=audience, start=meeting.starts_at)
        tell_parties(
            db, case, "meeting.cancelled", to=queries.present(db, case, meeting.side),
            start_at=meeting.starts_at.isoformat(),
        )  # fmt: skip
        db.flush()
        audit.record(db, actor, "meeting.cancelled", meeting, ["cancelled_at"])
    if case.state == "scheduled" and not queries.coming(db, case):
        move(db, actor, case, "preparing")
    if case.matter.next_key == "next.meeting":
        promise(db, case, "next.meeting", None)


def promise(db: Db, case: MediationCase, key: str, due: datetime | None) -> None:
    """Say again what was to come; where that cannot be kept any more, the state and the legal period say what comes."""
    limit, joint = clocks.limit_of(db, case.matter), queries.next_joint(db, case)
    if key == "next.meeting":
        key, due = (key, joint.starts_at) if joint else (NEXT.get(case.state, "next.arrange"), limit)
    elif key in NEXT.values() or (due is not None and due <= clock.now()):
        due = limit
    comes_next(case, key, due)


def matter_closed(db: Db, event: MatterClosed) -> None:
    """All is over: room and people are free again, and whoever was to come is told."""
    case = cases.of_matter(db, event.matter)
    if case is not None:
        call_off(db, SYSTEM, case, [meeting for meeting in queries.coming(db, case) if meeting.starts_at > clock.now()])


def danger_raised(db: Db, event: DangerRaised) -> None:
    """Somebody may come to harm: nobody is asked to sit in one room with the other any more (人民调解法 art.25)."""
    case = cases.of_matter(db, event.matter)
    if case is not None:
        together = [one for one in queries.coming(db, case) if one.side is None and one.starts_at > clock.now()]
        call_off(db, SYSTEM, case, together)


def mediator_left(db: Db, case: MediationCase) -> None:
    """The former's time is free again; room and parties keep theirs, until the day before if nobody takes over."""
    for meeting in queries.coming(db, case):
        bookings.release(db, db.get_one(Booking, meeting.booking_id), case.mediator_id)
        enqueue(db, "meetings.unattended", at=meeting.starts_at - A_DAY, meeting=meeting.id)


def mediator_came(db: Db, actor: Actor, case: MediationCase) -> None:
    """Whoever takes over comes to what is booked; what they cannot come to is called off, and all are told."""
    missed = [
        meeting
        for meeting in queries.coming(db, case)
        if not bookings.add(db, db.get_one(Booking, meeting.booking_id), case.mediator_id)
    ]
    call_off(db, actor, case, missed)
