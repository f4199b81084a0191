"""Starting, keeping and handing in a filing; receipts."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from portal.accounts.passes.services import mint_pin
from portal.accounts.sessions.services import open_person_session
from portal.accounts.shelf.services import keep as keep_case
from portal.directory.organisations.models import Organisation
from portal.intake.alarms import services as alarms
from portal.intake.alarms.queries import of_draft
from portal.intake.danger.rules import screen
from portal.intake.filing import receipts
from portal.intake.filing.children import stand_by
from portal.intake.filing.contact import reached
from portal.intake.filing.models import FilingDraft
from portal.intake.filing.policy import DESK
from portal.intake.filing.queries import answers
from portal.intake.filing.rules import DRAFT_LIFE, is_body, said, said_age, under_age
from portal.kernel import audit, clock
from portal.kernel.crypto import new_token, token_hash
from portal.kernel.db import Database, Db
from portal.kernel.files.services import StoredFile, discard
from portal.kernel.outbox import Job
from portal.kernel.policy import SYSTEM, Actor
from portal.matters import services as matters
from portal.matters.evidence.services import add_evidence
from portal.matters.models import Matter
from portal.matters.sensitive.services import keep_under
from portal.people.consents.services import give
from portal.people.consents.texts import NOTICE_VERSION
from portal.people.persons.fields import BODY
from portal.people.persons.services import PersonData


@dataclass(frozen=True)
class Filed:
    """What the person leaves with: the matter, and what is shown once on the receipt."""

    matter: Matter
    pin: str
    qr_token: str

    def handover(self) -> str:
        """The receipt's secrets, to be kept sealed for minutes in the person's own session."""
        return receipts.write(self.matter.id, self.pin, self.qr_token)


def start(db: Db, centre: Organisation) -> str:
    """Open a draft after the notice was read; answers the token for this browser."""
    token = new_token()
    draft = FilingDraft(center_id=centre.id, token_hash=token_hash(token), notice_version=NOTICE_VERSION)
    draft.created_at = clock.now()
    draft.expires_at = draft.created_at + DRAFT_LIFE
    draft.answers_text = "{}"
    db.add(draft)
    return token


def keep(db: Db, draft: FilingDraft, given: Mapping[str, Any]) -> bool:
    """Keep the answers of one step; True when they show danger (the alarm is raised at once)."""
    known = {**answers(draft), **given}
    draft.answers_text = json.dumps(known, ensure_ascii=False)
    words = screen(said(given)).matched
    questions = [key for key in given.get("dangers", ()) if key != "none"]
    if words or questions:
        source = "story" if words else "questions"
        alarms.raise_alarm(db, SYSTEM, draft.center_id, source, [*words, *questions], draft_id=draft.id)
    return bool(words or questions)


def add_photos(db: Db, draft: FilingDraft, files: Sequence[uuid.UUID], shows: Sequence[str] = ()) -> None:
    """Photos handed in with a draft, and what they show; they belong to nobody else until it is handed in."""
    known = answers(draft)
    known["photos"] = [*known.get("photos", ()), *(file.hex for file in files)]
    known["under"] = {**known.get("under", {}), **{file.hex: list(shows) for file in files if shows}}
    draft.answers_text = json.dumps(known, ensure_ascii=False)


def drop_photo(db: Db, draft: FilingDraft, file_id: uuid.UUID) -> None:
    """Somebody has thought better of a photo before handing in: it is gone, not kept. Twice is once."""
    known = answers(draft)
    if file_id.hex not in known.get("photos", ()):
        return
    known["photos"] = [file for file in known["photos"] if file != file_id.hex]
    known["under"] = {file: shows for file, shows in known.get("under", {}).items() if file != file_id.hex}
    draft.answers_text = json.dumps(known, ensure_ascii=False)
    discard(db, db.get_one(StoredFile, file_id))


def forget_old(job: Job) -> None:
    """Daily: all drafts that nobody handed in for thirty days go, and their photos with them."""
    while _forget_some(job.database):
        pass


def _forget_some(database: Database, some: int = 500) -> bool:
    """So many in one transaction; whether there may be more."""
    with database.writing() as db:
        old = db.scalars(select(FilingDraft).where(FilingDraft.expires_at < clock.now()).limit(some)).all()
        for draft in old:
            for file in answers(draft).get("photos", ()):
                discard(db, db.get_one(StoredFile, uuid.UUID(file)))
            db.delete(draft)
    return len(old) == some


def in_danger(known: Mapping[str, Any]) -> bool:
    """Whether words or a yes to a question speak of danger now."""
    return screen(said(known)).hit or any(key != "none" for key in known.get("dangers", ()))


def hand_in(
    db: Db, actor: Actor, draft: FilingDraft, centre: Organisation, device: str, locale: str
) -> tuple[Filed, str]:
    """Make the draft a matter; answers the receipt and the token of the person's session.

    A resident who is signed in keeps the case on their shelf and steps into it.
    """
    known = answers(draft)
    warned = of_draft(db, draft.id) is not None  # a yes that was taken back stays one until a person has asked
    filed = _register(
        db, SYSTEM, centre, known, source="web", locale=locale, notice=draft.notice_version, danger=warned
    )
    for file_id in known.get("photos", ()):
        file = db.get_one(StoredFile, uuid.UUID(file_id))
        _take_in(db, SYSTEM, filed.matter, file, known.get("under", {}).get(file_id, ()), "web")
    alarms.attach(db, draft.id, filed.matter)
    draft.matter_id = filed.matter.id
    draft.answers_text = "{}"
    applicant = filed.matter.parties[0]
    if actor.account is not None:
        keep_case(db, actor, filed.matter.id, applicant.person_id)
    token = open_person_session(
        db, applicant.person_id, filed.matter.id, device, handover=filed.handover(), opened_by=actor.account
    )
    return filed, token


def _take_in(
    db: Db, actor: Actor, matter: Matter, file: StoredFile, shows: Iterable[str], channel: str
) -> None:  # fmt: skip
    """One photo or paper of the applicant, kept under the consents that were given for what it shows."""
    keep_under(db, actor, add_evidence(db, actor, matter, file, matter.parties[0]), shows, channel)


def at_counter(
    db: Db, actor: Actor, centre: Organisation, known: Mapping[str, Any],
    files: Sequence[StoredFile] = (), shows: Sequence[str] = (),
) -> Filed:  # fmt: skip
    """A clerk files for somebody at the counter or on the phone, with their spoken consent recorded; or a grid worker,
    who from then on sees how far it is."""
    locale, source = str(known.get("locale", "zh")), str(known["source"])
    filed = _register(db, actor, centre, known, source=source, locale=locale)
    if not actor.has(*DESK):
        matters.involve(db, actor, filed.matter, "counter", account_id=actor.account, act="matter.filed_for")
    for file in files:
        _take_in(db, actor, filed.matter, file, shows, source)
    if in_danger(known):
        words = [*screen(said(known)).matched, *(k for k in known["dangers"] if k != "none")]
        alarms.raise_alarm(db, actor, centre.id, "counter", words, matter=filed.matter)
    return filed


def _register(
    db: Db, actor: Actor, centre: Organisation, known: Mapping[str, Any], *, source: str, locale: str,
    notice: str = NOTICE_VERSION, danger: bool = False,
) -> Filed:  # fmt: skip
    """One way in for all channels: code, parties, consent to the notice that was read, PIN."""
    opened = matters.open_matter(
        db,
        actor,
        center=centre,
        source=source,
        story=str(known["story"]),
        wish=known.get("wish") or None,
        applicants=[_applicant(known, locale)],
        respondents=_respondents(known),
        place=str(known.get("place") or ""),
        danger=danger or in_danger(known),
        locale=locale,
        filed_by=actor.account,
    )
    person = opened.applicants[0].person
    give(db, actor, person, "service", notice, source)
    if under_age(known):
        stand_by(db, actor, opened.matter, opened.applicants[0], known, source)
    pin = mint_pin(db, opened.matter.id, person.id, "window" if actor.is_staff else "receipt")
    audit.record(db, actor, "filing.registered", opened.matter, ["source"])
    return Filed(opened.matter, pin, opened.qr_token)


def _applicant(known: Mapping[str, Any], locale: str) -> PersonData:
    body = {name: known[name] for name in ("kind", *BODY) if is_body(known) and known.get(name)}
    return replace(reached(known), said_age=said_age(known), locale=locale, **body)


def _respondents(known: Mapping[str, Any]) -> Sequence[PersonData]:
    name = known.get("other_name")
    if not name:
        return ()
    reached: dict[str, Any] = {"phone": known.get("other_phone") or None, "address": known.get("other_place") or None}
    body = {name: known[f"other_{name}"] for name in ("kind", *BODY) if known.get(f"other_{name}")}
    return (PersonData(name=name, **reached, **body),)
