"""The appointment itself: somebody arrives, the lawyer begins, or nobody came."""

import uuid

from legal.consultations import changing, conflicts, telling
from legal.consultations.models import Consultation
from legal.consultations.policy import ADVISE, RECEIVE
from legal.consultations.rules import missed
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require
from portal.matters import services as matters

CLASS, MODE = "1201", "L"
"""法律咨询 among the classes of matters (domain §3, 12), and the service line."""


def arrive(db: Db, actor: Actor, consultation_id: uuid.UUID) -> Consultation:
    """The person is here; also when they come late after all."""
    row = changing.held(db, actor, consultation_id)
    require(db, actor, RECEIVE, row)
    changing.enter(row, "arrived")
    row.arrived_at = clock.now()
    db.flush()
    matters.say(db, actor, row.matter, "consultation.arrived")
    audit.record(db, actor, "consultation.arrived", row, ["arrived_at"])
    return row


def begin(db: Db, actor: Actor, consultation_id: uuid.UUID) -> Consultation:
    """The lawyer begins. R-18 is asked once more, for people may have been added since."""
    row = changing.held(db, actor, consultation_id)
    require(db, actor, ADVISE, row)
    if conflicts.barred(db, [row.lawyer_id], conflicts.sides_again(db, row)):
        raise Conflict(_("您为这件事的另一方提供过咨询，或者参与了这件事，不能再为本人咨询。请改由另一位律师接待。"))
    changing.enter(row, "started")
    row.started_at = clock.now()
    row.arrived_at = row.arrived_at or row.started_at
    db.flush()
    matters.classify(db, actor, row.matter, CLASS, MODE)
    matters.move(db, actor, row.matter, "active")
    matters.say(db, actor, row.matter, "consultation.started", next_key="next.consultation_record")
    audit.record(db, actor, "consultation.started", row, ["started_at"])
    return row


def miss(db: Db, actor: Actor, consultation_id: uuid.UUID) -> Consultation:
    """Nobody came, and fifteen minutes were waited; it is no mark against anybody."""
    row = changing.held(db, actor, consultation_id)
    require(db, actor, ADVISE, row)
    if not missed(row.state, row.starts_at, clock.now()):
        raise Conflict(_("请等到约定时间过后 15 分钟，再登记没有来。"))
    changing.enter(row, "no_show")
    db.flush()
    telling.off(db, actor, row, "consultation.no_show", "next.consultation_again")
    audit.record(db, actor, "consultation.no_show", row, ["state"])
    return row


def finish(db: Db, actor: Actor, row: Consultation) -> None:
    """The advice is given and written down (the record says when)."""
    changing.enter(row, "finished")
    row.finished_at = clock.now()
    db.flush()
    matters.say(db, actor, row.matter, "consultation.finished")
    audit.record(db, actor, "consultation.finished", row, ["finished_at"])
