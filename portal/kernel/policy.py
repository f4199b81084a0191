"""Who may do what: an actor, a permission, an object, and nothing else."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from portal.kernel.db import Db


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held in one organisation and over one area (a code prefix; '' means everywhere)."""

    role: str
    organisation: uuid.UUID | None = None
    area: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts: nobody known, a person with a case code, or an account with roles.

    ``scope`` limits a person who came with a case code to that one matter.
    """

    account: uuid.UUID | None = None
    person: uuid.UUID | None = None
    session: uuid.UUID | None = None
    scope: uuid.UUID | None = None
    grants: tuple[Grant, ...] = ()
    display_name: str = ""
    strong: bool = False

    @property
    def is_authenticated(self) -> bool:
        """Whether we know who this is."""
        return self.account is not None or self.person is not None

    @property
    def is_staff(self) -> bool:
        """Whether this account holds any role."""
        return bool(self.grants)

    def has(self, *roles: str, organisation: uuid.UUID | None = None) -> bool:
        """Whether one of the roles is held, in that organisation if one is named."""
        return any(
            grant.role in roles and (organisation is None or grant.organisation == organisation)
            for grant in self.grants
        )

    def organisations(self, *roles: str) -> frozenset[uuid.UUID]:
        """The organisations in which one of the roles is held."""
        return frozenset(g.organisation for g in self.grants if g.role in roles and g.organisation)


ANONYMOUS = Actor()
SYSTEM = Actor(display_name="系统")

Door = Callable[[Actor], bool]
Check = Callable[[Db, Actor, Any], bool]


def anyone(_actor: Actor) -> bool:
    """The door that is always open."""
    return True


def signed_in(actor: Actor) -> bool:
    """The door for everybody we know."""
    return actor.is_authenticated


def role(*names: str) -> Door:
    """The door for accounts that hold one of these roles."""
    return lambda actor: actor.has(*names)


def _always(_db: Db, _actor: Actor, _subject: Any) -> bool:
    return True


@dataclass(frozen=True)
class Permission:
    """A right by name: ``door`` asks whether such a person may come here at all, ``check`` asks about one object."""

    name: str
    door: Door
    check: Check = _always
    known: ClassVar[dict[str, "Permission"]] = {}
    doc: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if Permission.known.setdefault(self.name, self) is not self:
            raise ValueError(f"two permissions are called {self.name}")

    def allows(self, db: Db, actor: Actor, subject: Any) -> bool:
        """Door and object, both."""
        return self.door(actor) and self.check(db, actor, subject)


PUBLIC = Permission("public", anyone)


class Refused(Exception):
    """Not allowed, or not there: to the person asking, both look the same (404)."""


class Conflict(Exception):
    """What was asked no longer fits what is stored; ``args[0]`` is a sentence for the person."""


def require(db: Db, actor: Actor, permission: Permission, subject: Any) -> None:
    """Raise Refused unless the actor holds the permission on this object."""
    if not permission.allows(db, actor, subject):
        raise Refused(permission.name)
