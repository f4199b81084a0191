"""The county as its stories know it: whom they may act as, and the days on which they play."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from portal.accounts.models import Account
from portal.accounts.sessions.queries import held_grants
from portal.app.demo.days import Days
from portal.app.demo.undivided import Undivided
from portal.directory.organisations.models import Organisation
from portal.kernel import clock
from portal.kernel.policy import Actor
from portal.kernel.settings import Settings
from portal.matters.models import Party


@dataclass(frozen=True)
class Key:
    """A case code and its PIN, to try the house as a resident; ``who`` says what they will see."""

    code: str
    pin: str
    who: str


@dataclass
class County:
    """Everything a story needs."""

    database: Undivided
    settings: Settings
    days: Days
    bodies: Mapping[str, Organisation]
    accounts: Mapping[str, Account]
    keys: list[Key]

    def staff(self, login: str) -> Actor:
        """Somebody who works here, with the roles they hold at this moment of the story."""
        account = self.accounts[login]
        grants = held_grants(account, clock.now())
        return Actor(account=account.id, grants=grants, display_name=account.display_name, strong=True)

    def body(self, key: str) -> Organisation:
        """An organisation by its key."""
        return self.bodies[key]


def visitor(person_id: uuid.UUID, matter_id: uuid.UUID) -> Actor:
    """Somebody who came with a case code or by a link."""
    return Actor(person=person_id, scope=matter_id)


def party(side: Party) -> Actor:
    """A party as the one who acts."""
    return visitor(side.person_id, side.matter_id)
