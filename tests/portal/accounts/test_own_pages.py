"""One's own devices and password."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.models import AccessSession, Account
from portal.accounts.passwords.hashing import hash_password, verify
from portal.accounts.passwords.rules import too_easy
from portal.app import Portal
from portal.kernel import clock
from portal.people.persons.models import Person
from tests.portal.accounts.people import PASSWORD, OneCase, is_in
from tests.world import World

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
NEW = "si zhi haigui 4"


@pytest.mark.parametrize(
    ("password", "easy"),
    [
        ("三只乌龟 慢慢走", False), ("correct horse battery", False), ("aaaaaaaaaaaa", True), ("1212121212", True),
        ("1234567890", True), ("password123", True), ("zhangsan2026", True), ("Zhangsan und drei Hunde", False),
        ("13800000001ab", True),
    ],
)  # fmt: skip
def test_easy_passwords(password: str, easy: bool) -> None:
    assert too_easy(password, "zhangsan", "13800000001") is easy


def test_hashes_are_argon2id_and_differ() -> None:
    one, two = hash_password(PASSWORD), hash_password(PASSWORD)
    assert one.startswith("$argon2id$")
    assert one != two
    assert (verify(one, PASSWORD), verify(one, NEW), verify(None, PASSWORD), verify("broken", PASSWORD)) == (
        True, False, False, False,
    )  # fmt: skip


def browsers(app: Flask, portal: Portal, world: World, login: str, number: int) -> list[FlaskClient]:
    """The same account on several devices."""
    made = [app.test_client() for _ in range(number)]
    for client in made:
        world.sign_in(client, portal.database, login)
    return made


def change(client: FlaskClient, former: str, new: str, again: str | None = None) -> int:
    """Change the password."""
    data = {"former": former, "new": new, "again": again or new}
    return client.post("/account/password", data=data).status_code


def test_a_new_password_signs_out_all_other_devices(
    app: Flask, portal: Portal, world: World, with_password: Callable[[str], str]
) -> None:
    login = with_password("clerk")
    first, second = browsers(app, portal, world, login, 2)
    with first.session_transaction() as cookie:
        former_token = cookie["sid"]
    assert change(first, PASSWORD, NEW) == 303
    assert is_in(first)
    assert not is_in(second)
    with second.session_transaction() as cookie:
        cookie["sid"] = former_token
    assert not is_in(second)
    sign_in = {"login": login, "password": PASSWORD}
    assert second.post("/staff/sign-in", data=sign_in).status_code == 422
    assert second.post("/staff/sign-in", data={**sign_in, "password": NEW}).status_code == 303


def test_the_second_factor_given_stays_given(
    app: Flask, portal: Portal, world: World, with_password: Callable[[str], str]
) -> None:
    (client,) = browsers(app, portal, world, with_password("clerk"), 1)
    change(client, PASSWORD, NEW)
    with portal.database.reading() as db:
        rows = db.scalars(select(AccessSession).where(AccessSession.ended_at.is_(None))).all()
    assert [row.strong for row in rows] == [True]


@pytest.mark.parametrize(
    ("former", "new", "again", "words"),
    [
        ("wrong wrong wrong", NEW, NEW, "现在的密码不对"),
        (PASSWORD, "correct horse " * 15, "correct horse " * 15, "最多 128 位"),
        (PASSWORD, "short", "short", "至少要 10 位"),
        (PASSWORD, NEW, NEW + "x", "两次输入的新密码不一样"),
        (PASSWORD, "1234567890", "1234567890", "太容易被猜中"),
        ("", NEW, NEW, "请输入现在的密码"),
    ],
)
def test_wrong_values_come_back_with_a_sentence(
    app: Flask, portal: Portal, world: World, with_password: Callable[[str], str],
    former: str, new: str, again: str, words: str,
) -> None:  # fmt: skip
    first, second = browsers(app, portal, world, with_password("clerk"), 2)
    answer = first.post("/account/password", data={"former": former, "new": new, "again": again})
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert is_in(second)


def test_guessing_the_former_password_locks(
    app: Flask, portal: Portal, world: World, with_password: Callable[[str], str]
) -> None:
    (client,) = browsers(app, portal, world, with_password("clerk"), 1)
    for _ in range(5):
        assert change(client, "wrong wrong wrong", NEW) == 422
    assert change(client, PASSWORD, NEW) == 422
    with clock.held(clock.now() + timedelta(minutes=16)):
        assert change(client, PASSWORD, NEW) == 303


def session_ids(portal: Portal) -> list[str]:
    """Open sign-ins, the first made first."""
    with portal.database.reading() as db:
        rows = db.scalars(
            select(AccessSession).where(AccessSession.ended_at.is_(None)).order_by(AccessSession.created_at)
        )
        return [str(row.id) for row in rows]


def test_a_device_is_ended_from_another(app: Flask, portal: Portal, world: World) -> None:
    first, second = browsers(app, portal, world, "clerk", 2)
    page = first.get("/account/devices").get_data(as_text=True)
    assert page.count("让它退出") == 2  # one button, and the sentence on top
    assert first.post(f"/account/devices/{session_ids(portal)[1]}/end").status_code == 303
    assert is_in(first)
    assert not is_in(second)


def test_all_others_are_ended(app: Flask, portal: Portal, world: World) -> None:
    first, *others = browsers(app, portal, world, "clerk", 3)
    assert first.post("/account/devices/end-others").status_code == 303
    assert is_in(first)
    assert not any(is_in(client) for client in others)


def test_nobody_ends_the_sign_in_of_another(
    app: Flask, portal: Portal, world: World, person: Person, case: OneCase
) -> None:
    (clerk,), (admin,) = browsers(app, portal, world, "clerk", 1), browsers(app, portal, world, "admin", 1)
    visitor = app.test_client()
    world.come_with_code(visitor, portal.database, person.id, case.matter_id)
    clerk_session = session_ids(portal)[0]
    for client in (admin, visitor):
        assert client.post(f"/account/devices/{clerk_session}/end").status_code == 404
        client.post("/account/devices/end-others")
    assert is_in(clerk)


def test_sign_ins_that_ran_out_are_not_listed(app: Flask, portal: Portal, world: World) -> None:
    with clock.held(NOW):
        (old,) = browsers(app, portal, world, "clerk", 1)
    with clock.held(NOW + timedelta(minutes=31)):
        (new,) = browsers(app, portal, world, "clerk", 1)
        page = new.get("/account/devices").get_data(as_text=True)
        assert "09:00" not in page
        assert "09:31" in page
        assert not is_in(old)


def test_strangers_are_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/account/devices").location == "/case?next=/account/devices"
    assert client.get("/account/password").location == "/account/sign-in?next=/account/password"


def test_the_first_password_needs_no_former(app: Flask, portal: Portal, world: World) -> None:
    (client,) = browsers(app, portal, world, "clerk", 1)
    assert client.post("/account/password", data={"new": NEW, "again": NEW}).status_code == 303
    with portal.database.reading() as db:
        assert verify(db.get_one(Account, world.accounts["clerk"].id).password_hash, NEW)
