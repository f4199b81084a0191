"""Coming in with a case code: PIN, or a code to the phone; nobody learns whether a case exists."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.accounts.models import AccessSession, Account, KeptCase
from portal.accounts.passes.services import mint_pin
from portal.accounts.residents.services import add_resident
from portal.accounts.sessions.services import open_account_session
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.audit import AuditLine
from portal.people.persons.models import Person
from tests.portal.accounts.people import CODE, OTHER_PHONE, PHONE, OneCase, add_person, digits_of, is_in, message
from tests.world import World

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
STRANGE = "ZZ 990101 20261122 99999 X"


@pytest.fixture
def pin(portal: Portal, person: Person, case: OneCase) -> str:
    """The PIN on the receipt."""
    with portal.database.writing() as db:
        return mint_pin(db, case.matter_id, person.id, "receipt")


def come(client: FlaskClient, code: str, pin: str, path: str = "/case") -> TestResponse:
    """Type code and PIN."""
    return client.post(path, data={"code": code, "pin": pin})


def wrong(pin: str) -> str:
    """Another PIN."""
    return f"{(int(pin) + 1) % 1_000_000:06}"


def error_of(answer: TestResponse) -> tuple[int, str]:
    """What the page says is wrong."""
    found = re.search(r"<ul>(.*?)</ul>", answer.get_data(as_text=True), re.S)
    return answer.status_code, re.sub(r"\s+", " ", found.group(1)) if found else ""


@pytest.mark.parametrize(
    "typed",
    [CODE, "zz99010120261122 12345x", "ZZ-990101-2O261122-12345-X", "ＺＺ９９０１０１２０２６１１２２１２３４５Ｘ"],
)
def test_code_and_pin_open_one_matter(
    portal: Portal, client: FlaskClient, person: Person, case: OneCase, pin: str, typed: str
) -> None:
    assert come(client, typed, f"{pin[:3]} {pin[3:]}").location == "/account/devices"
    with portal.database.reading() as db:
        row = db.scalars(select(AccessSession)).one()
    assert (row.person_id, row.scope, row.account_id) == (person.id, case.matter_id, None)
    assert client.get("/account").status_code == 404


@pytest.mark.parametrize(("code", "good_pin"), [(CODE, False), (STRANGE, True), (STRANGE, False), ("随便", True)])
def test_wrong_in_any_way_is_answered_alike(client: FlaskClient, pin: str, code: str, good_pin: bool) -> None:
    said = "案件编码或查询密码不对，请对照回执或信再核对。还可以再试 4 次。"
    status, words = error_of(come(client, code, pin if good_pin else wrong(pin)))
    assert status == 422
    assert said in words
    assert not is_in(client)


def test_five_wrong_pins_lock_for_fifteen_minutes_whether_the_case_exists_or_not(
    app: Flask, client: FlaskClient, pin: str
) -> None:
    with clock.held(NOW):
        for code in (CODE, STRANGE):
            answers = [error_of(come(client, code, wrong(pin))) for _ in range(5)]
            assert "请在 09:15 以后再试" in answers[-1][1]
            assert "0900-1234567" in answers[-1][1]
        assert error_of(come(client, CODE, pin)) == error_of(come(client, STRANGE, pin))
    with clock.held(NOW + timedelta(minutes=14)):
        assert come(client, CODE.lower(), pin).status_code == 422
    with clock.held(NOW + timedelta(minutes=15)):
        assert come(client, CODE, pin).status_code == 303


def test_whoever_guesses_elsewhere_does_not_lock_out_the_people_of_the_case(client: FlaskClient, pin: str) -> None:
    """The code stands in the other side's letter too."""
    away = {"REMOTE_ADDR": "203.0.113.7"}
    for _ in range(5):
        client.post("/case", data={"code": CODE, "pin": wrong(pin)}, environ_overrides=away)
    assert client.post("/case", data={"code": CODE, "pin": pin}, environ_overrides=away).status_code == 422
    assert come(client, CODE, pin).status_code == 303


def test_guessing_from_many_places_shuts_the_door_for_everybody(client: FlaskClient, pin: str) -> None:
    for place in range(10):
        for _ in range(5):
            away = {"REMOTE_ADDR": f"203.0.113.{place}"}
            client.post("/case", data={"code": CODE, "pin": wrong(pin)}, environ_overrides=away)
    assert come(client, CODE, pin).status_code == 422


def test_ones_own_pin_does_not_serve_to_guess_at_the_others_without_end(client: FlaskClient, pin: str) -> None:
    for _round in range(12):
        for _ in range(4):
            come(client, CODE, wrong(pin))
        come(client, CODE, pin)
    assert "以后再试" in error_of([come(client, CODE, wrong(pin)) for _ in range(2)][-1])[1]


def test_another_way_of_writing_the_code_is_no_new_door(client: FlaskClient, pin: str) -> None:
    for typed in (CODE, CODE.replace(" ", ""), CODE.lower(), CODE.replace("0", "O"), CODE.replace(" ", "-")):
        come(client, typed, wrong(pin))
    assert "以后再试" in error_of(come(client, CODE, pin))[1]


def test_refused_visits_are_written_down(portal: Portal, client: FlaskClient, pin: str) -> None:
    come(client, CODE, wrong(pin))
    with portal.database.reading() as db:
        assert db.scalars(select(AuditLine.action).where(AuditLine.action == "visit.refused")).all()


def ask(client: FlaskClient, code: str, phone: str) -> str | None:
    """Ask for a code to the phone."""
    return client.post("/case/phone", data={"code": code, "phone": phone}).location


def test_code_and_a_message_to_the_phone(portal: Portal, client: FlaskClient, person: Person, case: OneCase) -> None:
    assert ask(client, CODE, "138 0000 0001") == "/case/code"
    digits = digits_of(message(portal))
    assert client.post("/case/code", data={"code": digits}).location == "/account/devices"
    with portal.database.reading() as db:
        assert db.scalars(select(AccessSession.scope)).one() == case.matter_id
    client.post("/sign-out")
    assert client.post("/case/code", data={"code": digits}).location == "/case/phone"


def body(client: FlaskClient) -> str:
    """The page that asks for the code, without what is new on every page."""
    page = client.get("/case/code").get_data(as_text=True)
    return re.sub(r'name="(once|csrf_token)" value="[^"]*"', "", page[page.index("<main") :])


@pytest.mark.parametrize(("code", "phone"), [(CODE, OTHER_PHONE), (STRANGE, PHONE), (STRANGE, OTHER_PHONE)])
def test_whoever_does_not_belong_gets_the_same_page_and_no_message(
    app: Flask, portal: Portal, person: Person, code: str, phone: str
) -> None:
    client, owner = app.test_client(), app.test_client()
    assert ask(client, code, phone) == ask(owner, CODE, PHONE) == "/case/code"
    assert body(client) == body(owner)
    sizes = []
    for browser in (client, owner):
        with browser.session_transaction() as cookie:
            sizes.append(len(cookie["visit"]))
    assert sizes[0] == sizes[1]
    digits = digits_of(message(portal))
    for typed in (digits, "000000", ""):
        assert client.post("/case/code", data={"code": typed}).status_code == 422
    assert not is_in(client)


def test_phone_digits_alone_never_suffice(client: FlaskClient, person: Person) -> None:
    for data in ({"code": CODE, "pin": PHONE}, {"code": CODE, "pin": PHONE[-6:]}, {"code": CODE, "phone": PHONE}):
        assert client.post("/case", data=data).status_code == 422
    assert client.post("/case/code", data={"code": PHONE[-6:]}).location == "/case/phone"
    assert not is_in(client)


def test_five_wrong_codes_lock_alike(app: Flask, portal: Portal, person: Person) -> None:
    for code in (CODE, STRANGE):
        client = app.test_client()
        with clock.held(NOW):
            ask(client, code, PHONE)
            message(portal)
            answers = [error_of(client.post("/case/code", data={"code": "12"})) for _ in range(5)]
        assert [("以后再试" in words) for _status, words in answers] == [False] * 4 + [True]


@pytest.mark.parametrize("channel", ["letter", "visit", "none"])
def test_who_wants_no_messages_gets_none(
    portal: Portal, world: World, client: FlaskClient, case: OneCase, channel: str
) -> None:
    add_person(portal, world, case, PHONE, channel)
    assert ask(client, CODE, PHONE) == "/case/code"
    assert message(portal) == ""


def test_a_shared_phone_gets_none(portal: Portal, client: FlaskClient, person: Person) -> None:
    with portal.database.writing() as db:
        db.get_one(Person, person.id).phone_shared = True
    assert ask(client, CODE, PHONE) == "/case/code"
    assert message(portal) == ""


def test_who_wants_e_mail_gets_e_mail(portal: Portal, world: World, client: FlaskClient, case: OneCase) -> None:
    add_person(portal, world, case, PHONE, "email")
    ask(client, CODE, PHONE)
    digits = digits_of(message(portal))
    assert client.post("/case/code", data={"code": digits}).status_code == 303


def test_next_brings_a_visitor_back(client: FlaskClient, pin: str) -> None:
    assert come(client, CODE, pin, "/case?next=/account/devices?a=1").location == "/account/devices?a=1"


def resident(portal: Portal, client: FlaskClient) -> Account:
    """A resident signed in with an account."""
    with portal.database.writing() as db:
        account = add_resident(db, OTHER_PHONE, "王女士")
        token = open_account_session(db, account, "test", strong=False)
    with client.session_transaction() as cookie:
        cookie["sid"] = token
    return account


def test_an_account_keeps_a_case_and_opens_it_without_the_code(
    portal: Portal, client: FlaskClient, person: Person, case: OneCase, pin: str
) -> None:
    resident(portal, client)
    assert come(client, CODE, pin).location == "/account/devices"
    assert client.get("/account").status_code == 404  # inside the case, as the person
    assert client.post("/account/cases/back").location == "/account"
    assert CODE in client.get("/account").get_data(as_text=True)
    with portal.database.reading() as db:
        kept = db.scalars(select(KeptCase)).one()
    assert client.post(f"/account/cases/{kept.id}/open").location == "/account/devices"
    assert client.get("/account").status_code == 404
    client.post("/sign-out")
    assert not is_in(client)
    assert client.post("/account/cases/back").location == "/account"
    assert not is_in(client)


def test_a_kept_case_is_nobody_elses(app: Flask, portal: Portal, client: FlaskClient, pin: str, world: World) -> None:
    resident(portal, client)
    come(client, CODE, pin)
    with portal.database.reading() as db:
        kept = db.scalars(select(KeptCase)).one()
    with portal.database.writing() as db:
        token = open_account_session(db, add_resident(db, "13900000009"), "test", strong=False)
    other, staff = app.test_client(), app.test_client()
    with other.session_transaction() as cookie:
        cookie["sid"] = token
    world.sign_in(staff, portal.database, "admin")
    for browser in (other, staff):
        for verb in ("open", "put-away"):
            assert browser.post(f"/account/cases/{kept.id}/{verb}").status_code == 404
    client.post("/account/cases/back")
    assert client.post(f"/account/cases/{kept.id}/put-away").status_code == 303
    assert CODE not in client.get("/account").get_data(as_text=True)


def test_a_visit_from_an_account_ends_with_the_account(
    portal: Portal, client: FlaskClient, person: Person, pin: str
) -> None:
    account = resident(portal, client)
    come(client, CODE, pin)
    assert is_in(client)
    with portal.database.writing() as db:
        db.get_one(Account, account.id).disabled_at = clock.now()
    assert not is_in(client)
