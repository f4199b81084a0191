"""The second factor: required by setting, single use, paper codes shown once."""

import dataclasses
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.factors import rules
from portal.accounts.models import Account, RecoveryCode
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.settings import Settings
from tests.portal.accounts.people import PASSWORD, is_in
from tests.world import World

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation that asks its staff for a second factor."""
    return dataclasses.replace(settings, staff_second_factor=True)


def at(seconds: int) -> datetime:
    """So many seconds later."""
    return NOW + timedelta(seconds=seconds)


def shown(secret: str, when: datetime) -> str:
    """What the app shows at this moment."""
    return pyotp.TOTP(secret).at(when)


@pytest.mark.parametrize(
    ("seconds", "last", "right"),
    [(0, None, True), (-30, None, True), (30, None, True), (-61, None, False), (60, None, False), (0, 0, False),
     (0, -1, True), (-30, -1, False), (30, 0, True)],
)  # fmt: skip
def test_which_codes_are_right(seconds: int, last: int | None, right: bool) -> None:
    now_step = int(NOW.timestamp()) // 30
    used = None if last is None else now_step + last
    step = rules.matching_step(SECRET, shown(SECRET, at(seconds)), NOW, used)
    assert (step is not None) is right


def password(client: FlaskClient, login: str, path: str = "/staff/sign-in") -> str:
    """Give login and password; where it leads."""
    location = client.post(path, data={"login": login, "password": PASSWORD}).location
    assert location is not None
    return client.get(location).location or ""


def give(client: FlaskClient, code: str, path: str = "/staff/second-factor") -> int:
    """Give a code."""
    return client.post(path, data={"code": code}).status_code


def set_up(client: FlaskClient, portal: Portal) -> tuple[str, list[str]]:
    """Set the second factor up as a person does; the secret and the paper codes."""
    assert client.post("/staff/second-factor/begin").status_code == 303
    with portal.database.reading() as db:
        secret = db.scalars(select(Account).where(Account.totp_sealed.is_not(None))).one().totp_secret
    assert rules.in_fours(secret) in client.get("/staff/second-factor/set-up").get_data(as_text=True)
    assert give(client, shown(secret, clock.now()), "/staff/second-factor/set-up") == 303
    page = client.get("/staff/second-factor/paper").get_data(as_text=True)
    return secret, paper_in(page)


def paper_in(page: str) -> list[str]:
    """The paper codes on a page."""
    return re.findall(r'<b class="number">([2-9a-z]{4}-[2-9a-z]{4})</b>', page)


def test_password_alone_opens_only_the_second_factor(client: FlaskClient, with_password: Callable[[str], str]) -> None:
    assert password(client, with_password("mediator")) == "/staff/second-factor"
    assert client.get("/staff/second-factor").location == "/staff/second-factor/set-up"
    assert client.get("/staff/second-factor/set-up").status_code == 200
    for path in ("/desk", "/account", "/account/devices", "/account/password"):
        assert client.get(path).location == f"/staff/second-factor?next={path}"
    for path in ("/staff/second-factor/manage", "/staff/second-factor/remove", "/staff/second-factor/new-paper"):
        assert client.get(path).status_code == 404


def test_set_up_then_strong(
    app: Flask, portal: Portal, client: FlaskClient, with_password: Callable[[str], str]
) -> None:
    login = with_password("mediator")
    password(client, login)
    with client.session_transaction() as cookie:
        before = cookie["sid"]
    _secret, paper = set_up(client, portal)
    with client.session_transaction() as cookie:
        assert cookie["sid"] != before
    assert (len(paper), len(set(paper))) == (10, 10)
    assert client.get("/desk").status_code == 200
    assert client.post("/staff/second-factor/paper").status_code == 303
    assert client.get("/staff/second-factor/paper").location == "/staff/enter"
    with portal.database.reading() as db:
        stored = repr([row.mac for row in db.scalars(select(RecoveryCode))])
    assert not any(code in stored for code in paper)


def test_the_code_leads_to_the_page_that_was_asked_for(
    app: Flask, portal: Portal, client: FlaskClient, with_password: Callable[[str], str]
) -> None:
    login = with_password("clerk")
    with clock.held(NOW):
        password(client, login)
        secret, _paper = set_up(client, portal)
        client.post("/sign-out")
    with clock.held(at(60)):
        way = password(client, login, "/staff/sign-in?next=/desk/deliveries")
        assert way == "/staff/second-factor?next=/desk/deliveries"
        answer = client.post(way, data={"code": shown(secret, at(60))})
        assert client.get(answer.location).location == "/desk/deliveries"


def test_a_code_is_good_once(app: Flask, portal: Portal, with_password: Callable[[str], str]) -> None:
    login, first, second = with_password("clerk"), app.test_client(), app.test_client()
    with clock.held(NOW):
        password(first, login)
        secret, _paper = set_up(first, portal)
        password(second, login)
        assert give(second, shown(secret, NOW)) == 422
        assert not is_in(second)
    with clock.held(at(31)):
        third = app.test_client()
        password(third, login)
        assert give(second, shown(secret, at(31))) == 303
        assert give(third, shown(secret, at(31))) == 422
        assert is_in(second)
        assert not is_in(third)


def test_a_paper_code_is_good_once_and_typed_by_hand(
    app: Flask, portal: Portal, client: FlaskClient, with_password: Callable[[str], str]
) -> None:
    login = with_password("clerk")
    password(client, login)
    _secret, paper = set_up(client, portal)
    second, third = app.test_client(), app.test_client()
    password(second, login)
    password(third, login)
    assert give(second, f" {paper[0].upper().replace('-', ' ')} ") == 303
    assert give(third, paper[0]) == 422
    assert give(third, paper[1]) == 303


def test_five_wrong_codes_lock(
    app: Flask, portal: Portal, client: FlaskClient, with_password: Callable[[str], str]
) -> None:
    login = with_password("clerk")
    with clock.held(NOW):
        password(client, login)
        secret, paper = set_up(client, portal)
        guesser = app.test_client()
        password(guesser, login)
        assert [give(guesser, "abcd-efgh") for _ in range(5)] == [422] * 5
        assert give(guesser, paper[0]) == 422
    with clock.held(at(15 * 60)):
        assert give(guesser, shown(secret, at(15 * 60))) == 303


def test_whoever_knows_only_the_password_cannot_replace_the_app(
    app: Flask, portal: Portal, client: FlaskClient, with_password: Callable[[str], str]
) -> None:
    login = with_password("clerk")
    password(client, login)
    set_up(client, portal)
    thief = app.test_client()
    password(thief, login)
    assert thief.post("/staff/second-factor/begin").status_code == 409
    assert thief.get("/staff/second-factor/set-up").location == "/staff/second-factor"
    assert thief.post("/staff/second-factor/remove", data={"code": "1"}).status_code == 404


def test_a_new_phone_and_new_paper(
    app: Flask, portal: Portal, client: FlaskClient, with_password: Callable[[str], str]
) -> None:
    login = with_password("clerk")
    with clock.held(NOW):
        password(client, login)
        secret, old_paper = set_up(client, portal)
    with clock.held(at(60)):
        assert give(client, shown(secret, at(60)), "/staff/second-factor/new-paper") == 303
        paper = paper_in(client.get("/staff/second-factor/paper").get_data(as_text=True))
        assert len(paper) == 10
        assert not set(paper) & set(old_paper)
        assert give(client, old_paper[0], "/staff/second-factor/remove") == 422
        assert give(client, paper[0], "/staff/second-factor/remove") == 303
    with clock.held(at(120)):
        newer, _paper = set_up(client, portal)
    assert newer != secret


def test_without_the_setting_the_factor_of_one_who_has_it_is_still_asked_for(
    app: Flask, portal: Portal, world: World, client: FlaskClient, with_password: Callable[[str], str]
) -> None:
    login = with_password("clerk")
    password(client, login)
    set_up(client, portal)
    portal.database.services["settings"] = dataclasses.replace(portal.settings, staff_second_factor=False)
    other, plain = app.test_client(), app.test_client()
    assert password(other, login) == "/staff/second-factor"
    assert password(plain, with_password("dispatcher")) == "/desk"
