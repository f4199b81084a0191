"""Who is asking: from the cookie to the actor, and what makes a sign-in nobody's."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import flask_login
import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.models import AccessSession, Account, RoleGrant
from portal.accounts.sessions import queries
from portal.accounts.sessions import services as sessions
from portal.accounts.sessions.web import identify
from portal.app import Portal
from portal.kernel import clock, i18n, outbox
from portal.kernel.policy import ANONYMOUS, Actor
from portal.people.persons.models import Person
from tests.portal.accounts.people import PASSWORD, OneCase, is_in
from tests.world import World

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def open_for(portal: Portal, account: Account, **how: Any) -> str:
    """A sign-in of this account; its token."""
    with portal.database.writing() as db:
        return sessions.open_account_session(db, db.get_one(Account, account.id), "test", strong=True, **how)


def who(app: Flask, portal: Portal, token: str | None, *, writes: bool = False) -> Actor:
    """What identify says to a browser with this token."""
    with app.test_request_context(), portal.database.session(writes=writes) as db:
        if token is not None:
            session["sid"] = token
        return identify(db)


def change(portal: Portal, account: Account, **values: Any) -> None:
    """Change the account's row."""
    with portal.database.writing() as db:
        row = db.get_one(Account, account.id)
        for name, value in values.items():
            setattr(row, name, value)


def test_nobody_without_a_known_token(app: Flask, portal: Portal) -> None:
    assert who(app, portal, None) is ANONYMOUS
    assert who(app, portal, "guessed") is ANONYMOUS


def test_an_account_with_its_roles(app: Flask, portal: Portal, world: World) -> None:
    actor = who(app, portal, open_for(portal, world.accounts["mediator"]))
    assert (actor.account, actor.strong, actor.person) == (world.accounts["mediator"].id, True, None)
    assert actor.has("mediator", organisation=world.committee.id)
    assert actor.display_name == "mediator 同志"


@pytest.mark.parametrize("role", ["police", "admin", "secretary", "centre_head"])
def test_other_roles_give_no_mediators_rights(app: Flask, portal: Portal, world: World, role: str) -> None:
    actor = who(app, portal, open_for(portal, world.accounts[role]))
    assert actor.has(role)
    assert not actor.has("mediator")


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [(-1, None, True), (0, None, True), (1, None, False), (-2, 1, True), (-2, 0, False), (-2, -1, False)],
)
def test_a_role_holds_between_its_dates(
    app: Flask, portal: Portal, world: World, since: int, until: int | None, held: bool
) -> None:
    account = world.accounts["clerk"]
    with portal.database.writing() as db:
        grant = db.scalars(select(RoleGrant).where(RoleGrant.account_id == account.id)).one()
        grant.since = NOW + timedelta(days=since)
        grant.until = NOW + timedelta(days=until) if until is not None else None
    with clock.held(NOW):
        assert who(app, portal, open_for(portal, account)).has("clerk") is held


def test_a_person_is_held_to_one_matter(app: Flask, portal: Portal, person: Person, case: OneCase) -> None:
    with portal.database.writing() as db:
        token = sessions.open_person_session(db, person.id, case.matter_id, "test")
    actor = who(app, portal, token)
    assert (actor.person, actor.scope, actor.account) == (person.id, case.matter_id, None)
    assert actor.display_name == "测试甲"
    assert not actor.is_staff


def test_messages_follow_the_language_in_which_somebody_came_in(portal: Portal, person: Person, case: OneCase) -> None:
    def comes_in() -> None:
        with portal.database.writing() as db:
            sessions.open_person_session(db, person.id, case.matter_id, "test")

    for locale in ("en", "zh"):
        i18n.in_locale(locale, comes_in)
        with portal.database.reading() as db:
            assert db.get_one(Person, person.id).locale == locale


@pytest.mark.parametrize(("minutes", "known"), [(29, True), (31, False)])
def test_staff_and_visits_end_when_idle(
    app: Flask, portal: Portal, world: World, person: Person, case: OneCase, minutes: int, known: bool
) -> None:
    with clock.held(NOW):
        token = open_for(portal, world.accounts["clerk"])
        with portal.database.writing() as db:
            visit = sessions.open_person_session(db, person.id, case.matter_id, "test")
    with clock.held(NOW + timedelta(minutes=minutes)):
        assert who(app, portal, token).is_authenticated is known
        assert who(app, portal, visit).is_authenticated is known


def test_staff_end_after_twelve_hours_however_busy(app: Flask, portal: Portal, world: World) -> None:
    with clock.held(NOW):
        token = open_for(portal, world.accounts["clerk"])
    for minutes in range(20, 12 * 60, 20):
        with clock.held(NOW + timedelta(minutes=minutes)):
            assert who(app, portal, token).is_authenticated
    with clock.held(NOW + timedelta(hours=12)):
        assert who(app, portal, token) is ANONYMOUS


def test_a_resident_stays_thirty_days_and_as_staff_no_longer(app: Flask, portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        resident = Account(display_name="王女士", created_at=NOW)
        db.add(resident)
    with clock.held(NOW):
        token = open_for(portal, resident)
    with clock.held(NOW + timedelta(days=29)):
        assert who(app, portal, token).account == resident.id
        with portal.database.writing() as db:
            grant = {"role": "clerk", "organisation_id": world.center.id, "since": NOW}
            db.add(RoleGrant(account_id=resident.id, **grant))
        assert who(app, portal, token) is ANONYMOUS


@pytest.mark.parametrize(
    ("values", "known"),
    [
        ({"disabled_at": NOW}, False),
        ({"password_changed_at": NOW + timedelta(minutes=1)}, False),
        ({"password_changed_at": NOW}, True),
    ],
)
def test_shut_accounts_and_former_passwords_are_nobody(
    app: Flask, portal: Portal, world: World, values: dict[str, Any], known: bool
) -> None:
    with clock.held(NOW):
        token = open_for(portal, world.accounts["clerk"])
    change(portal, world.accounts["clerk"], **values)
    with clock.held(NOW + timedelta(minutes=2)):
        assert who(app, portal, token).is_authenticated is known


def test_ended_is_ended(app: Flask, portal: Portal, world: World) -> None:
    token, other = (open_for(portal, world.accounts["clerk"]) for _ in range(2))
    with portal.database.writing() as db:
        sessions.end_session(db, db.scalars(select(AccessSession.id).order_by(AccessSession.created_at)).all()[0])
    assert {who(app, portal, token).is_authenticated, who(app, portal, other).is_authenticated} == {True, False}
    with portal.database.writing() as db:
        sessions.end_all(db, world.accounts["clerk"].id)
    assert who(app, portal, other) is ANONYMOUS


@pytest.mark.both_engines
@pytest.mark.parametrize("writes", [False, True])
def test_last_seen_is_noted_once_a_minute(app: Flask, portal: Portal, world: World, writes: bool) -> None:
    with clock.held(NOW):
        token = open_for(portal, world.accounts["clerk"])

    def seen() -> datetime:
        with portal.database.reading() as db:
            return db.scalars(select(AccessSession.last_seen_at)).one()

    for seconds, noted in ((59, 0), (60, 60), (90, 60), (121, 121)):
        with clock.held(NOW + timedelta(seconds=seconds)), app.test_request_context():
            session["sid"] = token
            with portal.database.session(writes=writes) as db:
                identify(db)
                db.commit()
        assert seen() == NOW + timedelta(seconds=noted)


def test_flask_login_answers_from_the_same_source(
    app: Flask, portal: Portal, world: World, client: FlaskClient
) -> None:
    with client:
        client.get("/register")
        current: Any = flask_login.current_user
        assert not current.is_authenticated
    world.sign_in(client, portal.database, "clerk")
    with client:
        client.get("/register")
        current = flask_login.current_user
        assert current.actor.account == world.accounts["clerk"].id


def test_a_handover_is_shown_for_half_an_hour_and_then_removed(
    app: Flask, portal: Portal, person: Person, case: OneCase
) -> None:
    with clock.held(NOW), portal.database.writing() as db:
        token = sessions.open_person_session(db, person.id, case.matter_id, "test", handover="PIN 123456")
    with clock.held(NOW + timedelta(minutes=29)):
        actor = who(app, portal, token)
        with portal.database.reading() as db:
            assert queries.handover(db, actor) == "PIN 123456"
            assert b"123456" not in (db.scalars(select(AccessSession.handover_sealed)).one() or b"")
    with clock.held(NOW + timedelta(minutes=30)), portal.database.writing() as db:
        assert queries.handover(db, actor) is None
        outbox.enqueue(db, "accounts.forget_sessions")
    with clock.held(NOW + timedelta(minutes=31)):
        outbox.drain(portal.database, portal.handlers)
    with portal.database.reading() as db:
        assert db.scalars(select(AccessSession.handover_sealed)).one() is None


def test_a_handover_in_an_older_sign_in_counts_from_when_it_was_given(app: Flask, portal: Portal, world: World) -> None:
    with clock.held(NOW):
        token = open_for(portal, world.accounts["clerk"])
    with clock.held(NOW + timedelta(minutes=25)):
        actor = who(app, portal, token)
        with portal.database.writing() as db:
            row = queries.session_of(db, actor)
            assert row is not None
            row.handover = "receipt"
    with clock.held(NOW + timedelta(minutes=50)), portal.database.reading() as db:
        assert queries.handover(db, actor) == "receipt"


def test_long_ended_sign_ins_are_removed(portal: Portal, world: World) -> None:
    with clock.held(NOW):
        open_for(portal, world.accounts["clerk"])
    with clock.held(NOW + timedelta(days=89)):
        open_for(portal, world.accounts["clerk"])
    with clock.held(NOW + timedelta(days=91)):
        with portal.database.writing() as db:
            outbox.enqueue(db, "accounts.forget_sessions")
        outbox.drain(portal.database, portal.handlers)
    with portal.database.reading() as db:
        assert db.scalars(select(AccessSession.created_at)).all() == [NOW + timedelta(days=89)]


def test_leaving_needs_a_post_and_ends_the_row(portal: Portal, world: World, client: FlaskClient) -> None:
    world.sign_in(client, portal.database, "clerk")
    assert client.get("/sign-out").status_code == 405
    assert is_in(client)
    with client.session_transaction() as cookie:
        token = cookie["sid"]
    answer = client.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/")
    assert not is_in(client)
    with client.session_transaction() as cookie:
        cookie["sid"] = token
    assert not is_in(client)


def test_a_stale_cookie_leaves_quietly(client: FlaskClient) -> None:
    assert client.post("/sign-out").location == "/"


def test_a_new_sign_in_ends_the_former_and_takes_a_new_name(
    portal: Portal, world: World, client: FlaskClient, with_password: Callable[[str], str]
) -> None:
    login = with_password("clerk")
    with client.session_transaction() as cookie:
        cookie["sid"], cookie["planted"] = "fixed by an attacker", "x"
    client.post("/staff/sign-in", data={"login": login, "password": PASSWORD})
    with client.session_transaction() as cookie:
        first = cookie["sid"]
        assert "planted" not in cookie
    assert first != "fixed by an attacker"
    client.post("/staff/sign-in", data={"login": login, "password": PASSWORD})
    with client.session_transaction() as cookie:
        assert cookie["sid"] != first
        cookie["sid"] = first
    assert not is_in(client)
