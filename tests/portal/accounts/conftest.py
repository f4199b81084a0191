"""People who come in: staff with passwords, residents with phones, a case with a code and two persons."""

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.accounts.passwords.services import set_password
from portal.accounts.visits import cases
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.policy import SYSTEM
from portal.kernel.settings import Settings
from portal.people.persons.models import Person
from tests.portal.accounts.people import PASSWORD, PHONE, OneCase, add_person
from tests.world import LONG_AGO, World


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    """A demonstration, in which messages to phones are shown on a page: tests read the codes there."""
    return Settings(data=tmp_path / "data", database_url=url, testing=True, demonstration=True)


@pytest.fixture
def case(portal: Portal) -> OneCase:
    """The one case, known to the sign-in pages until the next house is built."""
    book = OneCase()
    cases.provide(book)
    return book


@pytest.fixture
def person(portal: Portal, world: World, case: OneCase) -> Person:
    """A party of the case whose phone may get messages."""
    return add_person(portal, world, case, PHONE)


@pytest.fixture
def with_password(portal: Portal, world: World) -> Callable[[str], str]:
    """Give a member of staff a password; answers the login."""

    def give(login: str) -> str:
        with clock.held(LONG_AGO), portal.database.writing() as db:
            account = db.merge(world.accounts[login])
            set_password(db, SYSTEM, account, PASSWORD)
        return login

    return give
