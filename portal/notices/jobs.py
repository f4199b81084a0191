"""Carrying out deliveries: make the words, mint the secrets, send outside of any transaction, write down the end."""

import uuid
from dataclasses import dataclass

from portal.kernel import clock, i18n
from portal.kernel.db import Database, Db
from portal.kernel.i18n import gettext as _
from portal.kernel.outbox import GiveUp, Job, TryLater
from portal.kernel.settings import Settings
from portal.notices import kinds, mail, receivers, words
from portal.notices.models import Delivery
from portal.notices.receivers import Receiver
from portal.notices.services import by_machine, fail


@dataclass(frozen=True)
class Letter:
    """What is about to go out."""

    delivery_id: uuid.UUID
    channel: str
    to: str
    subject: str
    words: str


def send(job: Job) -> None:
    """One delivery that a machine can do. Tried again after an interruption: the former secrets are void then."""
    try:
        _carry_out(job, job.database.services["settings"])
    except (TryLater, GiveUp):
        raise
    except Exception:  # words that cannot be made must not leave the receiver untold and the desk unaware
        if job.last:
            _failed(job.database, job.uuid("delivery"), "broken")
        raise


def _carry_out(job: Job, settings: Settings) -> None:
    letter = _prepare(job, settings)
    if letter is None:
        return
    if letter.channel == "email" and (settings.smtp_url or not settings.demonstration):
        _mail(job, settings, letter)
    elif letter.channel != "letter":  # a letter is made now and posted by a person
        _sent(job.database, letter.delivery_id)


def _prepare(job: Job, settings: Settings) -> Letter | None:
    with job.database.writing() as db:
        delivery = db.get(Delivery, job.uuid("delivery"), with_for_update=True)
        if delivery is None or delivery.state != "waiting":
            return None
        if delivery.channel == "email" and not settings.smtp_url and not settings.demonstration:
            fail(db, delivery, "no_server")
            return None
        return _make(db, delivery, settings)


def _make(db: Db, delivery: Delivery, settings: Settings) -> Letter | None:
    notice = delivery.notice
    kind = kinds.get(notice.key)
    receiver = receivers.receiver_of(db, notice, kind)
    if not _follow_wish(db, delivery, receiver):
        return None
    try:
        made = words.outside(db, notice, kind, receiver)
    except words.NotOnSharedPhone:
        fail(db, delivery, "shared_phone")
        return None
    delivery.words = made.full if settings.demonstration else made.kept
    subject = i18n.in_locale(receiver.locale, lambda: _("您有一条消息"))
    return Letter(delivery.id, delivery.channel, receiver.to, subject, made.full)


def _follow_wish(db: Db, delivery: Delivery, receiver: Receiver) -> bool:
    """Since the notice was made the receiver may have changed how to be reached; whether a machine can still do it."""
    delivery.channel = receiver.channel or "none"
    delivery.masked_to = receiver.masked()
    if not receiver.to and delivery.channel != "none":
        fail(db, delivery, "no_address")
        return False
    return by_machine(db, delivery.channel)


def _mail(job: Job, settings: Settings, letter: Letter) -> None:
    message = mail.compose(settings.sender, letter.to, letter.subject, letter.words, letter.delivery_id.hex)
    try:
        mail.MailServer.from_url(settings.smtp_url).send(message)
    except mail.NotAccepted:
        _failed(job.database, letter.delivery_id, "refused")
    except mail.NotNow as error:
        if not job.last:
            raise TryLater(str(error)) from error
        _failed(job.database, letter.delivery_id, "no_answer")
        raise GiveUp(str(error)) from error
    else:
        _sent(job.database, letter.delivery_id)


def _sent(database: Database, delivery_id: uuid.UUID) -> None:
    with database.writing() as db:
        delivery = db.get_one(Delivery, delivery_id, with_for_update=True)
        if delivery.state == "waiting":
            delivery.state, delivery.how, delivery.done_at = "sent", "machine", clock.now()


def _failed(database: Database, delivery_id: uuid.UUID, reason: str) -> None:
    with database.writing() as db:
        delivery = db.get_one(Delivery, delivery_id, with_for_update=True)
        if delivery.state == "waiting":
            fail(db, delivery, reason)
