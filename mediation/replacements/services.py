"""Stepping back, asking for somebody else, naming somebody, answering that there is nobody else."""

import uuid

from mediation.agreements.queries import of_case as agreement_of
from mediation.cases import queries as cases
from mediation.cases import services as telling
from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE
from mediation.replacements import queries
from mediation.replacements.leaving import deciders, vacate
from mediation.replacements.models import MediatorRequest, Nomination, Vacancy
from mediation.replacements.policy import ASK, NAME, vacancy_of
from mediation.replacements.rules import NAME_WORKDAYS, REPLACEABLE
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require
from portal.matters import hearing
from portal.matters import services as acts
from portal.notices.services import notify


def step_back(db: Db, actor: Actor, case_id: uuid.UUID, ground: str, words: str) -> Vacancy:
    """The mediator may not, or cannot, go on (domain §5.3): from this moment the file is closed to them."""
    cases.get(db, actor, case_id)
    case = cases.locked(db, case_id)
    require(db, actor, MEDIATE, case)
    return vacate(db, actor, case, "recusal", ground, words)


def ask(db: Db, actor: Actor, wished: uuid.UUID | None, words: str) -> MediatorRequest:
    """A party would rather have somebody else (人民调解法 art.23): the committee answers, the mediator never knows."""
    case = cases.locked(db, queries.askable(db, actor).id)
    require(db, actor, ASK, case)
    if queries.own_request(db, actor, case) is not None:
        raise Conflict(_("您已经请求过更换这位调解员，请等调委会答复，或者打电话。"))
    if wished is not None and wished not in {one.id for one in queries.colleagues(db, case)}:
        raise Conflict(_("这位调解员现在不能接手，请另选一位，或者由调委会指定。"))
    assert actor.person is not None
    party = cases.spoken_for(db, case.matter_id, actor.person)[0]
    row = MediatorRequest(case_id=case.id, party_id=party.id, mediator_id=case.mediator_id, wished_id=wished)
    row.words, row.asked_at, row.asked_by = words or None, clock.now(), actor.person
    row.due_at = acts.workdays_from_now(db, NAME_WORKDAYS)
    db.add(row)
    db.flush()
    audit.record(db, actor, "mediator.request", row, ["wished_id", "words"])
    hearing.heed(db, actor, case.matter, words)
    for account in deciders(db, case, None):
        telling.tell_mediator(db, case, "mediator.asked", account)
    return row


def name(db: Db, actor: Actor, case_id: uuid.UUID, committee_id: uuid.UUID, account_id: uuid.UUID) -> Nomination:
    """Somebody else is to mediate: the former leaves now, whoever is named says first that they have no interest."""
    case = _held(db, actor, case_id)
    there = {(body.id, one.id) for body, people in queries.offered(db, actor, case) for one in people}
    if (committee_id, account_id) not in there:
        raise Conflict(_("这位调解员现在不能接手，请重新选择。"))
    if committee_id != case.committee_id and agreement_of(db, case.id) is not None:
        raise Conflict(_("已经开始起草协议书，只能换成本调委会的调解员。"))
    asked = queries.requests(db, case)
    vacancy = vacancy_of(db, case) or vacate(db, actor, case, "request" if asked else "committee")
    for former in vacancy.nominations:
        if former.answer == "pending":
            former.answer, former.answered_at = "recalled", clock.now()
            acts.let_through(db, actor, case.matter, "mediator.recalled", former.mediator_id)
    for one in asked:
        _answer(db, actor, one, granted=True)
    db.flush()
    row = Nomination(vacancy_id=vacancy.id, case_id=case.id, committee_id=committee_id, mediator_id=account_id)
    assert actor.account is not None
    row.named_at, row.named_by = clock.now(), actor.account
    db.add(row)
    db.flush()
    audit.record(db, actor, "mediator.named", row, ["mediator_id", "committee_id"])
    acts.keep_out(db, actor, case.matter, account_id, "mediator.named")
    telling.tell_mediator(db, case, "mediation.to_declare", account_id)
    return row


def keep(db: Db, actor: Actor, case_id: uuid.UUID, request_id: uuid.UUID, reply: str) -> None:
    """There is nobody else: the party reads why, and goes on or stops, as they like (人民调解法 art.23)."""
    case = _held(db, actor, case_id)
    row = queries.request(db, case, request_id)
    if row.answered_at is not None:
        raise Conflict(_("这个请求已经答复过了。"))
    row.reply = reply
    _answer(db, actor, row, granted=False)
    speaker = cases.speakers(db, [row.party.person_id])[row.party.person_id]
    notify(db, "mediator.kept", person_id=speaker, matter_id=case.matter_id)


def _held(db: Db, actor: Actor, case_id: uuid.UUID) -> MediationCase:
    queries.to_name(db, actor, case_id)
    case = cases.locked(db, case_id)
    require(db, actor, NAME, case)
    if case.state not in REPLACEABLE:
        raise Conflict(_("这件调解现在不能换调解员。请看最新的情况。"))
    return case


def _answer(db: Db, actor: Actor, row: MediatorRequest, *, granted: bool) -> None:
    row.granted, row.answered_at, row.answered_by = granted, clock.now(), actor.account
    db.flush()
    audit.record(db, actor, "mediator.request_answered", row, ["granted", "reply"])
