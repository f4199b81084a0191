"""Booking a consultation: the time is taken by the database, the matter opens with it, both sides are told."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from legal.consultations import conflicts, telling
from legal.consultations.models import Consultation
from legal.consultations.policy import DESK
from legal.consultations.rules import LEAD
from legal.consultations.taking import Wanted, take
from portal.accounts.passes.services import mint_pin
from portal.accounts.sessions.services import open_person_session
from portal.accounts.shelf.services import keep as keep_case
from portal.clocks.services import happened
from portal.directory.organisations.models import Organisation
from portal.intake.alarms import services as alarms
from portal.intake.danger.rules import screen
from portal.intake.filing import receipts
from portal.intake.filing import services as filing
from portal.intake.filing.models import FilingDraft
from portal.intake.filing.queries import answers, draft_of
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import SYSTEM, Actor, Conflict, Refused
from portal.matters import services as matters
from portal.matters.models import Involvement, Matter, Party
from portal.matters.timing import subject_of
from portal.people.consents.services import give
from portal.people.consents.texts import NOTICE_VERSION
from portal.people.persons import queries as persons
from portal.people.persons.services import PersonData


@dataclass(frozen=True)
class Booked:
    """What the person leaves with; PIN and QR token are stored nowhere."""

    consultation: Consultation
    pin: str
    qr_token: str

    def handover(self) -> str:
        """The receipt's secrets, to be kept sealed for minutes in a session."""
        return receipts.write(self.consultation.matter_id, self.pin, self.qr_token)


def begin_from(db: Db, actor: Actor, matter: Matter, party: Party, centre: Organisation) -> str:
    """A party of a dispute wants to ask: who they are and how to reach them is known. Answers the draft's token."""
    own = party.person
    known = persons.contact(db, actor, own, "consultation")
    token = filing.start(db, centre)
    db.flush()
    draft = draft_of(db, token, lock=True)
    assert draft is not None
    filing.keep(db, draft, {
        "about": matter.id.hex, "asked_by": own.id.hex, "name": own.name, "phone": known.phone,
        "email": known.email, "words": known.words, "channel": own.contact_channel, "hours": own.contact_hours or "",
        "shared": ["shared"] if own.phone_shared else [],
    })  # fmt: skip
    return token


def by_person(
    db: Db, actor: Actor, draft: FilingDraft, centre: Organisation, wanted: Wanted, device: str, locale: str
) -> tuple[Booked, str | None]:
    """The person takes a time. Answers the receipt and the token of their session; None if they stay in the one they
    have, because they asked from the page of their dispute."""
    known = answers(draft)
    booked = _book(db, SYSTEM, centre, known, wanted, source="web", locale=locale, lead=LEAD)
    alarms.attach(db, draft.id, booked.consultation.matter)
    draft.matter_id, draft.answers_text = booked.consultation.matter_id, "{}"
    row = booked.consultation
    if row.about_id is not None and (actor.person, actor.scope) == (row.asked_by, row.about_id):
        receipts.hand_to(db, actor, booked.handover())
        return booked, None
    if actor.account is not None:
        keep_case(db, actor, row.matter_id, row.person_id)
    return booked, open_person_session(
        db, row.person_id, row.matter_id, device, handover=booked.handover(), opened_by=actor.account
    )


def at_desk(db: Db, actor: Actor, centre: Organisation, known: Mapping[str, Any], wanted: Wanted) -> Booked:
    """A clerk books for somebody at the counter or on the phone; what was asked is shut to the desk afterwards."""
    if not actor.has("clerk", organisation=centre.id):
        raise Refused(DESK.name)
    source, locale = str(known["source"]), str(known.get("locale", "zh"))
    booked = _book(db, actor, centre, known, wanted, source=source, locale=locale, lead=timedelta())
    if filing.in_danger(known):
        words = [*screen(str(known["story"])).matched, *(key for key in known["dangers"] if key != "none")]
        alarms.raise_alarm(db, actor, centre.id, "counter", words, matter=booked.consultation.matter)
    receipts.hand_to(db, actor, booked.handover())
    return booked


def _book(
    db: Db, actor: Actor, centre: Organisation, known: Mapping[str, Any], wanted: Wanted, *, source: str, locale: str,
    lead: timedelta,
) -> Booked:  # fmt: skip
    row = Consultation(center_id=centre.id, topic=str(known["topic"]), booked_at=clock.now(), booked_by=actor.account)
    row.about_id, row.asked_by = (_id(known, name) for name in ("about", "asked_by"))
    sides = sides_in(db, known)
    if wanted.mode == "phone" and not known.get("phone"):
        raise Conflict(_("电话咨询需要留手机号，请回前面填写，或者选来访的时间。"))
    take(db, row, centre.id, wanted, sides, lead)
    opened = matters.open_matter(
        db, actor, center=centre, source=source, story=str(known["story"]), applicants=[_person(known, locale)],
        respondents=_other(known), danger=filing.in_danger(known), locale=locale, filed_by=actor.account,
    )  # fmt: skip
    row.matter, row.matter_id = opened.matter, opened.matter.id
    row.person, row.person_id = opened.applicants[0].person, opened.applicants[0].person_id
    db.add(row)
    db.flush()
    _let_in(db, actor, row)
    give(db, actor, row.person, "service", NOTICE_VERSION, source)
    pin = mint_pin(db, row.matter_id, row.person_id, "receipt")
    telling.booked(db, actor, row)
    audit.record(db, actor, "consultation.booked", row, ["starts_at", "lawyer_id", "mode", "topic"])
    return Booked(row, pin, opened.qr_token)


def sides_in(db: Db, known: Mapping[str, Any]) -> conflicts.Sides:
    """Who asks and whom it is against, from what was typed."""
    phone, other = known.get("phone") or None, known.get("other_phone") or None
    return conflicts.sides_of(db, phone, other, about=_id(known, "about"), asked_by=_id(known, "asked_by"))


def _let_in(db: Db, actor: Actor, row: Consultation) -> None:
    """The lawyer instead of the desk: what somebody asks a lawyer is for the lawyer (律师法 art.38)."""
    desk = select(Involvement).where(Involvement.matter_id == row.matter_id, Involvement.capacity == "desk")
    for seat in db.scalars(desk).all():
        matters.end_involvement(db, actor, seat, "consultation.booked")
    matters.involve(db, actor, row.matter, "lawyer", account_id=row.lawyer_id, act="consultation.booked")
    matters.move(db, actor, row.matter, "triaged")
    matters.move(db, actor, row.matter, "routed")
    happened(db, actor, "matter.service_booked", subject_of(row.matter))


def _id(known: Mapping[str, Any], name: str) -> uuid.UUID | None:
    return uuid.UUID(known[name]) if known.get(name) else None


def _person(known: Mapping[str, Any], locale: str) -> PersonData:
    return PersonData(
        name=known["name"],
        phone=known.get("phone") or None,
        email=known.get("email") or None,
        contact_channel=known.get("channel") or "none",
        contact_hours=known.get("hours") or None,
        contact_words=known.get("words") or None,
        phone_shared="shared" in known.get("shared", ()),
        locale=locale,
    )


def _other(known: Mapping[str, Any]) -> list[PersonData]:
    """The other side, if it was named: kept so that no lawyer advises both (R-18); nobody writes to them."""
    name = known.get("other_name") or (_("（未说明）") if known.get("other_phone") else "")
    return [PersonData(name, phone=known.get("other_phone") or None)] if name else []
