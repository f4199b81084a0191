"""One transaction from a draft to everything: matter, class, mediation, consents, oral agreement, duties, sheet."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mediation.cases import clocks
from mediation.cases import services as cases
from mediation.cases.models import MediationCase
from mediation.conflicts.models import Declaration
from mediation.consents.models import PartyConsent
from mediation.consents.rules import RIGHTS_VERSION
from mediation.oral import content as words
from mediation.oral import drafts, rules
from mediation.oral.models import OralAgreement, OralDraft
from mediation.oral.people import data_of, named
from mediation.oral.sealing import ask_for_seal, print_sheet
from mediation.oral.slips import Slip
from mediation.performing.services import take_up
from portal.accounts.passes.services import mint_pin
from portal.contracts.events import AgreementEffective
from portal.directory.organisations.models import Organisation
from portal.directory.organisations.queries import organisation
from portal.directory.taxonomy.rules import Flag, load
from portal.documents.papers import deliveries
from portal.documents.papers import services as papers
from portal.followup.obligations.rules import Duty
from portal.intake.dispatch.services import confirm
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict
from portal.matters import services as acts
from portal.matters.models import Matter, Party
from portal.people.consents.services import give
from portal.people.consents.texts import NOTICE_VERSION

SPOT = "当场调解达成口头协议，由调解员登记分类。"
"""Why the mode of service may differ from what the house proposed."""
CONFIRMATION = "CLK-18"


@dataclass(frozen=True)
class Recorded:
    """What was made, and what each party is handed once."""

    case: MediationCase
    oral: OralAgreement
    slips: Sequence[Slip]
    qr_token: str


def record(db: Db, actor: Actor, draft_id: uuid.UUID) -> Recorded:
    """Everything or nothing; of two posts of one draft the second finds it handed in."""
    draft = drafts.get(db, actor, draft_id, lock=True)
    known = drafts.answers(draft)
    today = clock.today(db.info["settings"].zone)
    _refuse_unfit(draft, known, today)
    committee = organisation(db, draft.committee_id)
    matter, parties, qr_token = _register(db, actor, draft, known, today)
    agreed_at = datetime.fromisoformat(known["agreed"])
    case = _mediated(db, actor, matter, committee, parties, known, agreed_at)
    oral = _agreed(db, actor, case, committee, parties, known, agreed_at)
    _take_effect(db, actor, case, oral, parties)
    take_up(db, actor, case, oral.id, _duties(parties, known))
    slips = [Slip(party.person_id, mint_pin(db, matter.id, party.person_id, "receipt")) for party in parties]
    draft.matter_id, draft.answers_text = matter.id, "{}"
    print_sheet(db, oral)
    ask_for_seal(db, oral)
    return Recorded(case, oral, slips, qr_token)


def _refuse_unfit(draft: OralDraft, known: Mapping[str, Any], today: date) -> None:
    if draft.matter_id is not None:
        raise Conflict(_("这件事已经登记过了。"))
    if rules.first_missing(known) is not None or set(known.get("confirmed", ())) != set(rules.SAID):
        raise Conflict(_("还有几项没有填，不能登记。"))
    why = rules.obstacle(known, today)
    if why is not None:
        raise Conflict(str(rules.OBSTACLES[why]))
    at = datetime.fromisoformat(known["agreed"])
    if rules.accord_fits(at, clock.now(), (today - date.fromisoformat(known["agreed_on"])).days):
        raise Conflict(_("谈成的时间不对：不能在现在以后，也不能早过 %(n)s 天。", n=rules.BACK.days))
    minor = load().minor(known["class_code"])
    if rules.unfit({flag.name for flag in minor.flags}, minor.moj) is not None:
        raise Conflict(str(rules.OBSTACLES["class"]))


def _register(
    db: Db, actor: Actor, draft: OralDraft, known: Mapping[str, Any], today: date
) -> tuple[Matter, list[Party], str]:
    """The matter under its code, its class said by the mediator (R-19), everybody's consent to the notice."""
    people = [data_of(one, today) for one in known["parties"]]
    opened = acts.open_matter(
        db, actor, center=organisation(db, draft.center_id), source="committee", story=known["story"],
        place=known["place"], applicants=people[:1], respondents=people[1:], filed_by=actor.account,
    )  # fmt: skip
    parties = [*opened.applicants, *opened.respondents]
    for party in parties:
        give(db, actor, party.person, "service", NOTICE_VERSION, "counter")
    reason = known.get("reason") or SPOT
    confirm(db, actor, opened.matter, class_code=known["class_code"], mode="M", dangers=known["dangers"], reason=reason)
    for stage in ("triaged", "routed"):
        acts.move(db, actor, opened.matter, stage)
    clocks.tell(db, actor, opened.matter, "mediation.recorded")
    return opened.matter, parties, opened.qr_token


def _mediated(
    db: Db, actor: Actor, matter: Matter, committee: Organisation, parties: Sequence[Party],
    known: Mapping[str, Any], agreed_at: datetime,
) -> MediationCase:  # fmt: skip
    """The mediation as it was: no interest, everybody willing, talked over on the spot."""
    assert actor.account is not None
    case = cases.begin(db, actor, matter, committee.id, actor.account)
    case.declared_at = clock.now()
    db.add(Declaration(case_id=case.id, mediator_id=actor.account, ground=None, at=case.declared_at))
    cases.move(db, actor, case, "consent_pending")
    audit.record(db, actor, "mediation.declared", case, ["ground"])
    acts.involve(db, actor, matter, "mediator", account_id=actor.account, act="mediation.declared")
    cases.let_committee_in(db, actor, case)
    public = known["public"] == "yes"
    for party in parties:
        _said_yes(db, actor, case, party, public=public, at=agreed_at)
    case.accepted_at, case.public = agreed_at, public
    for state in ("accepted", "preparing", "in_session"):
        cases.move(db, actor, case, state)
    acts.move(db, actor, matter, "active")  # refused while a child has no guardian
    return case


def _said_yes(db: Db, actor: Actor, case: MediationCase, party: Party, *, public: bool, at: datetime) -> None:
    """In person, after the rights were read; the mediator writes it down."""
    row = PartyConsent(case_id=case.id, party_id=party.id, round=case.round, answer="yes", answered_at=at)
    row.recorded_by, row.channel = actor.account, "counter"
    row.wants_public, row.rights_version = public, RIGHTS_VERSION
    db.add(row)
    db.flush()
    audit.record(db, actor, "mediation.yes", row, ["answer", "wants_public", "channel"])
    act = "mediation.consented"
    acts.involve(db, actor, case.matter, "party", person_id=party.person_id, side=party.side, act=act)


def _agreed(
    db: Db, actor: Actor, case: MediationCase, committee: Organisation, parties: Sequence[Party],
    known: Mapping[str, Any], agreed_at: datetime,
) -> OralAgreement:  # fmt: skip
    """The words stand, under the next number of the committee's own register (人调口字)."""
    content = _content(db, actor, case, parties, known, agreed_at)
    paper = papers.begin(db, actor, kind="oral", matter_id=case.matter_id, owner=committee)
    oral = OralAgreement(case_id=case.id, matter_id=case.matter_id, committee_id=committee.id, paper_id=paper.id)
    oral.paper, oral.case, oral.agreed_at, oral.recorded_at = paper, case, agreed_at, clock.now()
    assert actor.account is not None
    oral.recorded_by, oral.content = actor.account, words.dump(content)
    db.add(oral)
    zone = db.info["settings"].zone

    def digest(number: str) -> str:
        return hashlib.sha256(words.text_of(content, committee.name_zh, number, zone).encode()).hexdigest()

    papers.freeze(db, actor, paper, signing="electronic", digest=digest)
    audit.record(db, actor, "oral.recorded", oral, ["agreed_at", "content"])
    return oral


def _content(
    db: Db, actor: Actor, case: MediationCase, parties: Sequence[Party], known: Mapping[str, Any], agreed_at: datetime
) -> words.Content:
    today = clock.today(db.info["settings"].zone)
    audit.note(db, actor, "oral.frozen", case.matter, ["phone", "address"])
    promised = words.promises(known)
    return words.Content(
        parties=tuple(named(party.person, told, today) for party, told in zip(parties, known["parties"], strict=True)),
        mediator=case.mediator.display_name,
        class_name=load().minor(known["class_code"]).name_zh,
        story=known["story"],
        place=known["place"],
        agreed_at=agreed_at.isoformat(),
        public=known["public"] == "yes",
        terms=tuple(words.sentence(promise) for promise in promised),
        kept=all(promise.kept for promise in promised),
    )


def _take_effect(db: Db, actor: Actor, case: MediationCase, oral: OralAgreement, parties: Sequence[Party]) -> None:
    """R-02: in force from the accord; the thirty days of art.33 run from there, where the class allows them (R-05)."""
    matter = case.matter
    cases.move(db, actor, case, "effective")
    started = clocks.tell(db, actor, matter, "agreement.effective", oral.effective_at)
    barred = {Flag.S, Flag.K} & load().minor(matter.class_code or "").flags
    last_day = None if barred else next((row.last_day for row in started if row.code == CONFIRMATION), None)
    papers.in_force(db, actor, oral.paper, oral.effective_at, last_day)
    deliveries.promise(db, actor, oral.paper, [party.person_id for party in parties], last_day)
    zone = db.info["settings"].zone
    number, until = oral.paper.number_text, rules.contest_until(oral.recorded_at, zone)
    acts.say(
        db, actor, matter, "oral.recorded", holder=case.committee, next_key="next.oral", next_due=None, number=number,
        mediator=case.mediator.display_name,
    )  # fmt: skip
    cases.tell_parties(db, case, "oral.recorded", number=number, until=until)
    publish(db, AgreementEffective(matter.id, oral.id))


def _duties(parties: Sequence[Party], known: Mapping[str, Any]) -> list[Duty]:
    """What the ledger keeps of each promise."""
    found = []
    at_once = date.fromisoformat(known["agreed_on"])
    for promise, told in zip(words.promises(known), known["duties"], strict=True):
        creditor = parties[told["creditor"]].id if told["creditor"] is not None else None
        debtor, text = parties[told["debtor"]].id, words.sentence(promise)
        found.append(Duty(debtor, creditor, text, promise.due_on or at_once, promise.amount, kept=promise.kept))
    return found
