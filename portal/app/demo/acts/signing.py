"""From the draft to the seal: each signs as their page asks it of them, on screen or in ink."""

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mediation.agreements import drafting, freezing, gaps, ink, queries, sealing, signing
from mediation.agreements.drafting import ClauseData
from mediation.agreements.ink import InkMark
from mediation.agreements.models import AgreementVersion, Signer
from mediation.agreements.signing import Written
from mediation.agreements.strokes import read
from mediation.agreements.terms import Part
from portal.accounts.passes.jobs import CODE
from portal.app.demo.acts import pictures
from portal.app.demo.acts.consent import case_of, words_sent
from portal.app.demo.acts.doors import Matters
from portal.app.demo.telling import Story
from portal.documents.papers import deliveries
from portal.documents.papers.queries import copies
from portal.documents.scans.binding import bind
from portal.documents.scans.reading import read_scan
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.files import services as files
from portal.kernel.policy import Actor
from portal.matters.identities import services as identities
from portal.people.persons.models import Person


@dataclass(frozen=True)
class Promise:
    """A clause of a story: parties by their places, sums in yuan."""

    kind: str
    who: int
    whom: int | None = None
    what: str = ""
    yuan: int = 0
    by: date | None = None
    within: int | None = None
    at_once: bool = False
    how: str = ""
    place: str = ""
    remedy: str = ""
    parts: tuple[tuple[date, int], ...] = ()


def draft(
    told: Matters, mediator: str, head: Mapping[str, str], promises: Sequence[Promise], *, path: str = "electronic"
) -> None:
    """The mediator writes down what happened and what was agreed."""
    actor = told.county.staff(mediator)
    with told.county.database.writing() as db:
        case = case_of(db, told)
        drafting.start(db, actor, case.id)
        drafting.describe(db, actor, case.id, head)
        drafting.choose_signing(db, actor, case.id, path, None, ())
        ids = [party.id for party in told.parties(db)]
        for promise in promises:
            drafting.add_clause(db, actor, case.id, _clause(promise, ids))


def _clause(promise: Promise, ids: Sequence[uuid.UUID]) -> ClauseData:
    return ClauseData(
        kind=promise.kind,
        debtor_id=ids[promise.who],
        creditor_id=None if promise.whom is None else ids[promise.whom],
        what=promise.what,
        due_on=promise.by,
        within_days=promise.within,
        at_once=promise.at_once,
        amount_fen=promise.yuan * 100 or None,
        how=promise.how,
        place=promise.place,
        remedy=promise.remedy,
        parts=tuple(Part(day, yuan * 100) for day, yuan in promise.parts),
    )


def freeze(told: Matters, mediator: str) -> None:
    """The words stand; the worker prints. Of whom something is not known, the mediator has said why."""
    actor = told.county.staff(mediator)
    with told.county.database.writing() as db:
        case_id = case_of(db, told).id
        agreement = queries.of_case(db, case_id)
        assert agreement is not None
        for party in dict.fromkeys(gap.party.id for gap in gaps.found(db, agreement)):
            gaps.explain(db, actor, case_id, party, "本人没有带证件，约好补交")
        freezing.freeze(db, actor, case_id)


def reword(told: Matters, mediator: str, head: Mapping[str, str]) -> None:
    """Somebody has found a mistake: the version is taken back, and the next one says it rightly."""
    actor = told.county.staff(mediator)
    with told.county.database.writing() as db:
        case_id = case_of(db, told).id
        freezing.reopen(db, actor, case_id)
        drafting.describe(db, actor, case_id, head)
    freeze(told, mediator)


def sign(told: Matters, place: int, start: datetime, *, seen_by: str = "", tail: str = "", drawn: bool = True) -> Story:
    """A party reads, agrees, shows who they are (a code, or a document that ``seen_by`` looks at) and signs."""
    yield start
    with told.county.database.writing() as db:
        actor, edition = told.actor(db, place), _version(db, told).edition
        signing.confirm(db, actor, edition)
        signing.consent(db, actor, edition)
        if not seen_by:
            signing.start_identity_code(db, actor, edition)
    if seen_by:
        show_document(told, seen_by, place, tail)
    yield start + timedelta(minutes=2)
    with told.county.database.writing() as db:
        if not seen_by:
            assert signing.check_identity_code(db, actor, edition, _code_of(db, actor))
        signing.start_sign_code(db, actor, edition)
    yield start + timedelta(minutes=4)
    with told.county.database.writing() as db:
        name = next(one.hand for one in queries.mine(db, actor).signers)
        assert signing.sign(db, actor, edition, _written(name, drawn=drawn), _code_of(db, actor))


def show_document(told: Matters, login: str, place: int, tail: str) -> None:
    """Staff see the document of a signer; a guardian's for a child."""
    with told.county.database.writing() as db:
        party = told.parties(db)[place]
        signer = next(one for one in _version(db, told).signers if one.party_id == party.id)
        assert signer.person_id is not None
        document = "legal_rep" if signer.who == "legal" else "id_card"
        identities.see(db, told.county.staff(login), told.row(db), signer.person_id, document, tail)


def fill(told: Matters, login: str) -> None:
    """The mediator (or who keeps the record) signs after the parties."""
    actor = told.county.staff(login)
    with told.county.database.writing() as db:
        version = _version(db, told)
        signing.fill(db, actor, case_of(db, told).id, version.edition, _written(actor.display_name, drawn=True))


def seal(told: Matters, head: str) -> None:
    """The committee's seal: from now on it binds."""
    with told.county.database.writing() as db:
        sealing.seal(db, told.county.staff(head), case_of(db, told).id, _version(db, told).edition, asked=True)


def sign_in_ink(told: Matters, mediator: str, witness: str, stamped_by: str) -> None:
    """All read the sheet, show their documents and sign in one sitting, the stamp last; each act is written down, the
    stamp by somebody of the committee who is not the mediator."""
    actor = told.county.staff(mediator)
    with told.county.database.writing() as db:
        case, version = case_of(db, told), _version(db, told)
        for number, signer in enumerate(version.signers):
            if signer.kind == "party":
                _show_and_agree(db, told, actor, version, signer)
            mark = {"party": ("ink", "fingerprint")[number % 2], "committee": "stamp"}.get(signer.kind, "ink")
            made = InkMark(mark, clock.now(), witness)
            by = told.county.staff(stamped_by) if signer.kind == "committee" else actor
            ink.record(db, by, case.id, version.edition, signer.id, made)


def _show_and_agree(db: Db, told: Matters, actor: Actor, version: AgreementVersion, signer: Signer) -> None:
    person = db.get_one(Person, signer.person_id)
    tail = (person.id_number or "000000000000001X")[-4:]
    identities.see(db, actor, told.row(db), person.id, "id_card", tail)
    ink.confirm_for(db, actor, case_of(db, told).id, version.edition, signer.id, "paper")


def attest(told: Matters, mediator: str) -> None:
    """The scan is read, and matched by the QR code on it."""
    with told.county.database.writing() as db:
        case, version = case_of(db, told), _version(db, told)
        assert version.paper.frozen_file is not None
        bound = bind(pictures.signed_sheets(files.read(version.paper.frozen_file)))
        sheet = files.prepare(bound, "signed.pdf", told.county.settings)
        scan = read_scan(bound, "application/pdf")
        ink.attest(db, told.county.staff(mediator), case.id, version.edition, sheet, scan)


def post_copy(told: Matters, login: str, place: int, number: str) -> None:
    """A party's copy goes out by registered letter."""
    with told.county.database.writing() as db:
        person = told.parties(db)[place].person_id
        copy = next(one for one in copies(db, _version(db, told).paper) if one.delivery.person_id == person)
        deliveries.post(db, told.county.staff(login), copy.delivery, number)


def _version(db: Db, told: Matters) -> AgreementVersion:
    agreement = queries.of_case(db, case_of(db, told).id)
    assert agreement is not None
    version = queries.newest(db, agreement)
    assert version is not None
    return version


def _code_of(db: Db, actor: Actor) -> str:
    """The digits of the newest message."""
    assert actor.person is not None
    found = re.search(r"\d{6}", words_sent(db, actor.person, CODE.key))
    assert found is not None
    return found.group()


def _written(name: str, *, drawn: bool) -> Written:
    return Written(drawing=read(json.dumps(strokes(name)))) if drawn else Written(typed=name)


def strokes(name: str) -> list[dict[str, list[dict[str, float]]]]:
    """A scribble of its own for each name, as the signature pad sends it."""
    found = []
    for place, letter in enumerate(name[:4]):
        seed = ord(letter)
        for stroke in range(3):
            left, top = 40 + 130 * place + seed * (stroke + 1) % 40, 40 + 50 * stroke
            bend = seed * (stroke + 3) % 60 - 30
            curve = [(left + 7.0 * step, top + bend * (step * (11 - step)) / 30) for step in range(12)]
            found.append({"points": [{"x": x, "y": y, "pressure": 0.5, "time": 9.0 * x} for x, y in curve]})
    return found
