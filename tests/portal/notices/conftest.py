"""People to tell something, kinds to tell, and the worker's part done by hand."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from portal.app import Portal
from portal.kernel.db import Database, Db
from portal.kernel.i18n import lazy as _l
from portal.kernel.outbox import drain
from portal.kernel.policy import SYSTEM
from portal.notices import kinds, slots
from portal.notices.kinds import Kind
from portal.notices.models import Delivery, Notice
from portal.people.persons.services import PersonData, add_person
from tests.world import World

INVITE = Kind("test.invite", page=_l("张三请您调解。"), outside=_l("请打开 %(door)s，口令 %(word)s，电话 %(phone)s。"))
CODE = Kind("test.code", page=_l("您要了一个验证码。"), outside=_l("验证码 %(word)s"), asked=True)
PLAIN = Kind("test.plain", page=_l("您的材料已收到，期限 %(due_on)s。"), outside=_l("您有一条新消息。"))
BELL = Kind("test.bell", page=_l("只在铃下：%(count)s"), where=lambda notice: "/register")
STORY = ("张三", "调解")
"""Words of the case that must never stand outside."""


@pytest.fixture(autouse=True)
def test_kinds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Kinds and slots of these tests only; answers the secrets that were minted, in order."""
    for kind in (INVITE, CODE, PLAIN, BELL):
        monkeypatch.setitem(kinds._kinds, kind.key, kind)
    minted: list[str] = []

    def mint(_db: Db, _notice: Notice) -> str:
        minted.append(f"secret-{len(minted) + 1}")
        return minted[-1]

    monkeypatch.setitem(slots._slots, "word", slots.Slot("word", mint))
    monkeypatch.setitem(slots._slots, "door", slots.Slot("door", lambda db, notice: "https://door/" + mint(db, notice)))
    return minted


@pytest.fixture
def database(portal: Portal) -> Database:
    """The test's own database."""
    return portal.database


@pytest.fixture
def person(world: World, database: Database) -> Callable[..., uuid.UUID]:
    """A person of the centre, with wishes."""

    def make(name: str = "李四", **wishes: Any) -> uuid.UUID:
        with database.writing() as db:
            center = wishes.pop("center", world.center)
            return add_person(db, SYSTEM, center.id, PersonData(name=name, **wishes)).id

    return make


@pytest.fixture
def work(portal: Portal) -> Callable[[], int]:
    """What the worker does."""
    return lambda: drain(portal.database, portal.handlers)


@pytest.fixture
def deliveries(database: Database) -> Callable[[], list[Delivery]]:
    """All deliveries, in order."""

    def read() -> list[Delivery]:
        with database.reading() as db:
            return list(db.scalars(select(Delivery).order_by(Delivery.created_at, Delivery.id)))

    return read


@pytest.fixture
def set_up(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change settings of this house: a mail server, a demonstration."""

    def change(**values: Any) -> None:
        portal.settings = replace(portal.settings, **values)
        monkeypatch.setitem(portal.database.services, "settings", portal.settings)

    return change
