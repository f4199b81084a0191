"""One loaded mediation: assigned, declared, agreed to, talked over, ended."""

import json
from datetime import datetime, timedelta

from mediation.consents.rules import RIGHTS_VERSION
from mediation.terminations.rules import limits_for, routes_for
from portal.app.load.file import File, Side
from portal.app.load.messages import invite, ring
from portal.app.load.talking import talk
from portal.directory.taxonomy.rules import load as taxonomy

ASSIGNED = timedelta(hours=20)
DECLARED = timedelta(hours=26)
ACCEPTED = timedelta(hours=50)
TERMINATED = timedelta(days=12)
RESOLVED = timedelta(days=20)
LABOUR = "CLK-12"
"""The one that counts from the application (劳动争议调解仲裁法 art.14)."""
ROOM_EVERY = 12
"""One in so many accepted mediations talked in a joint room; those that are in session sit in it."""


def mediate(file: File) -> datetime | None:
    """All that has happened in it; answers when it ended, if it has."""
    life = file.life
    case = file.making.new_id(life.at + ASSIGNED)
    ended = {"resolved": RESOLVED, "procedural": TERMINATED}.get(life.end or "")
    ended_at = life.at + ended if ended else None
    state = life.state or ("performed" if life.end == "resolved" else "terminated")
    accepted = state not in ("assigned", "consent_pending", "terminated")
    _assign(file, case, state, accepted, ended_at)
    if state != "assigned":
        _declare(file, case, accepted)
    if accepted:
        _accept(file, case)
    if accepted and not life.danger and (state == "in_session" or life.number % ROOM_EVERY == 0):
        talk(file, case, ended_at)
    if life.end == "procedural":
        assert ended_at is not None
        _terminate(file, case, ended_at)
    if life.end == "resolved":
        assert ended_at is not None
        file.next_key, file.next_due = "next.duties", None
        file.say(ended_at, "duty.confirm")
    return ended_at


def _assign(file: File, case: str, state: str, accepted: bool, ended_at: datetime | None) -> None:
    making, life, mediator = file.making, file.life, file.mediator
    at = life.at + ASSIGNED
    making.put(
        "mediation_cases",
        id=case,
        matter_id=file.id,
        center_id=file.ground.center,
        area_path=file.ground.area_path,
        committee_id=mediator.committee,
        mediator_id=mediator.account,
        state=state,
        round=1,
        public=life.number % 3 == 0 if accepted else None,
        assigned_at=at,
        declared_at=life.at + DECLARED if state != "assigned" else None,
        accepted_at=life.at + ACCEPTED if accepted else None,
        ended_at=ended_at,
        end_reason="refusal" if state == "terminated" else None,
        version=1,
    )
    file.seats.append((at, "committee", mediator.committee, None, "mediation.assigned"))
    if state == "assigned":
        file.seats.append((at, "undeclared", mediator.account, None, "mediation.assigned"))
    file.holder, file.next_key = mediator.committee, "next.conflict_check"
    file.say(at, "matter.assigned", f'{{"committee": {mediator.committee_name}}}', account=file.ground.dispatcher)
    if life.fresh:
        ring(file, case, at, "mediation.to_declare", read=state != "assigned")
        fields = ("committee", "mediator")
        making.audit(at, "matter.assigned", "matters", file.id, fields, account=file.ground.dispatcher)


def _declare(file: File, case: str, accepted: bool) -> None:
    making, mediator, at = file.making, file.mediator, file.life.at + DECLARED
    making.put(
        "mediation_declarations",
        id=making.new_id(at), case_id=case, mediator_id=mediator.account, ground=None, at=at,
    )  # fmt: skip
    file.seats.append((at, "mediator", mediator.account, None, "mediation.declared"))
    file.next_key, file.next_due = "next.replies", file.times.due("CLK-05", at).at
    name = json.dumps(mediator.name, ensure_ascii=False)
    file.say(at, "mediation.declared", f'{{"mediator": {name}}}', account=mediator.account)
    refused = file.life.end == "procedural"
    for side, answer in zip(file.sides, ("yes", "yes" if accepted else "no" if refused else "pending"), strict=True):
        _consent(file, case, side, answer)
    if file.life.fresh:
        invite(file, case, file.sides[1])
        making.audit(at, "mediation.declared", "mediation_cases", case, ("ground",), account=mediator.account)


def _consent(file: File, case: str, side: Side, answer: str) -> None:
    making = file.making
    answered = answer != "pending"
    file.making.put(
        "mediation_consents",
        id=making.new_id(file.life.at + DECLARED),
        case_id=case,
        party_id=side.party,
        round=1,
        answer=answer,
        answered_at=file.life.at + ACCEPTED if answered else None,
        answered_by=side.person if answered else None,
        recorded_by=None,
        channel="web" if answered else None,
        wants_public=file.life.number % 3 == 0 if answer == "yes" else None,
        rights_version=RIGHTS_VERSION if answer == "yes" else None,
        later_on=None,
        reminded_at=None,
        reason_sealed=None,
        version=1,
    )


def _accept(file: File, case: str) -> None:
    at, life = file.life.at + ACCEPTED, file.life
    file.seats.append((at, "party", file.sides[1].person, "b", "mediation.consented"))
    file.next_key = "next.arrange"
    legal = file.times.legal(file.story.class_code)
    begun = life.at if legal == LABOUR else at
    file.next_due = file.times.due(legal, begun).at
    day = file.times.day(at).isoformat()
    file.say(at, "mediation.accepted", f'{{"day": {{"day": "{day}"}}}}')
    fields = ("state", "to:accepted")
    file.making.audit(at, "mediation.moved", "mediation_cases", case, fields, person=file.sides[1].person)
    stop = (life.at + RESOLVED, "agreement.effective") if life.end == "resolved" else None
    file.times.put(file.making, file.id, legal, begun, stop)


def _terminate(file: File, case: str, at: datetime) -> None:
    """The other side would not: a notice that blames nobody and names the other routes (R-10)."""
    minor = taxonomy().minor(file.story.class_code)
    classes = frozenset({minor.code, minor.moj} if minor.moj else {minor.code})
    notice = file.making.new_id(at)
    file.next_key, file.next_due = "next.other_ways", None
    file.making.put(
        "mediation_terminations",
        id=notice,
        case_id=case,
        matter_id=file.id,
        party_id=None,
        reason="refusal",
        words_sealed=None,
        decided_by=None,
        at=at,
        routes=json.dumps(routes_for(classes)),
        limits=json.dumps(dict.fromkeys(limits_for(classes))),
    )
    file.say(at, "mediation.terminated")
    fields = ("party", "reason", "words")
    file.making.audit(at, "mediation.terminated", "mediation_terminations", notice, fields)
