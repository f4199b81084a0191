"""A lost second factor: an administrator who saw the person takes it away; nobody gets in by it, or does it alone."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.accounts.grants.services import give
from portal.accounts.models import AccessSession, Account, RecoveryCode
from portal.accounts.resets import queries
from portal.accounts.resets.policy import RESET
from portal.accounts.resets.rules import REASONS
from portal.accounts.resets.services import NOTICE, reset
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.audit import AuditLine
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Actor, Conflict, Grant, Refused
from portal.notices.models import Notice
from tests.portal.accounts.people import PASSWORD, is_in
from tests.world import LONG_AGO, World

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def has_app(db: Db, world: World, *logins: str) -> None:
    """They have set a second factor up, with one paper code."""
    for login in logins:
        account = db.get_one(Account, world.accounts[login].id)
        account.totp_secret, account.totp_confirmed_at = SECRET, LONG_AGO
        db.add(RecoveryCode(account_id=account.id, mac=bytes(32)))
    db.flush()


def committee_admin(world: World) -> Actor:
    """Administrator of the one committee alone."""
    return Actor(account=world.accounts["police"].id, grants=(Grant("admin", world.committee.id),))


def test_policy_and_query_agree_for_everybody(world: World, db: Db) -> None:
    give(db, SYSTEM, db.get_one(Account, world.accounts["secretary"].id), "clerk", world.center.id)
    give(db, SYSTEM, db.get_one(Account, world.accounts["outsider"].id), "admin", world.other_committee.id)
    db.add(Account(login="nobody", display_name="没有职务", created_at=LONG_AGO))
    db.flush()
    actors = [world.actor(login) for login in world.accounts] + [committee_admin(world), SYSTEM]
    for actor in actors:
        shown = set(db.scalars(queries.visible_to(actor)))
        for account in db.scalars(select(Account)):
            assert RESET.allows(db, actor, account) == (account in shown), (actor.display_name, account.login)


def test_who_may_do_it_for_whom(world: World, db: Db) -> None:
    def seen(actor: Actor) -> set[str]:
        return {str(account.login) for account in db.scalars(queries.visible_to(actor))}

    assert seen(world.actor("admin")) == world.accounts.keys() - {"admin"}
    assert seen(committee_admin(world)) == {"mediator", "mediator2", "head", "secretary"}
    assert all(seen(world.actor(login)) == set() for login in world.accounts.keys() - {"admin"})
    give(db, SYSTEM, db.get_one(Account, world.accounts["mediator"].id), "clerk", world.center.id)
    assert "mediator" not in seen(committee_admin(world)), "who also works at the centre is the centre's to help"


def test_nobody_does_it_for_themselves(world: World, db: Db) -> None:
    has_app(db, world, "admin")
    with pytest.raises(Refused):
        reset(db, world.actor("admin"), world.accounts["admin"].id, "lost")


def test_it_takes_all_of_it_away_and_leaves_the_password(world: World, db: Db, portal: Portal) -> None:
    has_app(db, world, "clerk", "mediator")
    account = db.get_one(Account, world.accounts["clerk"].id)
    account.password_hash = before = "as it was"
    for login in ("clerk", "mediator"):
        db.add(
            AccessSession(
                token_hash=login.encode().ljust(32), account_id=world.accounts[login].id, strong=True, device="",
                created_at=clock.now(), last_seen_at=clock.now(), expires_at=clock.now() + timedelta(hours=1),
            )
        )  # fmt: skip
    db.flush()
    reset(db, world.actor("admin"), account.id, "stolen")
    assert (account.totp_sealed, account.totp_confirmed_at, account.totp_last_step) == (None, None, None)
    assert (account.password_hash, account.password_changed_at) == (before, None)
    papers = select(RecoveryCode.account_id)
    assert db.scalars(papers).all() == [world.accounts["mediator"].id]
    still = select(AccessSession.account_id).where(AccessSession.ended_at.is_(None))
    assert db.scalars(still).all() == [world.accounts["mediator"].id]
    told = db.scalars(select(Notice).where(Notice.key == NOTICE)).one()
    assert told.account_id == account.id
    line = db.scalars(select(AuditLine).where(AuditLine.action == "second_factor.reset")).one()
    assert (line.account_id, line.subject_id) == (world.accounts["admin"].id, account.id)
    assert line.fields == ["reason:stolen", "totp_secret"]
    with pytest.raises(Conflict):
        reset(db, world.actor("admin"), account.id, "stolen")


def sign_in(client: FlaskClient, login: str) -> str:
    """Login and password; where it leads."""
    first = client.post("/staff/sign-in", data={"login": login, "password": PASSWORD}).location
    return client.get(first or "/").location or ""


def test_at_the_next_sign_in_a_new_one_is_set_up_first(
    app: Flask, portal: Portal, world: World, client: FlaskClient, with_password: Callable[[str], str]
) -> None:
    """Also where the house asks nobody for a second factor: losing it is no way around it."""
    login, admin = with_password("clerk"), app.test_client()
    with portal.database.writing() as db:
        has_app(db, world, login)
    world.sign_in(client, portal.database, login)
    assert is_in(client)
    world.sign_in(admin, portal.database, "admin")
    address = f"/desk/second-factors/{world.accounts[login].id}"
    assert address in admin.get("/desk/second-factors").get_data(as_text=True)
    page = admin.get(address).get_data(as_text=True)
    assert "密码不变" in page
    for wrong in ({}, {"reason": "lost"}, {"present": "y"}, {"reason": "whim", "present": "y"}):
        assert admin.post(address, data=wrong).status_code == 422
    assert is_in(client)
    assert admin.post(address, data={"reason": "lost", "present": "y"}).status_code == 303
    assert not is_in(client)
    assert address not in admin.get("/desk/second-factors").get_data(as_text=True)
    assert sign_in(client, login) == "/staff/second-factor"
    assert client.get("/staff/second-factor").location == "/staff/second-factor/set-up"
    assert client.get("/desk").location == "/staff/second-factor?next=/desk"
    assert client.post("/staff/second-factor/begin").status_code == 303
    with portal.database.reading() as db:
        secret = db.get_one(Account, world.accounts[login].id).totp_secret
    assert secret not in (None, SECRET)
    code = pyotp.TOTP(secret).at(clock.now())
    assert client.post("/staff/second-factor/set-up", data={"code": code}).status_code == 303
    assert client.get("/desk").status_code == 200
    with portal.database.reading() as db:
        assert db.get_one(Account, world.accounts[login].id).totp_reset_at is None
        assert db.scalar(select(func.count()).select_from(RecoveryCode)) == 10
    assert "动态码已由管理员" in client.get("/bell").get_data(as_text=True)


@pytest.mark.parametrize("login", ["clerk", "head", "centre_head"])
def test_the_page_is_the_administrators(client: FlaskClient, portal: Portal, world: World, login: str) -> None:
    world.sign_in(client, portal.database, login)
    assert client.get("/desk/second-factors").status_code == 404
    assert client.get(f"/desk/second-factors/{world.accounts['mediator'].id}").status_code == 404


def test_each_reason_fits_the_record() -> None:
    assert all(len(f"reason:{key}") < 60 for key in REASONS)
