"""Residents sign in with a code to their phone, or with a password."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.accounts.models import Account, OneTimeCode, RoleGrant
from portal.accounts.residents import services as residents
from portal.app import Portal
from portal.kernel import clock
from portal.people.persons.identity import phone_mac
from tests.portal.accounts.people import PASSWORD, PHONE, digits_of, is_in, message
from tests.world import LONG_AGO, World

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def come_by_code(client: FlaskClient, portal: Portal, typed: str = PHONE) -> str:
    """Ask for a code, read it from the phone, type it; the digits."""
    answer = client.post("/account/sign-in", data={"phone": typed})
    assert answer.location == "/account/sign-in/code"
    digits = digits_of(message(portal))
    assert client.post("/account/sign-in/code", data={"code": f"{digits[:3]} {digits[3:]}"}).location == "/account"
    return digits


def accounts(portal: Portal) -> int:
    """How many accounts have a proven phone."""
    with portal.database.reading() as db:
        return db.scalar(select(func.count()).where(Account.phone_mac.is_not(None))) or 0


def test_the_first_code_opens_an_account_the_next_finds_it(app: Flask, portal: Portal, world: World) -> None:
    first, second = app.test_client(), app.test_client()
    with clock.held(NOW):
        come_by_code(first, portal, "138 0000 0001")
    with clock.held(NOW + timedelta(minutes=2)):
        come_by_code(second, portal, "１３８０００００００１")
        page = second.get("/account").get_data(as_text=True)
    assert accounts(portal) == 1
    assert "138****0001" in page
    assert PHONE not in page
    assert "/desk" not in page


def test_without_the_code_no_account_is_opened(portal: Portal, client: FlaskClient) -> None:
    client.post("/account/sign-in", data={"phone": PHONE})
    digits = digits_of(message(portal))
    wrong = f"{(int(digits) + 1) % 1_000_000:06}"
    assert client.post("/account/sign-in/code", data={"code": wrong}).status_code == 422
    assert accounts(portal) == 0
    assert not is_in(client)


def test_the_code_works_once_and_for_the_browser_that_asked(app: Flask, portal: Portal) -> None:
    client, other = app.test_client(), app.test_client()
    digits = come_by_code(client, portal)
    client.post("/sign-out")
    assert other.post("/account/sign-in/code", data={"code": digits}).location == "/account/sign-in"
    with other.session_transaction() as cookie:
        assert PHONE not in repr(dict(cookie))
    assert client.get("/account/sign-in/code").location == "/account/sign-in"


@pytest.mark.parametrize(("minutes", "status"), [(9, 303), (11, 422)])
def test_a_code_expires(portal: Portal, client: FlaskClient, minutes: int, status: int) -> None:
    with clock.held(NOW):
        client.post("/account/sign-in", data={"phone": PHONE})
        digits = digits_of(message(portal))
    with clock.held(NOW + timedelta(minutes=minutes)):
        assert client.post("/account/sign-in/code", data={"code": digits}).status_code == status


def test_known_and_unknown_phones_are_answered_alike(app: Flask, portal: Portal) -> None:
    come_by_code(app.test_client(), portal)

    def answer(phone: str) -> tuple[int, str | None, str]:
        client = app.test_client()
        with clock.held(clock.now() + timedelta(minutes=5)):
            got = client.post("/account/sign-in", data={"phone": phone})
            page = client.get("/account/sign-in/code").get_data(as_text=True)
        return got.status_code, got.location, page.replace(f"{phone[:3]}****{phone[-4:]}", "")[-1500:]

    def passwords(phone: str) -> tuple[int, bool]:
        got = app.test_client().post("/account/sign-in/password", data={"phone": phone, "password": PASSWORD})
        return got.status_code, "手机号或密码不对" in got.get_data(as_text=True)

    assert answer(PHONE)[:2] == answer("13900000009")[:2]
    assert passwords(PHONE) == passwords("13900000009") == (422, True)


def test_staff_do_not_come_in_by_their_phone(app: Flask, portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        account = residents.add_resident(db, PHONE, "王女士")
        db.add(RoleGrant(account_id=account.id, role="mediator", organisation_id=world.committee.id, since=LONG_AGO))
    client = app.test_client()
    assert client.post("/account/sign-in", data={"phone": PHONE}).location == "/account/sign-in/code"
    assert message(portal) == ""


@pytest.mark.parametrize("phone", ["", "12345", "1380000000x", "010-1234567"])
def test_wrong_numbers_come_back_with_a_sentence(client: FlaskClient, phone: str) -> None:
    answer = client.post("/account/sign-in", data={"phone": phone})
    assert answer.status_code == 422
    assert "手机号" in answer.get_data(as_text=True)
    assert f'value="{phone}"' in answer.get_data(as_text=True)


def test_asking_too_often_is_refused_in_words(portal: Portal, client: FlaskClient) -> None:
    for minute in range(0, 10, 2):
        with clock.held(NOW + timedelta(minutes=minute)):
            assert client.post("/account/sign-in", data={"phone": PHONE}).status_code == 303
    with clock.held(NOW + timedelta(minutes=11)):
        assert "过一小时再试" in client.post("/account/sign-in", data={"phone": PHONE}).get_data(as_text=True)
        with portal.database.reading() as db:
            assert db.scalar(select(func.count()).select_from(OneTimeCode)) == 5


def test_where_no_messages_go_out_the_page_says_so(portal: Portal, client: FlaskClient) -> None:
    portal.database.services["settings"] = dataclasses.replace(portal.settings, demonstration=False)
    page = client.get("/account/sign-in").get_data(as_text=True)
    assert "暂时发不了短信" in page
    assert 'name="phone"' not in page
    assert client.post("/account/sign-in", data={"phone": PHONE}).status_code == 200
    with portal.database.reading() as db:
        assert db.scalars(select(OneTimeCode)).all() == []


def test_phone_and_password(app: Flask, portal: Portal, client: FlaskClient) -> None:
    come_by_code(client, portal)
    new = {"new": PASSWORD, "again": PASSWORD}
    assert client.post("/account/password", data=new).location == "/account"
    other = app.test_client()
    typed = {"phone": "138-0000-0001", "password": PASSWORD}
    assert other.post("/account/sign-in/password", data=typed).location == "/account"
    assert is_in(other)


def test_a_name_to_be_called_by(portal: Portal, client: FlaskClient) -> None:
    come_by_code(client, portal)
    assert client.post("/account/name", data={"name": " "}).status_code == 422
    assert client.post("/account/name", data={"name": "王女士"}).location == "/account"
    assert "王女士" in client.get("/account").get_data(as_text=True)


def test_the_phone_is_sealed_and_found_by_hmac(portal: Portal, client: FlaskClient) -> None:
    come_by_code(client, portal)
    with portal.database.reading() as db:
        row = db.scalars(select(Account).where(Account.phone_mac == phone_mac(PHONE))).one()
        assert row.phone == PHONE
        assert PHONE.encode() not in (row.phone_sealed or b"")
        assert db.scalars(select(OneTimeCode.phone_sealed)).one() is None


def test_next_brings_a_resident_back(portal: Portal, client: FlaskClient, with_password: Callable[[str], str]) -> None:
    asked = client.get("/account/password")
    assert asked.location == "/account/sign-in?next=/account/password"
    client.post(asked.location, data={"phone": PHONE})
    digits = digits_of(message(portal))
    answer = client.post("/account/sign-in/code?next=/account/password", data={"code": digits})
    assert answer.location == "/account/password"
