"""Who was asked and who answered on the mediator's page, and the question on the party's own page."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import render_template, url_for
from markupsafe import Markup

from mediation.cases import queries as cases
from mediation.cases import reaching
from mediation.cases.models import MediationCase
from mediation.cases.policy import END, MEDIATE
from mediation.cases.words import mediator_name
from mediation.consents import queries, silence
from mediation.consents.models import PartyConsent
from mediation.consents.words import ANSWERS, CHANNELS
from mediation.invitations import queries as invitations
from mediation.invitations.models import Invitation
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.feature import Waiting
from portal.kernel.policy import Actor, Refused
from portal.matters.models import Matter, Party
from portal.matters.policy import CORRECT_PARTY
from portal.matters.queries import role_in
from portal.matters.words import GAPS, ROLES
from portal.notices.models import Delivery
from portal.notices.sentences import STATE_NAMES
from portal.people.persons.queries import guardian_gaps


@dataclass(frozen=True)
class Line:
    """One party as the mediator sees them: masked, with what they said and never why."""

    consent: PartyConsent
    name: str
    role: Any
    reached: reaching.Line
    answer: tuple[str, Any]
    channel: Any
    gap: Any
    invitation: Invitation | None
    delivery: Any
    may_invite: bool
    may_record: bool
    silent_from: date | None
    may_part: bool
    may_correct: bool


def on_case(db: Db, actor: Actor, case: MediationCase) -> Markup | None:
    """The parties, their answers, what was sent, and what the mediator can do now."""
    if case.declared_at is None:
        return None
    consents = queries.current(db, case)
    sent = invitations.by_party(db, case)
    ways = invitations.deliveries(db, list(sent.values()))
    day = clock.today(db.info["settings"].zone)
    gaps = guardian_gaps(db, [row.party.person for row in consents], day)
    asks = case.state == "consent_pending" and MEDIATE.allows(db, actor, case)
    reached = reaching.lines(db, actor, [row.party for row in consents])
    lines = [
        _line(row, reached[row.party_id], sent.get(row.party_id), ways, gaps.get(row.party.person_id), asks)
        for row in consents
    ]
    if CORRECT_PARTY.allows(db, actor, case.matter):
        lines = [replace(line, may_correct=True) for line in lines]
    if END.allows(db, actor, case):
        there = [line.consent.party for line in lines]
        lines = [_with_silence(db, case, there, line, day) for line in lines]
    return Markup(
        render_template(
            "mediation/consents/parties.html", case=case, lines=lines, asks=asks, complete=_two_sides(lines)
        )
    )


def _with_silence(db: Db, case: MediationCase, there: Sequence[Party], line: Line, day: date) -> Line:
    """From when on the others need not wait for this party, and whether that day has come."""
    first = silence.silent_from(db, case, there, line.consent, line.invitation)
    return replace(line, silent_from=first, may_part=first is not None and day >= first)


def _two_sides(lines: list[Line]) -> bool:
    return {"applicant", "respondent"} <= {line.consent.party.role for line in lines}


def _line(
    row: PartyConsent, reached: reaching.Line, invitation: Invitation | None, ways: Any, gap: str | None, asks: bool
) -> Line:  # fmt: skip
    delivery: Delivery | None = ways.get(invitation.notice_id) if invitation else None
    open_still = asks and row.answer in ("pending", "later")
    return Line(
        consent=row,
        name=row.party.person.name,
        role=ROLES[row.party.role],
        reached=reached,
        answer=ANSWERS[row.answer],
        channel=CHANNELS.get(row.channel or ""),
        gap=GAPS.get(gap or ""),
        invitation=invitation,
        delivery=STATE_NAMES[delivery.state] if delivery else None,
        may_invite=open_still and row.party.role != "applicant",
        may_record=open_still,
        silent_from=None,
        may_part=False,
        may_correct=False,
    )


def landing(db: Db, matter_id: uuid.UUID, person_id: uuid.UUID) -> str | None:
    """Whoever was invited and is not in the matter yet lands on the question."""
    who = Actor(person=person_id, scope=matter_id)
    try:
        before = queries.standing(db, who)
    except Refused:
        return None
    inside = role_in(db, who, before.case.matter)
    return None if inside or before.case.state != "consent_pending" else url_for("consents.reply")


def on_person(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """What the party still has to decide, or what they have agreed to."""
    try:
        before = queries.standing(db, actor)
    except Refused:
        return None
    if before.case.matter_id != matter.id or before.case.ended_at is not None:
        return None
    owes = before.case.state == "consent_pending" and before.consent.answer in ("pending", "later")
    others = [party.person.name for party in cases.parties(db, matter.id) if party.id != before.party.id]
    kind = Waiting if owes else Markup
    return kind(
        render_template(
            "mediation/consents/asked.html", before=before, case=before.case, owes=owes, others=others,
            mediator=mediator_name(before.case),
        )
    )  # fmt: skip
