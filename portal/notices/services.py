"""Telling somebody something: a line under their bell, and a way outside as they wish."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import enqueue
from portal.notices import kinds, receivers, slots
from portal.notices.kinds import Kind
from portal.notices.models import Delivery, Notice
from portal.notices.receivers import Receiver

UNDELIVERED = "notices.undelivered"


def notify(
    db: Db,
    key: str,
    *,
    person_id: uuid.UUID | None = None,
    account_id: uuid.UUID | None = None,
    phone: str | None = None,
    matter_id: uuid.UUID | None = None,
    **params: Any,
) -> Notice:
    """Tell one receiver: a person, an account, or a bare phone number (``locale=`` says in which language).

    ``params`` are ids, numbers and words that may stand in the sentence; never a link, a code or a PIN: those are slots
    (portal.notices.slots), minted while sending.
    """
    kind = kinds.get(key)
    plain = {name: _plain(value) for name, value in params.items() if value is not None}
    _check(kind, plain)
    notice = Notice(person_id=person_id, account_id=account_id, matter_id=matter_id, key=key, params=plain)
    notice.phone, notice.created_at = phone, clock.now()
    db.add(notice)
    db.flush()
    if kind.outside is not None:
        receiver = receivers.receiver_of(db, notice, kind)
        if receiver.channel:
            _deliver(db, notice, receiver)
    return notice


def _check(kind: Kind, params: Mapping[str, Any]) -> None:
    """A sentence that cannot be filled in is a slip of whoever tells, and found when telling, not when reading."""
    missing = slots.names_in(str(kind.page)) - set(params)
    missing |= {name for name in slots.names_in(str(kind.outside or "")) - set(params) if not slots.known(name)}
    if missing:
        raise KeyError(f"nobody fills in {sorted(missing)} of {kind.key}")


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


def _deliver(db: Db, notice: Notice, receiver: Receiver) -> Delivery:
    delivery = Delivery(notice_id=notice.id, center_id=receiver.center_id, channel=receiver.channel)
    delivery.masked_to, delivery.created_at = receiver.masked(), clock.now()
    delivery.state = "waiting"
    db.add(delivery)
    db.flush()
    if not receiver.to and receiver.channel != "none":
        fail(db, delivery, "no_address")
    elif by_machine(db, delivery.channel):
        enqueue(db, "notices.send", delivery=delivery.id)
    return delivery


def by_machine(db: Db, channel: str) -> bool:
    """E-mail goes by itself; in the demonstration whatever has words is shown on the page of messages sent."""
    return channel == "email" or (db.info["settings"].demonstration and channel in ("sms", "letter"))


def goes_out(db: Db, channel: str) -> bool:
    """Whether what is given to that channel now reaches somebody: a mail server, a gateway for messages; the
    demonstration shows them all."""
    settings = db.info["settings"]
    if channel == "email" and not settings.demonstration:
        return bool(settings.smtp_url)
    return by_machine(db, channel)


def fail(db: Db, delivery: Delivery, reason: str) -> None:
    """It did not get through: it stands on the desk's list, and the desk's bells ring."""
    delivery.state, delivery.error, delivery.done_at = "failed", reason, clock.now()
    for account_id in receivers.desk_of(db, delivery.center_id):
        notify(db, UNDELIVERED, account_id=account_id)
