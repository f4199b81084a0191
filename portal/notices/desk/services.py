"""What the desk does about a delivery: open it, say how it went, have it tried again."""

import uuid
from dataclasses import dataclass

from portal.contracts.events import SecretsShown
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.i18n import gettext as _
from portal.kernel.outbox import enqueue
from portal.kernel.policy import Actor, Conflict, require
from portal.notices import kinds, receivers, words
from portal.notices.desk import queries
from portal.notices.desk.policy import DELIVER
from portal.notices.models import Delivery
from portal.notices.rules import HOW, may_become


@dataclass(frozen=True)
class Paper:
    """What the staff member says on the phone or prints; ``plain``: without the centre's letterhead."""

    name: str
    to: str
    channel: str
    words: str
    plain: bool


def open_paper(db: Db, actor: Actor, delivery_id: uuid.UUID) -> Paper:
    """Make the words, with new secrets (the former are void), and show them once together with the address."""
    delivery = _open(db, actor, delivery_id)
    notice = delivery.notice
    kind = kinds.get(notice.key)
    if kind.asked:  # whoever reads it could come in as the person who asked
        raise Conflict(_("这是本人刚刚要的验证码，只发给本人，工作人员不能看，也不能转告。"))
    receiver = receivers.receiver_of(db, notice, kind)
    audit.note(db, actor, "notice.opened", delivery, ["to", "words"])
    made = words.outside(db, notice, kind, receiver)
    delivery.channel, delivery.masked_to = receiver.channel or "none", receiver.masked()
    if made.full != made.kept and notice.matter_id is not None and notice.person_id is not None:
        publish(db, SecretsShown(notice.matter_id, notice.person_id))
    delivery.words = made.full if db.info["settings"].demonstration else made.kept
    plain = receiver.careful or receiver.shared
    return Paper(receiver.name, receiver.to, delivery.channel, made.full, plain)


def settle(db: Db, actor: Actor, delivery_id: uuid.UUID, how: str, note: str = "") -> Delivery:
    """Write down what a staff member did; ``how`` is one of rules.HOW."""
    delivery = _open(db, actor, delivery_id)
    delivery.state, delivery.how = HOW[how], how
    delivery.error = "by_hand" if how == "failed" else None
    delivery.note, delivery.done_at = note or None, clock.now()
    audit.record(db, actor, f"notice.{how}", delivery, ["state", "how", "note"])
    return delivery


def try_again(db: Db, actor: Actor, delivery_id: uuid.UUID) -> Delivery:
    """Put a failed one back: to the machine or to the desk's list, whatever the receiver wishes now."""
    delivery = _open(db, actor, delivery_id)
    if not may_become(delivery.state, "waiting"):
        raise Conflict(_("这条通知还在等待，不用重发。"))
    delivery.state, delivery.how, delivery.error, delivery.done_at = "waiting", None, None, None
    enqueue(db, "notices.send", delivery=delivery.id)
    audit.record(db, actor, "notice.tried_again", delivery, ["state"])
    return delivery


def _open(db: Db, actor: Actor, delivery_id: uuid.UUID) -> Delivery:
    delivery = queries.get(db, actor, delivery_id)
    require(db, actor, DELIVER, delivery)
    db.refresh(delivery, with_for_update=True)
    if not may_become(delivery.state, "sent"):
        raise Conflict(_("这条通知已经办结，别人可能刚刚处理过。"))
    return delivery
