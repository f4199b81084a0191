"""One loaded matter from the counter to triage, as the services would have written it."""

import json
from datetime import datetime, timedelta
from functools import cache

from portal.app.load import words
from portal.app.load.file import File, Side
from portal.app.load.words import Story
from portal.intake.triage.rules import suggest
from portal.people.consents.texts import NOTICE_VERSION

TRIAGED = timedelta(hours=3)
DECLINED = timedelta(hours=5)


def register(file: File) -> None:
    """Code, parties, who sees it from the first moment, the machine's proposal, the consent, the PIN."""
    making, at = file.making, file.life.at
    file.id = making.new_id(at)
    file.holder = file.ground.center
    file.next_due = file.times.due("CLK-01", at).at
    applicant, other = (_party(file, number) for number in (1, 2))
    file.sides = [applicant, other]
    file.seats += [
        (at, "desk", file.ground.center, None, "matter.registered"),
        (at, "party", applicant.person, "a", "matter.registered"),
    ]
    file.say(at, "matter.registered", account=file.ground.clerk)
    making.audit(at, "matter.registered", "matters", file.id, ("source", "parties"), account=file.ground.clerk)
    if file.life.stage in ("registered", "triaged", "routed"):
        _receipt(file, applicant)


def _receipt(file: File, applicant: Side) -> None:
    """What the counter writes besides; of older matters it has been tidied away."""
    making, at, clerk = file.making, file.life.at, file.ground.clerk
    making.put(
        "consents",
        id=(consent := making.new_id(at)),
        person_id=applicant.person,
        purpose="service",
        text_version=NOTICE_VERSION,
        channel="counter",
        at=at,
        recorded_by=clerk,
        withdrawn_at=None,
    )
    making.put(
        "case_pins",
        id=making.new_id(at),
        matter_id=file.id,
        person_id=applicant.person,
        mac=making.mac("codes", "pin", bytes.fromhex(file.id), f"{making.draw.randrange(10**6):06}"),
        purpose="receipt",
        created_at=at,
        expires_at=None,
        ended_at=None,
    )
    for side in file.sides:
        making.audit(at, "person.added", "persons", side.person, ("address", "name", "phone"), account=clerk)
    fields = ("channel", "purpose", "text_version")
    making.audit(at, "consent.given", "consents", consent, fields, account=clerk)


def _party(file: File, position: int) -> Side:
    making, draw, at = file.making, file.making.draw, file.life.at
    person, party = making.new_id(at), making.new_id(at)
    firm = position == 2 and draw.random() < 0.15
    name = draw.choice(words.FIRMS) if firm else words.natural_name(draw)
    phone = words.fake_phone(draw)
    making.put(
        "persons",
        id=person,
        center_id=file.ground.center,
        kind="legal" if firm else "natural",
        name=name,
        phone_sealed=phone,
        phone_mac=making.mac("pii", "phone", phone),
        address_sealed=words.fake_address(draw),
        contact_channel="sms",
        phone_shared=False,
        locale="zh",
        created_at=at,
        version=1,
    )
    making.put(
        "parties",
        id=party,
        matter_id=file.id,
        person_id=person,
        role="applicant" if position == 1 else "respondent",
        side="a" if position == 1 else "b",
        position=position,
        left_at=None,
        version=1,
    )
    return Side(party, person, name, phone)


def triage(file: File) -> None:
    """The machine's proposal, and the decision of a person where it has been taken (R-19)."""
    decided = file.life.stage != "registered"
    at, account = file.life.at + TRIAGED, file.ground.dispatcher
    file.making.put(
        "triage",
        matter_id=file.id,
        proposal_sealed=_proposal(file.story),
        proposed_at=file.life.at,
        class_code=file.story.class_code if decided else None,
        mode="M" if decided else None,
        reason_sealed=None,
        dangers='["now"]' if decided and file.life.danger else "[]",
        decided_by=account if decided else None,
        decided_at=at if decided else None,
        version=1,
    )
    if decided:
        file.next_key, file.next_due = "next.assign", None
        file.say(at, "matter.triaged", account=account)
        fields = ("class_code", "dangers", "mode", "reason")
        file.making.audit(at, "triage.decided", "matters", file.id, fields, account=account)


@cache
def _proposal(story: Story) -> str:
    """What the matcher says of such a story; the names and sums in it do not matter to it."""
    found = suggest(story.text.format(when="上个月", sum=3000, other="对方"))
    candidates = [{"code": one.code, "score": one.score, "matched": one.matched} for one in found.candidates]
    return json.dumps(
        {
            "candidates": candidates,
            "service": found.service,
            "danger": found.danger,
            "danger_matched": found.danger_matched,
            "limit": found.limit,
        },
        ensure_ascii=False,
    )


def decline(file: File) -> datetime:
    """Not for a committee: told why and where else to go; answers when it was closed."""
    at, account = file.life.at + DECLINED, file.ground.dispatcher
    ground, sentence = "already_handled", "派出所已经受理并在处理。"
    file.next_key = "next.other_routes"
    made = {"words_sealed": sentence, "decided_by": account, "decided_at": at}
    file.making.put("declines", matter_id=file.id, ground=ground, **made)
    file.say(at, "matter.declined", account=account)
    file.making.audit(at, "matter.declined", "matters", file.id, ("ground", "words"), account=account)
    return at
