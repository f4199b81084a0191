"""Two who use one secret at the same moment: one gets in."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pyotp
import pytest
from sqlalchemy import select

from portal.accounts.attempts import services as attempts
from portal.accounts.factors import services as factors
from portal.accounts.models import OneTimeCode
from portal.accounts.passes import services as passes
from portal.accounts.passwords import checking
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS
from portal.people.persons.models import Person
from tests.world import World

pytestmark = pytest.mark.both_engines
SUBJECT = uuid.uuid4()


def at_once(portal: Portal, act: Callable[[Db], object], times: int = 2) -> list[object]:
    """Do the same in several transactions that begin together."""
    together = Barrier(times)

    def one(_number: int) -> object:
        together.wait()
        with portal.database.writing() as db:
            return act(db)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_one_code_two_hands(portal: Portal) -> None:
    with portal.database.writing() as db:
        passes.start_code(db, "sign", SUBJECT)
        digits = passes.fill_code(db, db.scalars(select(OneTimeCode.id)).one())
    assert digits
    answers = at_once(portal, lambda db: passes.check_code(db, "sign", SUBJECT, digits), 4)
    assert sorted(map(bool, answers)) == [False, False, False, True]


def test_one_link_two_hands(portal: Portal, person: Person) -> None:
    with portal.database.writing() as db:
        link = passes.open_link(db, passes.mint_link(db, "reply", SUBJECT, person.id, 14))
    assert link is not None
    answers = at_once(portal, lambda db: passes.use_link(db, link), 4)
    assert answers.count(True) == 1


def test_one_app_code_two_hands(portal: Portal, world: World) -> None:
    account_id = world.accounts["mediator"].id
    with portal.database.writing() as db:
        account = db.get_one(type(world.accounts["mediator"]), account_id)
        factors.begin(db, ANONYMOUS, account)
        account.totp_confirmed_at = clock.now()
        digits = pyotp.TOTP(account.totp_secret).at(clock.now())

    def give(db: Db) -> object:
        account = db.get_one(type(world.accounts["mediator"]), account_id)
        return factors.check(db, account, digits, "test").token is not None

    assert sorted(map(bool, at_once(portal, give))) == [False, True]


def test_twelve_guesses_at_once_are_five_guesses(portal: Portal) -> None:
    def guess(db: Db) -> object:
        return checking.check(db, "login:nobody", None, "falsch falsch").locked_until is None

    at_once(portal, guess, 12)
    with portal.database.reading() as db:
        assert attempts.failures(db, "login:nobody") == 5
        assert attempts.locked(db, "login:nobody") is not None


def test_twelve_pins_at_once_are_five_pins(portal: Portal) -> None:
    def guess(db: Db) -> object:
        if attempts.locked(db, "pin:x"):
            return False
        attempts.failed(db, "pin:x")
        return True

    assert sum(map(bool, at_once(portal, guess, 12))) == 5
