"""A resident at the door: from the home page to the receipt, without an account and without a script."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import func, select

from legal.consultations.models import Consultation
from portal.app import Portal
from portal.intake.alarms.models import Alarm
from portal.kernel import clock
from portal.matters.rules import show_code
from tests.legal import browsing, office
from tests.mediation import dispute
from tests.world import World


@pytest.fixture
def door(client: FlaskClient, portal: Portal, world: World) -> Iterator[FlaskClient]:
    """A browser on Monday morning in a county whose lawyers keep hours."""
    with portal.database.writing() as db:
        office.furnish(db, world)
    with clock.held(office.NOW):
        yield client


def one(portal: Portal) -> Consultation:
    with portal.database.reading() as db:
        row = db.scalars(select(Consultation).order_by(Consultation.id.desc())).first()
        assert row is not None
        assert row.matter.code
        return row


def code_of(portal: Portal) -> str:
    with portal.database.reading() as db:
        row = db.scalars(select(Consultation)).one()
        return show_code(row.matter.code)


def test_the_home_page_opens_the_door_only_while_lawyers_keep_hours(client: FlaskClient, world: World) -> None:
    assert world
    home = browsing.page(client, "/")
    assert "目前通过电话办理" in home
    assert "/legal" not in home
    assert "请打电话" in browsing.page(client, "/legal")


def test_the_whole_way(door: FlaskClient, portal: Portal) -> None:
    assert 'href="/legal"' in browsing.page(door, "/")
    start = browsing.page(door, "/legal")
    assert "<textarea" not in start  # the notice comes before the first input
    assert "11月23日 09:45" in start
    browsing.fill(door)
    times = browsing.page(door, "/legal/time")
    assert browsing.starts(times)[0] == "23 01:45"
    assert "24 01:00" in browsing.starts(times)
    chosen = next(value for value in browsing.slots(times) if "2026-11-24T01:00" in value)
    assert browsing.send(door, "/legal/time", slot=chosen) == "/legal/receipt"
    receipt = browsing.page(door, "/legal/receipt")
    row = one(portal)
    for words in (code_of(portal), "09:00–09:30", "lawyer 同志", "青禾县书院路20号", "法律咨询室", "身份证", "07:00"):
        assert words in receipt, words
    assert office.STORY not in receipt
    assert browsing.send(door, "/legal/receipt") == "/my/consultation"
    assert "已约好" in browsing.page(door, "/my/consultation")
    assert row.state == "booked"


def test_nothing_is_lost_when_somebody_else_was_faster(door: FlaskClient, app: Flask, portal: Portal) -> None:
    browsing.fill(door)
    times = browsing.page(door, "/legal/time?mode=visit")
    first = browsing.slots(times)[0]
    other = app.test_client()
    browsing.fill(other, name="卞立言", phone="13800008765")
    browsing.send(other, "/legal/time", slot=first)
    refused = browsing.send(door, "/legal/time?mode=visit", 422, slot=first)
    assert "刚刚被别人约走了" in refused
    assert first not in browsing.slots(refused)
    following = browsing.slots(refused)[0]
    assert "厂里三个月" in browsing.page(door, "/legal/ask/question")  # what was typed is still there
    browsing.send(door, "/legal/time", slot=following)
    with portal.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Consultation)) == 2


def test_two_presses_book_once(door: FlaskClient, portal: Portal) -> None:
    browsing.fill(door)
    times = browsing.page(door, "/legal/time")
    once = re.findall(r'name="once"[^>]* value="([^"]+)"', times)[-1]
    slot = browsing.slots(times)[0]
    for _press in range(2):
        assert browsing.send(door, "/legal/time", slot=slot, once=once) == "/legal/receipt"
    assert browsing.send(door, "/legal/time", slot=browsing.slots(times)[1]) == "/legal/receipt"
    with portal.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Consultation)) == 1


def test_finding_by_lawyer_way_and_day(door: FlaskClient, world: World) -> None:
    browsing.fill(door)
    lawyer2 = world.accounts["lawyer2"].id.hex
    only = browsing.page(door, f"/legal/time?lawyer={lawyer2}")
    assert browsing.slots(only)
    assert all(lawyer2 in value for value in browsing.slots(only))
    visits = browsing.page(door, "/legal/time?mode=visit&first=2026-11-26")
    assert browsing.starts(visits)[0] == "26 01:00"
    assert all(value.endswith("visit") for value in browsing.slots(visits))
    later = re.search(r'href="(/legal/time\?[^"]*first=[^"]+)"', visits)
    assert later is not None
    assert browsing.starts(browsing.page(door, later.group(1)))
    for nonsense in ("?mode=x&lawyer=y&first=z", "?first=1999-01-01", "?first=2099-01-01"):
        browsing.page(door, f"/legal/time{nonsense}")


def test_nonsense_for_a_time_is_refused_kindly(door: FlaskClient) -> None:
    browsing.fill(door)
    for nonsense in ("", "x", "2026-11-24T01:00:00+00:00|1|2|visit", "a|b|c|d|e"):
        assert "请选一个时间" in browsing.send(door, "/legal/time", 422, slot=nonsense)


def test_steps_left_out_are_asked_for(door: FlaskClient) -> None:
    assert browsing.send(door, "/legal") == "/legal/ask/question"
    assert door.get("/legal/time").headers["Location"] == "/legal/ask/question"
    assert door.get("/legal/ask/nothing").status_code == 404
    missing = browsing.send(door, "/legal/ask/question", 422, story="工资")
    assert "请选一类" in missing
    assert "工资" in missing


def test_danger_first(door: FlaskClient, portal: Portal) -> None:
    browsing.send(door, "/legal")
    where = browsing.send(door, "/legal/ask/question", topic="family", story="他拿着刀在门口，说要杀了我")
    assert where == "/legal/danger?after=question"
    text = browsing.page(door, where)
    assert "tel:110" in text
    assert "手机号应是" in browsing.send(door, where, 200, phone="12")
    browsing.send(door, where, phone="13800001111")
    with portal.database.reading() as db:
        assert db.scalars(select(Alarm)).one().phone == "13800001111"
    assert 'href="/legal/ask/safety"' in text
    assert browsing.send(door, "/legal/ask/safety", dangers="threat") == "/legal/danger?after=safety"


def test_a_lawyer_of_the_other_side_has_no_time_and_nobody_says_why(
    door: FlaskClient, app: Flask, world: World
) -> None:
    browsing.fill(door, other_name="卞立言", other_phone="13800008765")
    lawyer = world.accounts["lawyer"].id.hex
    times = browsing.page(door, f"/legal/time?lawyer={lawyer}")
    browsing.send(door, "/legal/time", slot=browsing.slots(times)[0])
    other = app.test_client()
    browsing.fill(other, name="卞立言", phone="13800008765")
    assert "没有空着的了" in browsing.page(other, f"/legal/time?lawyer={lawyer}")
    assert all(lawyer not in value for value in browsing.slots(browsing.page(other, "/legal/time")))
    refused = browsing.send(other, "/legal/time", 422, slot=browsing.slots(times)[5])
    assert "申小明" not in refused


def test_english_on_a_phone(door: FlaskClient) -> None:
    door.set_cookie("locale", "en")
    browsing.fill(door)
    for path in ("/legal", "/legal/ask/question", "/legal/ask/person", "/legal/ask/contact", "/legal/time"):
        text = re.sub(
            r"<nav.*?</nav>|<header.*?</header>|<footer.*?</footer>", "", browsing.page(door, path), flags=re.S
        )
        shown = re.sub(r"<[^>]+>", "", text)
        assert "请" not in shown, path


def come_in(client: FlaskClient, portal: Portal, row: Consultation, world: World) -> None:
    world.come_with_code(client, portal.database, row.person_id, row.matter_id)


def booked(door: FlaskClient, portal: Portal) -> tuple[Consultation, str]:
    """Booked for Tuesday at nine; the consultation and its PIN."""
    browsing.fill(door)
    times = browsing.page(door, "/legal/time?first=2026-11-24")
    browsing.send(door, "/legal/time", slot=browsing.slots(times)[0])
    return one(portal), browsing.pin_of(browsing.page(door, "/legal/receipt"))


def test_by_code_and_pin_one_lands_on_the_appointment(door: FlaskClient, app: Flask, portal: Portal) -> None:
    _row, pin = booked(door, portal)
    stranger = app.test_client()
    assert stranger.get("/my/consultation").status_code == 303
    wrong = browsing.send(stranger, "/case", 422, code=code_of(portal), pin="000000" if pin != "000000" else "111111")
    assert office.NAME not in wrong
    assert browsing.send(stranger, "/case", code=code_of(portal), pin=pin) == "/my/consultation"
    assert "lawyer 同志" in browsing.page(stranger, "/my/consultation")
    assert "我的预约" in browsing.page(stranger, "/my/matter")


def test_changing_and_cancelling_by_oneself(door: FlaskClient, portal: Portal) -> None:
    row, _pin = booked(door, portal)
    times = browsing.page(door, "/my/consultation/change?first=2026-11-25")
    chosen = browsing.slots(times)[0]
    stale = browsing.send(door, "/my/consultation/change", 409, slot=chosen, seen=row.version + 9)
    assert "有了变化" in stale
    assert browsing.send(door, "/my/consultation/change", slot=chosen, seen=row.version) == "/my/consultation"
    mine = browsing.page(door, "/my/consultation")
    assert "11月25日" in mine
    version = one(portal).version
    browsing.page(door, "/my/consultation/cancel")
    browsing.send(door, "/my/consultation/cancel", seen=version)
    assert "已经取消" in browsing.page(door, "/my/consultation")
    assert door.get("/my/consultation/cancel").status_code == 303


def test_after_the_limit_the_page_says_call(door: FlaskClient, portal: Portal, world: World) -> None:
    row, _pin = booked(door, portal)
    with clock.held(row.starts_at - timedelta(hours=1)):
        come_in(door, portal, row, world)
        mine = browsing.page(door, "/my/consultation")
        assert "0900-1234567" in mine
        assert "/my/consultation/change" not in mine
        for path in ("/my/consultation/change", "/my/consultation/cancel"):
            assert door.get(path).headers["Location"] == "/my/consultation"


def test_the_calendar_file_says_nothing_of_law(door: FlaskClient, portal: Portal) -> None:
    row, _pin = booked(door, portal)
    answer = door.get("/my/consultation/appointment.ics")
    assert answer.mimetype == "text/calendar"
    file = Calendar.from_ical(answer.get_data())
    (event,) = file.walk("VEVENT")
    assert event["dtstart"].dt == row.starts_at
    assert event["dtend"].dt == row.ends_at
    assert {"UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "STATUS"} <= set(event)
    assert event["status"] == "CONFIRMED"
    plain = answer.get_data(as_text=True).replace("\r\n ", "")
    for words in ("律师", "法律", office.NAME, office.STORY, "lawyer"):
        assert words not in plain, words
    assert all(len(line.encode()) <= 75 for line in answer.get_data(as_text=True).split("\r\n"))


def test_from_the_page_of_a_dispute(door: FlaskClient, portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        mine, other = dispute.applicant(db, case), dispute.respondent(db, case)
    world.come_with_code(door, portal.database, mine.person_id, case.matter_id)
    assert "约一位律师" in browsing.page(door, "/my/matter")
    assert browsing.send(door, "/my/matter/ask-lawyer") == "/legal/ask/question"
    browsing.send(door, "/legal/ask/question", topic="neighbour", story="楼上漏水谁赔")
    browsing.send(door, "/legal/ask/safety", dangers="none")
    browsing.send(door, "/legal/ask/contact", channel="sms")
    browsing.send(door, "/legal/time", slot=browsing.slots(browsing.page(door, "/legal/time"))[0])
    browsing.page(door, "/legal/receipt")
    assert browsing.send(door, "/legal/receipt") == "/my/matter"  # still in the dispute
    assert "预约编码" in browsing.page(door, "/my/matter")
    world.come_with_code(door, portal.database, other.person_id, case.matter_id)
    assert "预约编码" not in browsing.page(door, "/my/matter")
