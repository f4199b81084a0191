"""The counsellor's pages, and what everybody else meets at the same addresses."""

import html
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from counseling.booking import services as booking
from counseling.booking.models import Visit
from counseling.cases import queries as cases
from counseling.cases.models import Case
from counseling.cases.rules import Details
from counseling.records.models import Record
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.audit import AuditLine
from portal.kernel.db import Db
from portal.kernel.policy import Refused
from tests.counseling import callers
from tests.world import World

EVERYBODY = (
    "clerk", "dispatcher", "duty", "mediator", "head", "secretary", "police", "admin", "centre_head", "counsellor2",
    "watcher", "figures", "auditor", "dpo", "supervisor", "social",
)  # fmt: skip


@pytest.fixture
def visit(portal: Portal, county: World) -> Visit:
    with portal.database.writing() as db:
        return callers.booked(db, county)


@pytest.fixture
def desk(portal: Portal, county: World, client: FlaskClient, visit: Visit) -> FlaskClient:
    """The counsellor's browser."""
    assert visit
    county.sign_in(client, portal.database, "counsellor")
    return client


def test_the_day_shows_who_comes(desk: FlaskClient, visit: Visit) -> None:
    day = callers.page(desk, "/desk/visits")
    assert "木棉花" in day
    assert f"/desk/visits/{visit.case_id}" in day
    assert ">来访安排" in callers.page(desk, "/desk")


def test_from_arrival_to_a_finished_record(portal: Portal, desk: FlaskClient, visit: Visit) -> None:
    assert desk.post(f"/desk/visits/hours/{visit.id}/arrived", data={}).location == "/desk/visits"
    edit = desk.post(f"/desk/visits/hours/{visit.id}/record", data={}).location
    assert re.fullmatch(r"/desk/visits/notes/[0-9a-f-]{36}", edit)
    half = {"theme": "睡不着", "condition": "疲倦", "notes": "只给我自己看"}
    assert desk.post(edit, data={**half, "keep": "y"}).location == edit
    assert "只给我自己看" in callers.page(desk, edit)
    refused = desk.post(edit, data={**half, "finish": "y"})
    assert refused.status_code == 422
    assert "请写给来访者的要点" in refused.get_data(as_text=True)
    whole = {**half, "summary": "慢慢来", "level": "none", "finish": "y"}
    assert desk.post(edit, data=whole).location == f"/desk/visits/{visit.case_id}"
    locked = callers.page(desk, edit)
    assert "完成并锁定，之后没有改动过" in locked
    assert 'name="summary"' not in locked
    assert desk.post(f"{edit}/added", data={"words": ""}).status_code == 422
    assert desk.post(f"{edit}/added", data={"words": "补记一句"}).location == edit
    assert "补记一句" in callers.page(desk, edit)
    with portal.database.reading() as db:
        assert db.scalars(select(Record.state)).all() == ["signed"]


def test_a_grade_below_the_answers_asks_for_its_reason(desk: FlaskClient, visit: Visit) -> None:
    desk.post(f"/desk/visits/hours/{visit.id}/arrived", data={})
    edit = desk.post(f"/desk/visits/hours/{visit.id}/record", data={}).location
    told = {"theme": "累", "summary": "慢慢来", "plan_mark": "clear", "level": "low", "finish": "y"}
    refused = desk.post(edit, data=told)
    assert refused.status_code == 422
    assert "至少是“高”" in refused.get_data(as_text=True)
    assert desk.post(edit, data={**told, "basis": "说的是十年前的事"}).status_code == 303


def test_a_stale_page_does_not_write_over_a_newer_one(desk: FlaskClient, visit: Visit) -> None:
    desk.post(f"/desk/visits/hours/{visit.id}/arrived", data={})
    edit = desk.post(f"/desk/visits/hours/{visit.id}/record", data={}).location
    page = callers.page(desk, edit)
    assert desk.post(edit, data={**kept(page), "theme": "一", "level": "low", "plan": "再来"}).status_code == 303
    late = desk.post(edit, data={**kept(page), "theme": "二", "summary": "慢慢来"})
    assert late.status_code == 409
    text = late.get_data(as_text=True)
    assert all(words in text for words in ("刚刚被改成了“一”", 'value="二"', "慢慢来", "再来"))
    assert desk.post(edit, data={**kept(text), "theme": "二"}).status_code == 303


def test_what_was_typed_on_another_page_is_not_lost_when_the_record_was_finished(
    desk: FlaskClient, visit: Visit
) -> None:
    desk.post(f"/desk/visits/hours/{visit.id}/arrived", data={})
    edit = desk.post(f"/desk/visits/hours/{visit.id}/record", data={}).location
    page = callers.page(desk, edit)
    desk.post(edit, data={"theme": "一", "summary": "慢慢来", "level": "none", "finish": "y"})
    late = desk.post(edit, data={**kept(page), "theme": "二", "did": "多写了一段"})
    assert late.status_code == 409
    assert "多写了一段" in late.get_data(as_text=True)


def kept(page: str) -> dict[str, str]:
    """What the page carries along: its version and what it showed."""
    found = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) for name in ("seen", "shown")}
    assert all(found.values())
    return {name: html.unescape(match[1]) for name, match in found.items() if match}


def test_missing_is_noted_after_the_time(portal: Portal, county: World, desk: FlaskClient, visit: Visit) -> None:
    assert desk.post(f"/desk/visits/hours/{visit.id}/missed", data={}).status_code == 409
    assert desk.post(f"/desk/visits/hours/{visit.id}/vanished", data={}).status_code == 404
    with clock.held(visit.starts_at + timedelta(minutes=20)):
        county.sign_in(desk, portal.database, "counsellor")
        assert desk.post(f"/desk/visits/hours/{visit.id}/missed", data={}).location == "/desk/visits"
    with portal.database.reading() as db:
        assert db.get_one(Visit, visit.id).state == "missed"


def test_calling_off_frees_the_hour_and_leads_to_how_they_want_to_be_told(
    portal: Portal, desk: FlaskClient, visit: Visit
) -> None:
    answer = desk.post(f"/desk/visits/hours/{visit.id}/call-off", data={})
    assert answer.location == f"/desk/visits/{visit.case_id}"
    assert "13800000123" in callers.page(desk, answer.location)
    with portal.database.reading() as db:
        assert db.get_one(Visit, visit.id).state == "cancelled"


def test_consent_on_paper_and_a_record_in_an_emergency(portal: Portal, county: World, desk: FlaskClient) -> None:
    with portal.database.writing() as db:
        teen = callers.arrived(db, county, Details(band="teen", name="小满", born_on="2010-05-01"))
    assert "还缺同意" in callers.page(desk, "/desk/visits")
    assert desk.post(f"/desk/visits/hours/{teen.id}/record", data={}).status_code == 409
    assert "/notes/" in desk.post(f"/desk/visits/hours/{teen.id}/record", data={"emergency": "y"}).location
    paper = f"/desk/visits/{teen.case_id}/paper"
    desk.post(paper, data={"given_by": "guardian"})
    assert "还缺" in callers.page(desk, f"/desk/visits/{teen.case_id}")
    desk.post(paper, data={"given_by": "guardian", "read": "y"})
    assert "还缺" not in callers.page(desk, f"/desk/visits/{teen.case_id}")


def test_a_lost_slip_is_replaced_and_the_former_is_void(
    portal: Portal, county: World, desk: FlaskClient, visit: Visit
) -> None:
    guest = desk.application.test_client()
    answer = desk.post(f"/desk/visits/{visit.case_id}/slip", data={}).get_data(as_text=True)
    code, pin = re.findall(r'id="visit-(?:code|pin)">([^<]+)<', answer)
    assert guest.post("/visits/enter", data={"code": code, "pin": pin}).location == "/visits/mine"
    desk.post(f"/desk/visits/{visit.case_id}/slip", data={})
    assert guest.get("/visits/mine").location == "/visits/enter"
    assert guest.post("/visits/enter", data={"code": code, "pin": pin}).status_code == 422
    assert code not in callers.page(desk, f"/desk/visits/{visit.case_id}/slip")


@pytest.mark.parametrize("login", EVERYBODY)
def test_r15_nobody_else_gets_in_by_any_address(portal: Portal, county: World, client: FlaskClient, login: str) -> None:
    """Row 4 and 114 of the peers' faults: each role × each address × somebody else's rows."""
    with portal.database.writing() as db:
        record = callers.signed(db, county)
        coming = callers.booked(db, county)
    county.sign_in(client, portal.database, login)
    for path in (
        f"/desk/visits/{record.case_id}",
        f"/desk/visits/{record.case_id}/slip",
        f"/desk/visits/notes/{record.id}",
    ):
        assert client.get(path).status_code == 404, path
        assert client.post(path, data={}).status_code in (404, 405), path
    for path in (
        f"/desk/visits/{record.case_id}/paper",
        f"/desk/visits/hours/{coming.id}/arrived",
        f"/desk/visits/hours/{coming.id}/call-off",
        f"/desk/visits/hours/{record.visit_id}/record",
        f"/desk/visits/notes/{record.id}/added",
    ):
        assert client.post(path, data={"words": "x", "given_by": "own", "read": "y"}).status_code == 404, path
    docket = client.get("/desk/visits")
    assert docket.status_code == (200 if login == "counsellor2" else 404)
    assert "木棉花" not in docket.get_data(as_text=True)
    assert client.get("/desk/visits/grades").status_code == (200 if login == "watcher" else 404)
    may_count = login in ("watcher", "figures", "centre_head", "counsellor2")
    assert client.get("/desk/visits/figures").status_code == (200 if may_count else 404)


@pytest.mark.parametrize("login", [*EVERYBODY, "counsellor"])
def test_r15_policy_and_query_agree_for_everybody(db: Db, county: World, login: str) -> None:
    """Cases of both counsellors in every state: who is let through the gate is who the policy allows."""
    actor = county.actor(login)
    made = [
        callers.booked(db, county).case,
        callers.booked(db, county, login="counsellor2").case,
        callers.agreed(db, county),
    ]
    made.append(callers.booked(db, county).case)
    made[-1].state = "withdrawn"
    db.flush()
    for case in made:
        allowed = cases.CASE.allows(db, actor, case)
        assert allowed == (case.id in set(db.scalars(cases.visible_to(actor).with_only_columns(Case.id))))
        assert allowed == (case.state == "open" and actor.account == case.counsellor)
        if not allowed:
            with pytest.raises(Refused):
                cases.get(db, actor, case.id)


def test_whoever_leaves_is_out_with_the_next_request(
    portal: Portal, county: World, desk: FlaskClient, visit: Visit
) -> None:
    assert desk.get(f"/desk/visits/{visit.case_id}").status_code == 200
    with portal.database.writing() as db:
        callers.dismiss(db, county, "counsellor")
    for path in ("/desk/visits", f"/desk/visits/{visit.case_id}"):
        assert desk.get(path).status_code in (303, 404)
    assert desk.post(f"/desk/visits/hours/{visit.id}/arrived", data={}).status_code in (303, 404)


def test_the_role_in_another_centre_opens_nothing(db: Db, county: World) -> None:
    visit = callers.booked(db, county)
    county.accounts["counsellor"].grants[0].organisation_id = county.committee.id
    with pytest.raises(Refused):
        cases.get(db, county.actor("counsellor"), visit.case_id)


@pytest.mark.parametrize(("path", "fields"), [("/desk/visits", ["name"]), ("/desk/visits/{case}", ["details", "name"])])
def test_every_look_is_noted_before_it_happens_and_the_client_sees_it(
    portal: Portal, desk: FlaskClient, visit: Visit, path: str, fields: list[str]
) -> None:
    desk.get(path.format(case=visit.case_id))
    with portal.database.reading() as db:
        lines = db.scalars(select(AuditLine).where(AuditLine.action == cases.READ)).all()
        assert [(line.subject_id, line.fields, line.account_id) for line in lines] == [
            (visit.case_id, fields, visit.counsellor)
        ]
        assert [look.who for look in cases.looks(db, db.get_one(Case, visit.case_id))] == ["counsellor 同志"]


def test_no_note_no_look(portal: Portal, desk: FlaskClient, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_how: object) -> None:
        raise RuntimeError("no room for a note")

    monkeypatch.setattr("portal.kernel.audit.record", broken)
    for path in ("/desk/visits", f"/desk/visits/{visit.case_id}"):
        with pytest.raises(RuntimeError, match="no room"):
            desk.get(path)


def test_the_client_sees_who_has_read(portal: Portal, county: World, client: FlaskClient) -> None:
    callers.walk_in(client)
    callers.take(client)
    assert "还没有人看过" in callers.page(client, "/visits/readers")
    staff = client.application.test_client()
    county.sign_in(staff, portal.database, "counsellor")
    case = callers.the_case(portal)
    for _ in range(3):
        staff.get(f"/desk/visits/{case.id}")
    readers = callers.page(client, "/visits/readers")
    assert "counsellor 同志" in readers
    assert "共 3 次" in readers
    assert "您填写的登记" in readers


def test_staff_titles_and_addresses_say_nothing(desk: FlaskClient, visit: Visit) -> None:
    desk.post(f"/desk/visits/hours/{visit.id}/arrived", data={})
    edit = desk.post(f"/desk/visits/hours/{visit.id}/record", data={}).location
    for path in ("/desk/visits", f"/desk/visits/{visit.case_id}", edit, "/desk/visits/figures"):
        title = re.search(r"<title>(.*?)</title>", callers.page(desk, path), re.S)
        assert title
        assert not re.search("心理|咨询|counsel", title.group(1) + path, re.I)


def test_a_danger_that_was_written_stands_on_top(portal: Portal, county: World, desk: FlaskClient) -> None:
    assert "请先看" not in callers.page(desk, "/desk/visits")
    with portal.database.writing() as db:
        urgent = callers.booked(db, county, Details(band="adult", name="急", signs=("plan",)))
    assert "请先看" in callers.page(desk, "/desk/visits")
    assert "手边有准备好的东西" in callers.page(desk, f"/desk/visits/{urgent.case_id}")
    desk.post(f"/desk/visits/hours/{urgent.id}/arrived", data={})
    edit = desk.post(f"/desk/visits/hours/{urgent.id}/record", data={}).location
    assert "请先看" in callers.page(desk, "/desk/visits")
    told = {"theme": "急", "summary": "慢慢来", "level": "high", "basis": "说了", "steps": ["hotline"], "finish": "y"}
    assert desk.post(edit, data=told).status_code == 303
    assert "请先看" not in callers.page(desk, "/desk/visits")


def test_a_visit_of_another_case_is_not_settled_through_ones_own(db: Db, county: World) -> None:
    theirs = callers.booked(db, county, login="counsellor2")
    with pytest.raises(Refused):
        booking.settle(db, county.actor("counsellor"), theirs.id, "arrived")
