"""Reminding in time, and hearing that the application was made."""

from portal.clocks.models import RunningClock
from portal.clocks.services import happened
from portal.contracts.events import ClockReached
from portal.followup.confirmations import queries
from portal.followup.confirmations.models import ConfirmationApplied
from portal.followup.confirmations.rules import CLOCK, is_reminder
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import SYSTEM, Actor, Conflict, Refused
from portal.matters import services as acts
from portal.matters.models import Matter
from portal.matters.speaking import spoken
from portal.matters.timing import subject_of
from portal.notices.services import notify


def remind(db: Db, event: ClockReached) -> None:
    """15, 7, 3 and 1 days before the last day every party or their guardian is told which day it is (R-04)."""
    row = db.get(RunningClock, event.clock)
    if row is None or row.code != CLOCK or not is_reminder(event.threshold) or row.last_day is None:
        return
    matter = db.get(Matter, row.subject_id)
    if matter is None or queries.applied_at(db, matter) is not None:
        return
    told = [speaker for party, speaker in spoken(db, matter.id) if party.left_at is None]
    for person_id in dict.fromkeys(told):
        notify(
            db, "confirmation.reminder", person_id=person_id, matter_id=matter.id, last_on=row.last_day.isoformat()
        )  # fmt: skip


def applied(db: Db, actor: Actor, matter: Matter) -> bool:
    """Somebody says that both have applied. The application is of both together (人民调解法 art.33), so the clock stops
    when each side has told so; until then the other is asked, and reminders go on. Whether it counts now."""
    if actor.person is None or not queries.may_tell(db, matter, actor.person):
        raise Refused
    if queries.told_by(db, matter, actor.person) is not None or queries.applied_at(db, matter) is not None:
        raise Conflict(_("这一步已经记下了。"))
    db.add(ConfirmationApplied(matter_id=matter.id, told_by=actor.person, at=clock.now()))
    db.flush()
    audit.record(db, actor, "confirmation.applied", matter, ["at"])
    if queries.applied_at(db, matter) is None:
        acts.say(db, SYSTEM, matter, "confirmation.one_side")
        for person_id in queries.yet_to_tell(db, matter):
            notify(db, "confirmation.asked", person_id=person_id, matter_id=matter.id)
        return False
    happened(db, actor, "confirmation.applied", subject_of(matter))
    acts.say(db, actor, matter, "confirmation.applied")
    return True
