"""A client's way through the pages: terms, name, time, slip, and everything they may do afterwards."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from counseling.booking import services as booking
from counseling.booking.models import Visit
from counseling.cases.models import Case
from counseling.consents import texts
from counseling.entrance.models import Entry
from counseling.records import services as records
from portal.app import Portal
from portal.kernel import clock
from portal.people.persons.models import Person
from portal.schedule.bookings.models import BookedStep, Booking
from tests.counseling import callers
from tests.world import World

OWN = ("/visits/mine", "/visits/readers", "/visits/notes", "/visits/agreed", "/visits/erase", "/visits/about")


def test_from_the_home_page_to_the_slip(portal: Portal, county: World, client: FlaskClient) -> None:
    assert 'href="/visits"' in callers.page(client, "/")
    assert "/visits/who" in callers.page(client, "/visits")
    callers.walk_in(client)
    code, pin = callers.take(client)
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", code)
    assert re.fullmatch(r"\d{6}", pin)
    mine = callers.page(client, "/visits/mine")
    assert "counsellor 同志" in mine
    assert code not in mine
    assert pin not in mine
    assert client.get("/visits/slip").location == "/visits/mine"
    with portal.database.reading() as db:
        assert db.scalars(select(Case.state)).all() == ["open"]
        assert db.scalar(select(func.count()).select_from(Person)) == 0


def test_code_and_pin_lead_back(county: World, client: FlaskClient) -> None:
    callers.walk_in(client)
    code, pin = callers.take(client)
    assert client.post("/visits/leave", data={}).location == "/"
    for path in OWN:
        assert client.get(path).status_code == 303
    assert client.post("/visits/enter", data={"code": code.lower(), "pin": pin}).location == "/visits/mine"
    assert callers.page(client, "/visits/mine")


def test_the_terms_are_agreed_to_one_by_one(portal: Portal, county: World, client: FlaskClient) -> None:
    client.post("/visits/who", data={"band": "adult"})
    terms = callers.page(client, "/visits/points")
    for point in texts.points(texts.CURRENT):
        assert point.title in terms
        assert point.text in terms
    assert "checked" not in terms
    for left in callers.EVERY:
        ticked = [key for key in callers.EVERY if key != left]
        assert client.post("/visits/points", data={"points": ticked}).status_code == 422
    with portal.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Case)) == 0
    assert client.post("/visits/points", data={"points": callers.EVERY}).status_code == 303


def test_nobody_comes_to_the_times_without_the_terms(county: World, client: FlaskClient) -> None:
    for path in ("/visits/about", "/visits/first", "/visits/times"):
        assert client.get(path).location == "/visits"
    assert client.get("/visits/points").location == "/visits/who"


@pytest.mark.parametrize(
    "told",
    [
        {"concern": "活着太累了，不想活了"},
        {"wanted": "我想死"},
        {"signs": ["death"]},
        {"signs": ["plan"]},
    ],
)
def test_danger_shows_the_numbers_first(county: World, client: FlaskClient, told: dict[str, object]) -> None:
    client.post("/visits/who", data={"band": "adult"})
    client.post("/visits/points", data={"points": callers.EVERY})
    answer = client.post("/visits/about", data=callers.answers(**told))
    assert answer.location == "/visits/first"
    first = callers.page(client, "/visits/first")
    for number in ("12356", "120", "110"):
        assert f'href="tel:{number}"' in first
    assert "/visits/times" in first


def test_out_of_hours_the_page_says_that_nobody_reads_it(county: World, client: FlaskClient) -> None:
    callers.walk_in(client, signs=["death"])
    assert "没有人在看" not in callers.page(client, "/visits/first")
    with clock.held(callers.TUESDAY + timedelta(hours=12)):
        client.post("/visits/leave", data={})
        callers.walk_in(client, signs=["death"])
        assert "没有人在看" in callers.page(client, "/visits/first")


def test_what_was_typed_is_not_lost(county: World, client: FlaskClient) -> None:
    client.post("/visits/who", data={"band": "adult"})
    client.post("/visits/points", data={"points": callers.EVERY})
    told = callers.answers(name="", channel="phone", concern="想说说工作", signs=[])
    answer = client.post("/visits/about", data=told)
    assert answer.status_code == 422
    assert "想说说工作" in answer.get_data(as_text=True)


def test_a_child_alone_leaves_no_trace_and_finds_numbers(portal: Portal, county: World, client: FlaskClient) -> None:
    assert client.post("/visits/who", data={"band": "alone"}).location == "/visits/together"
    for number in ("12355", "12356", "110"):
        assert f"tel:{number}" in callers.page(client, "/visits/together")
    with portal.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Case)) == 0


def test_a_guardian_books_for_a_child(county: World, client: FlaskClient) -> None:
    client.post("/visits/who", data={"band": "child"})
    family = {"born_on": "2015-03-09", "guardian_name": "施岚", "guardian_phone": "13800000222"}
    assert client.post("/visits/points", data={"points": callers.EVERY}).status_code == 422
    assert client.post("/visits/points", data={"points": callers.EVERY, **family}).status_code == 422
    told = {"points": callers.EVERY, "guardian_agrees": "y", **family}
    assert client.post("/visits/points", data={**told, "born_on": "2009-03-09"}).status_code == 422
    assert client.post("/visits/points", data=told).location == "/visits/about"
    client.post("/visits/about", data=callers.answers())
    assert callers.take(client)


def test_a_young_person_books_alone_and_is_told_what_is_missing(county: World, client: FlaskClient) -> None:
    callers.walk_in(client, "teen", terms={"born_on": "2010-05-01", "guardian": "later"})
    callers.take(client)
    assert "还要家长同意" in callers.page(client, "/visits/mine")
    together = {"points": callers.EVERY, "born_on": "2010-05-01", "guardian": "here", "guardian_agrees": "y"}
    together |= {"guardian_name": "施岚", "guardian_phone": "13800000222"}
    assert client.post("/visits/points", data=together).location == "/visits/mine"
    assert "还要家长同意" not in callers.page(client, "/visits/mine")


def test_new_words_are_asked_anew(county: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    callers.walk_in(client)
    callers.take(client)
    assert "说明有了改动" not in callers.page(client, "/visits/mine")
    changed = texts.points(texts.CURRENT)
    monkeypatch.setattr(texts, "points", lambda _version: changed)
    monkeypatch.setattr(texts, "CURRENT", "2027-01")
    assert "说明有了改动" in callers.page(client, "/visits/mine")
    assert client.get("/visits/times").location == "/visits/points"
    assert client.post("/visits/points", data={"points": callers.EVERY}).location == "/visits/mine"
    assert "说明有了改动" not in callers.page(client, "/visits/mine")


def test_changing_the_time_gives_the_former_one_to_others(portal: Portal, county: World, client: FlaskClient) -> None:
    callers.walk_in(client)
    callers.take(client, 0)
    other = callers.times(client)[1]
    assert client.post("/visits/times", data={"slot": other}).location == "/visits/mine"
    with portal.database.reading() as db:
        assert sorted(db.scalars(select(Visit.state))) == ["booked", "cancelled"]
        standing = db.scalars(select(Booking).where(Booking.cancelled_at.is_(None))).one()
        assert set(db.scalars(select(BookedStep.booking_id))) == {standing.id}


def test_cancelling_frees_the_hour_and_asks_no_reason(portal: Portal, county: World, client: FlaskClient) -> None:
    callers.walk_in(client)
    callers.take(client)
    assert client.post("/visits/cancel", data={}).location == "/visits/mine"
    assert "没有约好的时间" in callers.page(client, "/visits/mine")
    assert client.post("/visits/cancel", data={}).status_code == 409
    with portal.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(BookedStep)) == 0


def test_a_taken_time_is_said_and_the_list_shown_anew(county: World, client: FlaskClient) -> None:
    callers.walk_in(client)
    slot = next(one for one in callers.times(client) if "-visit-" in one)
    faster = client.application.test_client()
    callers.walk_in(faster)
    callers.take(faster, 0)
    assert client.post("/visits/times", data={"slot": slot}).location == "/visits/times"
    assert "刚刚被别人约走了" in callers.page(client, "/visits/times")


def test_two_presses_are_one_visit(portal: Portal, county: World, client: FlaskClient) -> None:
    callers.walk_in(client)
    form = {"slot": callers.times(client)[0], "once": "same-page"}
    assert [client.post("/visits/times", data=form).location for _ in range(2)] == ["/visits/slip"] * 2
    with portal.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Visit)) == 1


def test_the_client_reads_the_part_written_for_them(portal: Portal, county: World, client: FlaskClient) -> None:
    callers.walk_in(client)
    callers.take(client)
    actor = county.actor("counsellor")
    with portal.database.writing() as db:
        visit = booking.settle(db, actor, db.scalars(select(Visit.id)).one(), "arrived")
        record = records.begin(db, actor, visit.id)
        records.save(db, actor, record.id, callers.CONTENT, callers.GRAVE, "我的笔记")
    assert callers.CONTENT.summary not in callers.page(client, "/visits/notes")
    with portal.database.writing() as db:
        records.sign(db, actor, record.id)
    notes = callers.page(client, "/visits/notes")
    assert callers.CONTENT.summary in notes
    assert callers.CONTENT.plan in notes
    for hidden in (callers.CONTENT.condition, callers.CONTENT.theme, callers.GRAVE.basis, "我的笔记"):
        assert hidden not in notes


def test_taking_consent_back_shuts_the_case_and_it_can_be_opened_again(
    portal: Portal, county: World, client: FlaskClient
) -> None:
    callers.walk_in(client)
    callers.take(client)
    case = callers.the_case(portal)
    staff = client.application.test_client()
    county.sign_in(staff, portal.database, "counsellor")
    assert staff.get(f"/desk/visits/{case.id}").status_code == 200
    assert client.post("/visits/agreed", data={}).location == "/visits/mine"
    assert staff.get(f"/desk/visits/{case.id}").status_code == 404
    assert "木棉花" not in callers.page(staff, "/desk/visits")
    assert "已收回同意" in callers.page(client, "/visits/mine")
    assert client.post("/visits/points", data={"points": callers.EVERY}).location == "/visits/mine"
    assert callers.the_case(portal).state == "open"
    assert staff.get(f"/desk/visits/{case.id}").status_code == 200


def test_erasing_asks_for_the_pin_and_ends_everything(portal: Portal, county: World, client: FlaskClient) -> None:
    callers.walk_in(client)
    code, pin = callers.take(client)
    wrong = "000000" if pin != "000000" else "111111"
    assert client.post("/visits/erase", data={"pin": wrong}).status_code == 422
    assert callers.the_case(portal).state == "open"
    assert client.post("/visits/erase", data={"pin": pin}).location == "/"
    assert callers.the_case(portal).state == "erased"
    for path in OWN:
        assert client.get(path).status_code == 303
    assert client.post("/visits/enter", data={"code": code, "pin": pin}).status_code == 422
    with portal.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Entry)) == 0


def test_five_wrong_pins_shut_the_door_whether_the_code_exists_or_not(county: World, client: FlaskClient) -> None:
    callers.walk_in(client)
    code, pin = callers.take(client)
    client.post("/visits/leave", data={})
    wrong = "000000" if pin != "000000" else "111111"
    answers: list[list[str]] = []
    for typed in (code, "ABCD-2345"):
        pages = [client.post("/visits/enter", data={"code": typed, "pin": wrong}) for _ in range(5)]
        assert {one.status_code for one in pages} == {422}
        answers.append([re.sub(r'value="[^"]*"', "", one.get_data(as_text=True)).partition("<h1")[2] for one in pages])
    assert answers[0] == answers[1]
    assert client.post("/visits/enter", data={"code": code, "pin": pin}).status_code == 422
    with clock.held(callers.TUESDAY + timedelta(minutes=16)):
        assert client.post("/visits/enter", data={"code": code, "pin": pin}).location == "/visits/mine"


def test_half_an_hour_without_a_look_ends_the_visit_to_the_pages(county: World, client: FlaskClient) -> None:
    callers.walk_in(client)
    callers.take(client)
    with clock.held(callers.TUESDAY + timedelta(minutes=29)):
        callers.page(client, "/visits/mine")
    with clock.held(callers.TUESDAY + timedelta(minutes=58)):
        callers.page(client, "/visits/mine")
    with clock.held(callers.TUESDAY + timedelta(minutes=89)):
        assert client.get("/visits/mine").location == "/visits/enter"
