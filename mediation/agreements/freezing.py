"""Freezing a draft into a version that is read and signed, taking it back, giving it up."""

import uuid
from dataclasses import dataclass

from mediation.agreements import drafting, gaps, identities, people, queries
from mediation.agreements.content import Content, Imprint, dump, paper_of
from mediation.agreements.models import Agreement, AgreementVersion, Signer
from mediation.agreements.rules import COMMITTEE, MEDIATOR, PARTY, PRINT, RECORDER, confirmable, may_become, paths_open
from mediation.agreements.terms import clause_of
from mediation.cases import queries as cases
from mediation.cases import services as acts
from mediation.cases.models import MediationCase
from portal.accounts.models import Account
from portal.contracts.events import MatterClosed
from portal.documents.agreement import AgreementPaper, SignatureSlot, agreement_text, find_unmasked, text_digest
from portal.documents.agreement.rules import COMMITTEE_FIELD
from portal.documents.papers import services as papers
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.outbox import enqueue
from portal.kernel.policy import SYSTEM, Actor, Conflict
from portal.matters.models import Matter
from portal.matters.services import require_guardians, say

ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Place:
    """One place at the end of the agreement, before it is a row."""

    slot: SignatureSlot
    kind: str
    who: str
    party_id: uuid.UUID | None = None
    signatory: str | None = None
    person_id: uuid.UUID | None = None
    account_id: uuid.UUID | None = None


def freeze(db: Db, actor: Actor, case_id: uuid.UUID) -> AgreementVersion:
    """The words stand: a number is taken, the worker prints, and all are asked to read.

    Refused while a warning is neither put right nor overruled, while something is missing of a party and nobody has
    said why, while a minor has no guardian (R-12), and while anybody has not agreed to mediation (R-03).
    """
    case, agreement = drafting.held(db, actor, case_id)
    matter = db.get_one(Matter, case.matter_id)
    _refuse_unready(db, agreement)
    require_guardians(db, matter)
    signs = people.speakers(db, matter.id)
    places = _places(db, case, agreement, signs)
    content = _content(db, actor, agreement, matter, signs, places)
    path = _path(agreement, matter)
    acts.move(db, actor, case, "signing")
    _number(db, actor, case, agreement, content, path)
    version = _keep(db, actor, agreement, content, path, places)
    _enter(agreement, "signing")
    db.flush()
    enqueue(db, PRINT, key=version.id.hex, version=version.id)
    audit.record(db, actor, "agreement.frozen", version, ["content", "edition", "path"])
    return version


def preview(db: Db, actor: Actor, case: MediationCase, agreement: Agreement) -> AgreementPaper:
    """The draft in the official form, as it would be frozen now; Conflict while there is too little to show."""
    if agreement.state != "drafting" or not agreement.facts or not queries.clauses(db, agreement):
        raise Conflict(_("请先写明纠纷事实，并至少写一条协议内容。"))
    signs = people.speakers(db, case.matter_id)
    content = _content(db, actor, agreement, case.matter, signs, _places(db, case, agreement, signs))
    number = _("（定稿时编号）")
    return paper_of(
        content,
        Imprint(number, case.committee.name_zh, "", "", "", _path(agreement, case.matter), agreement.paper.edition),
    )


def _refuse_unready(db: Db, agreement: Agreement) -> None:
    if agreement.state != "drafting":
        raise Conflict(_("协议书已经定稿了。"))
    rows = queries.clauses(db, agreement)
    if not agreement.facts or not rows:
        raise Conflict(_("请先写明纠纷事实，并至少写一条协议内容。"))
    if any(drafting.open_warnings(db, row) for row in rows):
        raise Conflict(_("还有条款的提醒没有处理：请改好，或者写明理由后保留。"))
    gaps.refuse_open(db, agreement)


def _path(agreement: Agreement, matter: Matter) -> str:
    open_paths = paths_open(queries.flags(matter))
    return agreement.path if agreement.path in open_paths else open_paths[0]


def _places(db: Db, case: MediationCase, agreement: Agreement, signs: list[people.Speaker]) -> list[Place]:
    found = [
        Place(
            SignatureSlot(f"party-{number}", f"当事人{_ordinal(number)}", _signing_name(one), one.note),
            PARTY, one.who, one.party.id, one.signatory, one.person.id,
        )
        for number, one in enumerate(signs, start=1)
    ]  # fmt: skip
    mediator = SignatureSlot("mediator", "人民调解员", case.mediator.display_name, official=True)
    found.append(Place(mediator, MEDIATOR, "account", account_id=case.mediator_id))
    if agreement.recorder_id is not None:
        account = db.get_one(Account, agreement.recorder_id)
        slot = SignatureSlot("recorder", "记录人", account.display_name, official=True)
        found.append(Place(slot, RECORDER, "account", account_id=account.id))
    return found


def _signing_name(one: people.Speaker) -> str:
    return one.person.name if one.guardianship is not None else one.party.person.name


def _ordinal(number: int) -> str:
    return ORDINALS[number - 1] if number <= len(ORDINALS) else str(number)


def _content(
    db: Db, actor: Actor, agreement: Agreement, matter: Matter, signs: list[people.Speaker], places: list[Place]
) -> Content:
    day = clock.today(db.info["settings"].zone)
    return Content(
        parties=people.masked(db, actor, signs, day),
        facts=agreement.facts,
        issues=agreement.issues or "",
        responsibility=agreement.responsibility or "",
        way=agreement.way or "",
        place=agreement.place or "",
        limit=agreement.limit or "",
        clauses=tuple(clause_of(queries.term_of(row, day)) for row in queries.clauses(db, agreement)),
        slots=tuple(place.slot for place in places),
        confirmable=confirmable(queries.flags(matter)),
    )


def _number(db: Db, actor: Actor, case: MediationCase, agreement: Agreement, content: Content, path: str) -> None:
    def digest(number: str) -> str:
        paper = paper_of(content, Imprint(number, case.committee.name_zh, "", "", "", path, agreement.paper.edition))
        if find_unmasked(agreement_text(paper)):
            raise Conflict(_("文字里有完整的身份证号或手机号。请删去：完整的号码只写在另行封存的附件里。"))
        return text_digest(paper)

    papers.freeze(db, actor, agreement.paper, signing=path, digest=digest)


def _keep(
    db: Db, actor: Actor, agreement: Agreement, content: Content, path: str, places: list[Place]
) -> AgreementVersion:
    assert actor.account is not None
    version = AgreementVersion(
        agreement_id=agreement.id, edition=agreement.paper.edition, paper_id=agreement.paper_id, path=path,
        confirmable=content.confirmable, frozen_at=clock.now(), frozen_by=actor.account,
    )  # fmt: skip
    version.content, version.agreement, version.paper = dump(content), agreement, agreement.paper
    db.add(version)
    seal = SignatureSlot(COMMITTEE_FIELD, "人民调解委员会", agreement.case.committee.name_zh)
    version.signers = [
        _signer(place, number) for number, place in enumerate([*places, Place(seal, COMMITTEE, "committee")], start=1)
    ]
    identities.bring(db, agreement.matter_id, version.signers)
    db.flush()
    return version


def _signer(place: Place, position: int) -> Signer:
    slot = place.slot
    row = Signer(position=position, field=slot.field, kind=place.kind, who=place.who, label=slot.label)
    row.name, row.note, row.signatory = slot.name, slot.note, place.signatory
    row.party_id, row.person_id, row.account_id = place.party_id, place.person_id, place.account_id
    return row


def reopen(db: Db, actor: Actor, case_id: uuid.UUID) -> Agreement:
    """Take a version back to change it: every confirmation and every signature on it is void, and all are told."""
    case, agreement = drafting.held(db, actor, case_id)
    version = queries.newest(db, agreement)
    if agreement.state != "signing" or version is None:
        raise Conflict(_("协议书现在不能收回修改。"))
    return take_back(db, actor, case, agreement, version)


def to_ink(db: Db, actor: Actor, case_id: uuid.UUID) -> AgreementVersion:
    """Somebody wants to sign on paper: the same words as a new version for the pen, in one act; all read and confirm
    anew, and what was signed on screen is void."""
    agreement = reopen(db, actor, case_id)
    agreement.path = "ink"
    return freeze(db, actor, case_id)


def take_back(db: Db, actor: Actor, case: MediationCase, agreement: Agreement, version: AgreementVersion) -> Agreement:
    """The same for whoever has the right to it by another act: the mediator whose name stands on it leaves."""
    was_shown = version.state == "open"
    _end_version(version, "superseded")
    acts.move(db, actor, case, "drafting")
    agreement.paper = papers.replace(db, actor, version.paper)
    agreement.paper_id = agreement.paper.id
    _enter(agreement, "drafting")
    db.flush()
    audit.record(db, actor, "agreement.reopened", version, ["state"])
    if was_shown:
        matter = db.get_one(Matter, case.matter_id)
        say(db, actor, matter, "agreement.reopened", next_key="next.agreement_draft", edition=version.edition)
        acts.tell_parties(db, case, "agreement.reopened", edition=version.edition)
    return agreement


def _end_version(version: AgreementVersion, state: str) -> None:
    version.problem = None
    version.become(state)


def abandon(db: Db, event: MatterClosed) -> None:
    """The matter ended without an agreement in force: its paper is void and keeps its number."""
    case = cases.of_matter(db, event.matter)
    agreement = queries.of_case(db, case.id) if case is not None else None
    if agreement is None or agreement.state not in ("drafting", "signing"):
        return
    version = queries.newest(db, agreement)
    if version is not None and agreement.state == "signing":
        _end_version(version, "voided")
    papers.void(db, SYSTEM, agreement.paper, "调解终止，协议未生效")
    _enter(agreement, "abandoned")
    db.flush()
    audit.record(db, SYSTEM, "agreement.abandoned", agreement, ["state"])


def _enter(agreement: Agreement, state: str) -> None:
    if not may_become(agreement.state, state):
        raise Conflict(_("协议书的状态已经变了，请看过最新的情况再操作。"))
    agreement.state = state
