"""A danger that comes to light in the middle: nobody is left in one room with the other, and nobody reads why."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from mediation.rooms.listening import NOBODY_HERE, NUMBERS
from mediation.rooms.services import SHUT_WORDS, open_caucus
from portal.intake.alarms.models import Alarm
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Refused
from portal.matters.models import Matter
from portal.matters.services import flag_danger
from portal.matters.telling import timeline_for
from portal.notices.models import Notice
from portal.rooms.rooms import queries as rooms
from portal.rooms.rooms import services as talk
from tests.mediation import dispute
from tests.world import World


def test_what_was_open_to_both_is_shut_and_caucuses_go_on(db: Db, world: World) -> None:
    case = dispute.at(db, world, "in_session")
    joint = dispute.open_joint(db, world.actor("mediator"), case)
    caucus = open_caucus(db, world.actor("mediator"), case.id, "a")
    matter = db.get_one(Matter, case.matter_id)
    flag_danger(db, SYSTEM, matter)
    assert (joint.closed_at is not None, caucus.closed_at) == (True, None)
    assert [one["text"] for one in rooms.messages_before(db, joint, None)] == [SHUT_WORDS]
    rung = select(Notice.account_id).where(Notice.key == "room.danger")
    assert db.scalars(rung).all() == [world.actor("mediator").account]
    for party in (dispute.applicant(db, case), dispute.respondent(db, case)):
        said = " ".join(str(line.text) for line in timeline_for(db, dispute.visitor(party), matter))
        assert "危险" not in said


WORDS = ["你等着，我今晚拿刀砍死你全家", "他说再不答应就拿刀砍死我"]


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("kind", ["joint", "caucus"])
def test_danger_told_in_a_room_is_heard(db: Db, world: World, kind: str, words: str) -> None:
    case = dispute.at(db, world, "in_session")
    joint = dispute.open_joint(db, world.actor("mediator"), case)
    caucus = open_caucus(db, world.actor("mediator"), case.id, "a")
    room = joint if kind == "joint" else caucus
    party = dispute.visitor(dispute.applicant(db, case))
    assert talk.say(db, party, room.id, words, "1") == 1
    matter = db.get_one(Matter, case.matter_id)
    assert (matter.danger, matter.joint_barred, joint.closed_at is not None, caucus.closed_at) == (
        True,
        True,
        True,
        None,
    )
    (alarm,) = db.scalars(select(Alarm).where(Alarm.matter_id == matter.id)).all()
    assert (alarm.source, bool(alarm.matched)) == ("room", True)
    lines = [one["text"] for one in rooms.messages_before(db, room, None)]
    assert [line.removesuffix(f" {NOBODY_HERE}") for line in lines] == [
        words,
        NUMBERS,
        *([SHUT_WORDS] if kind == "joint" else []),
    ]
    with pytest.raises(Refused):
        talk.say(db, dispute.visitor(dispute.respondent(db, case)), joint.id, "怎么了", "2")


def test_one_alarm_however_often_it_is_said(db: Db, world: World) -> None:
    case = dispute.at(db, world, "in_session")
    caucus = open_caucus(db, world.actor("mediator"), case.id, "a")
    for number, words in enumerate(WORDS):
        talk.say(db, dispute.visitor(dispute.applicant(db, case)), caucus.id, words, str(number))
    assert len(db.scalars(select(Alarm).where(Alarm.matter_id == case.matter_id)).all()) == 1


@pytest.mark.parametrize("words", ["刀我已经买好了", "我在楼顶"])
def test_what_sounds_like_danger_is_shown_to_the_mediator_and_shuts_nothing(db: Db, world: World, words: str) -> None:
    case = dispute.at(db, world, "in_session")
    joint = dispute.open_joint(db, world.actor("mediator"), case)
    talk.say(db, dispute.visitor(dispute.applicant(db, case)), joint.id, words, "1")
    rung = select(Notice.account_id).where(Notice.key == "room.worry")
    assert db.scalars(rung).all() == [world.actor("mediator").account]
    assert (db.get_one(Matter, case.matter_id).danger, joint.closed_at) == (False, None)


def test_the_alarm_knows_who_spoke(db: Db, world: World) -> None:
    """Whoever answers calls them, never the other side."""
    case = dispute.at(db, world, "in_session")
    for number, party in enumerate((dispute.respondent(db, case), dispute.applicant(db, case))):
        caucus = open_caucus(db, world.actor("mediator"), case.id, party.side)
        talk.say(db, dispute.visitor(party), caucus.id, WORDS[number], str(number))
    told = db.scalars(select(Alarm.person_id).where(Alarm.matter_id == case.matter_id).order_by(Alarm.id)).all()
    assert told == [dispute.respondent(db, case).person_id, dispute.applicant(db, case).person_id]


@pytest.mark.parametrize("hour", [3, 10])
def test_out_of_hours_the_room_says_that_nobody_reads(db: Db, world: World, hour: int) -> None:
    case = dispute.at(db, world, "in_session")
    caucus = open_caucus(db, world.actor("mediator"), case.id, "a")
    with clock.held(datetime(2030, 3, 6, hour, 0, tzinfo=ZoneInfo("Asia/Shanghai"))):
        talk.say(db, dispute.visitor(dispute.applicant(db, case)), caucus.id, WORDS[0], "1")
    said = rooms.messages_before(db, caucus, None)[1]["text"]
    assert (NOBODY_HERE in said) is (hour == 3)


@pytest.mark.parametrize(
    "words",
    ["急死我了，快点吧", "嗯。你早这么说，我也不会跑到这里来。", "这个价我亏死了", "我可以少要一点，但要在月底前"],
)
def test_harmless_words_stop_nothing(db: Db, world: World, words: str) -> None:
    case = dispute.at(db, world, "in_session")
    joint = dispute.open_joint(db, world.actor("mediator"), case)
    talk.say(db, dispute.visitor(dispute.applicant(db, case)), joint.id, words, "1")
    talk.say(db, world.actor("mediator"), joint.id, "刚才有人说要拿刀砍人，这种话不能说。", "2")
    assert (db.get_one(Matter, case.matter_id).danger, joint.closed_at) == (False, None)
