"""Staff sign in: right and wrong answers, the lock, the way on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.accounts.models import Account
from portal.accounts.sessions.web import way_on
from portal.accounts.staff import services
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.audit import AuditLine
from portal.kernel.policy import SYSTEM, Conflict
from tests.portal.accounts.people import PASSWORD, is_in
from tests.world import World

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def come(client: FlaskClient, login: str, password: str, path: str = "/staff/sign-in") -> TestResponse:
    """Type and send."""
    return client.post(path, data={"login": login, "password": password})


def test_login_and_password_lead_to_the_desk(client: FlaskClient, with_password: Callable[[str], str]) -> None:
    answer = come(client, with_password("clerk"), PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/staff/enter")
    assert client.get(answer.location).location == "/desk"
    assert client.get("/desk").status_code == 200


@pytest.mark.parametrize("typed", [" Clerk ", "ｃｌｅｒｋ"])
def test_a_login_is_typed_by_hand(client: FlaskClient, with_password: Callable[[str], str], typed: str) -> None:
    with_password("clerk")
    assert come(client, typed, PASSWORD).status_code == 303


def test_the_page_keeps_the_login_and_not_the_password(
    client: FlaskClient, with_password: Callable[[str], str]
) -> None:
    answer = come(client, with_password("clerk"), "wrong wrong wrong")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'value="clerk"' in page
    assert "wrong wrong wrong" not in page
    assert not is_in(client)


def test_unknown_and_wrong_are_answered_alike(client: FlaskClient, with_password: Callable[[str], str]) -> None:
    with_password("clerk")

    def answer(login: str) -> tuple[int, str]:
        got = come(client, login, "wrong wrong wrong")
        page = got.get_data(as_text=True)
        return got.status_code, page[page.index("error-summary") : page.index('<form method="post" novalidate')]

    for _ in range(6):
        assert answer("clerk") == answer("nobody")


def test_unknown_and_wrong_take_the_same_time(portal: Portal, with_password: Callable[[str], str]) -> None:
    """Without the hash an unknown login would be answered many times faster; CPU time, as the machine may be busy."""
    with_password("clerk")

    def cost(login: str) -> float:
        times = []
        for number in range(4):
            with clock.held(NOW + timedelta(days=number)), portal.database.session(writes=True) as db:
                start = process_time()
                services.sign_in(db, login, "wrong wrong wrong", "test")
                times.append(process_time() - start)
        return min(times)

    known, unknown = cost("clerk"), cost("nobody")
    assert 1 / 3 < known / unknown < 3


def test_five_wrong_passwords_lock_for_fifteen_minutes(
    client: FlaskClient, with_password: Callable[[str], str]
) -> None:
    login = with_password("clerk")
    with clock.held(NOW):
        pages = [come(client, login, "wrong wrong wrong").get_data(as_text=True) for _ in range(5)]
        assert [("还可以再试" in page, "请在 09:15 以后再试" in page) for page in pages] == [(True, False)] * 4 + [
            (False, True)
        ]
        locked = come(client, login, PASSWORD)
        assert locked.status_code == 422
        assert "0900-1234567" in locked.get_data(as_text=True)
    with clock.held(NOW + timedelta(minutes=14)):
        assert come(client, login, PASSWORD).status_code == 422
    with clock.held(NOW + timedelta(minutes=15)):
        assert come(client, login, PASSWORD).status_code == 303


def test_the_lock_outlives_a_restart(app: Flask, portal: Portal, with_password: Callable[[str], str]) -> None:
    login = with_password("clerk")
    for _ in range(5):
        come(app.test_client(), login, "wrong wrong wrong")
    portal.database.dispose()
    assert come(app.test_client(), login, PASSWORD).status_code == 422


def test_a_shut_account_does_not_come_in(
    portal: Portal, world: World, client: FlaskClient, with_password: Callable[[str], str]
) -> None:
    login = with_password("clerk")
    with portal.database.writing() as db:
        db.get_one(Account, world.accounts[login].id).disabled_at = clock.now()
    assert come(client, login, PASSWORD).status_code == 422


def test_refusals_are_written_down_without_what_was_typed(
    portal: Portal, client: FlaskClient, with_password: Callable[[str], str]
) -> None:
    come(client, with_password("clerk"), "wrong wrong wrong")
    with portal.database.reading() as db:
        lines = db.scalars(select(AuditLine).where(AuditLine.action == "sign_in.refused")).all()
    assert len(lines) == 1
    assert "wrong" not in lines[0].sealed_text()


@pytest.mark.parametrize(
    ("given", "followed"),
    [
        ("/desk/deliveries?list=call", "/desk/deliveries?list=call"),
        ("/desk", "/desk"),
        (None, ""),
        ("", ""),
        ("desk", ""),
        ("//evil.example/desk", ""),
        ("/\\evil.example", ""),
        ("/\t/evil.example", ""),
        ("/\n/evil.example", ""),
        ("/ /evil.example", ""),
        ("https://evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("/" + "a" * 400, ""),
    ],
)
def test_next_leads_nowhere_else(given: str | None, followed: str) -> None:
    assert way_on(given) == followed


def test_back_to_the_page_that_was_asked_for(client: FlaskClient, with_password: Callable[[str], str]) -> None:
    asked = client.get("/desk/deliveries?list=letter")
    assert asked.location == "/staff/sign-in?next=/desk/deliveries?list%3Dletter"
    answer = come(client, with_password("clerk"), PASSWORD, asked.location)
    assert client.get(answer.location).location == "/desk/deliveries?list=letter"


def test_a_forged_next_leads_home(client: FlaskClient, with_password: Callable[[str], str]) -> None:
    answer = come(client, with_password("clerk"), PASSWORD, "/staff/sign-in?next=/%09/evil.example")
    assert answer.location == "/staff/enter"
    assert client.get("/staff/enter?next=/%09/evil.example").location == "/desk"


def test_a_form_of_another_site_is_refused(
    app: Flask, client: FlaskClient, with_password: Callable[[str], str]
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert come(client, with_password("clerk"), PASSWORD).status_code == 400
    assert client.post("/sign-out").status_code == 400


def test_floods_from_one_address_get_429(client: FlaskClient) -> None:
    statuses = {client.post("/account/sign-in", data={"phone": ""}).status_code for _ in range(31)}
    assert statuses == {422, 429}


def test_new_accounts(portal: Portal) -> None:
    with portal.database.writing() as db:
        services.add_account(db, SYSTEM, login="Zhang.San", display_name="张三", password=PASSWORD)
        with pytest.raises(Conflict, match="已经有人用了"):
            services.add_account(db, SYSTEM, login="zhang.san", display_name="张三")
        with pytest.raises(Conflict, match="登录名只能用"):
            services.add_account(db, SYSTEM, login="张三", display_name="张三")
    with portal.database.session(writes=True) as db:
        assert services.sign_in(db, "zhang.san", PASSWORD, "test").token
