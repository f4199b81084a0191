"""The reminder of the day before: the job carries a token; whom and where it goes is opened while it is sent."""

from sqlalchemy import select

from counseling.booking import words
from counseling.booking.models import Visit
from counseling.cases.rules import Details
from counseling.consents.queries import chosen
from portal.directory.organisations.queries import organisation
from portal.kernel import i18n
from portal.kernel.db import Db
from portal.kernel.outbox import GiveUp, Job, TryLater
from portal.kernel.settings import Settings
from portal.notices import mail


def remind(job: Job) -> None:
    """Nothing is kept of it. Whoever did not ask for it, has come or cancelled, or has been erased gets none."""
    settings: Settings = job.database.services["settings"]
    with job.database.reading() as db:
        visit = db.scalar(select(Visit).where(Visit.token == job.uuid("token"), Visit.state == "booked"))
        to, text, subject, name = _made(db, visit, settings) if visit else ("", "", "", "")
    if not to or not settings.smtp_url:
        return
    message = mail.compose(settings.sender, to, subject, text, name)
    try:
        mail.MailServer.from_url(settings.smtp_url).send(message)
    except mail.NotAccepted as error:
        raise GiveUp("the mail server refuses a message") from error
    except mail.NotNow as error:
        raise TryLater(str(error)) from error


def _made(db: Db, visit: Visit, settings: Settings) -> tuple[str, str, str, str]:
    """Address, words, subject, and a name under which repeated tries are one message."""
    if visit.case.state != "open" or "mail" not in chosen(db, visit.case):
        return "", "", "", ""
    details: Details = visit.case.details
    if details.channel != "email":
        return "", "", "", ""
    phone = organisation(db, visit.center_id).phone
    text = i18n.in_locale(details.locale, lambda: words.reminder(visit.starts_at, settings.zone, phone, details.words))
    return details.email, text, i18n.in_locale(details.locale, words.subject), visit.id.hex
