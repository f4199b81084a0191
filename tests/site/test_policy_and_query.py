"""Policy and query agree: what somebody finds in a list is what they may open, for everybody and every kind of object.

Asked of the whole demonstration county. A slice with a ``visible_to`` of its own, or a right that asks about an object,
must be entered here.
"""

import importlib
import re
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, select

from portal.accounts.models import Account
from portal.accounts.sessions.queries import held_grants
from portal.app import Portal, create_app
from portal.kernel import clock, crypto
from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS, Actor, Permission, _always
from portal.kernel.settings import Settings
from portal.matters.models import Involvement

ROOT = Path(__file__).parents[2]
MOST = 60
"""Objects of a kind, the newest and the oldest half."""

ALIKE = {
    "matter.read": "portal.matters.queries",
    "evidence.read": "portal.matters.evidence.queries",
    "room.read": "portal.rooms.rooms.queries",
    "notices.deliver": "portal.notices.desk.queries",
    "notices.read": "portal.notices.bell.queries",
    "account.reset_factor": "portal.accounts.resets.queries",
    "account.case": "portal.accounts.shelf.queries",
    "session.own": "portal.accounts.devices.queries",
    "alarm.answer": "portal.intake.alarms.queries",
    "paper.read": "portal.documents.papers.queries",
    "mediation.read": "mediation.cases.queries",
    "mediation.declare": "mediation.conflicts.queries",
    "mediation.notice": "mediation.terminations.queries",
    "consultation.read": "legal.consultations.queries",
    "consultation_record.read": "legal.records.queries",
    "visit.see_to": "counseling.cases.queries",
    "visit.record": "counseling.records.queries",
}
"""The right to read one, and the query that lists them."""

OWN_TESTS = {
    "portal.kernel.worker.queries": "test_the_gate_refuses_others_and_rows_that_are_not_dead",
    "mediation.agreements.queries": "test_policy_and_query_agree_for_everybody",  # two rights
    "portal.accounts.grants.queries": "test_policy_and_query_agree",  # right on the account
    "counseling.watching.queries": "test_r15_only_the_supervisor_finds_a_signed_record",  # no right on one record
}
"""Queries whose comparison needs more than one right and one row: the test that does it."""

OWN_RIGHTS = {
    "account.grant",
    *("consultation.desk", "consultation.arrange", "consultation.receive"),  # test_who_sees_a_consultation
    "availability.set",  # a colleague's hours: no row
}
"""What those tests compare the queries with, where the right asks about an object; rights without a list."""

NARROWER = {
    "matter.read": {
        *("matter.show", "matter.reveal", "matter.correct_party", "identity.record", "evidence.add", "matter.status"),
        *("dispatch.triage", "dispatch.assign", "volume.close", "person.contact", "person.correct", "consent.give"),
        *("paper.hand_over", "agreement.hand_code", "alarm.raise", "duty.perform", "duty.answer", "matter.restrict"),
    },
    "evidence.read": {"evidence.visibility"},
    "room.read": {"room.speak"},
    "consultation.read": {"consultation.own", "consultation.advise"},
    "consultation_record.read": {"consultation_record.write"},
    "paper.read": {"paper.own_copies", "paper.keep_seal"},
    "session.own": {"account.own"},
    "mediation.read": {
        *("mediation.mediate", "mediation.end", "mediation.invite", "mediation.join", "mediation.name"),
        *("extension.approve", "agreement.draft", "agreement.show", "agreement.fill", "agreement.seal"),
        "agreement.stamp",
    },
    "matter.status": {  # parties, whose session is held to one matter
        *("mediation.answer", "mediation.ask", "mediation.stop", "extension.sign", "breach.read"),
        *("agreement.read", "agreement.wait", "agreement.sign"),
        "matter.withdraw",
    },
}
"""Rights to act on what another right lets one read: no list of their own."""


def objects_of(query: Select[Any]) -> Any:
    """The kind of object a query lists."""
    return query.column_descriptions[0]["entity"]


def with_queries() -> set[str]:
    """Every module that lists objects for somebody."""
    found = [path for name in ("portal", "mediation", "legal", "counseling") for path in (ROOT / name).rglob("*.py")]
    texts = {path: path.read_text("utf-8") for path in found}
    names = [path for path, text in texts.items() if re.search(r"^def visible_to\b", text, re.MULTILINE)]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in names}


def test_every_query_is_compared_with_a_right() -> None:
    assert with_queries() == {*ALIKE.values(), *OWN_TESTS}


def test_every_right_about_an_object_is_in_the_list(app: Flask) -> None:
    assert app
    for module in OWN_TESTS:
        importlib.import_module(module)
        if find_spec(rights := f"{module.rpartition('.')[0]}.policy"):
            importlib.import_module(rights)
    asked = {name for name, permission in Permission.known.items() if permission.check is not _always}
    told = [*ALIKE, *OWN_RIGHTS, *(name for names in NARROWER.values() for name in names)]
    assert sorted(asked - set(told)) == []
    assert len(told) == len(set(told)), "each once"
    assert sorted({*told, *NARROWER} - set(Permission.known)) == []


@pytest.mark.parametrize("module", OWN_TESTS)
def test_what_is_compared_elsewhere_is(module: str) -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]
    parts = module.split(".")[:-1]
    assert any(f"def {OWN_TESTS[module]}(" in text and ".".join(parts) in text for text in texts)


@pytest.fixture(scope="module")
def told(county: Path) -> Iterator[Portal]:
    """The demonstration's house, to be looked at."""
    app = create_app(Settings(data=county, demonstration=True))
    portal: Portal = app.extensions["portal"]
    yield portal
    portal.database.dispose()


@pytest.fixture
def seen(told: Portal) -> Iterator[Db]:
    """A look at it, with its own keys: other tests set up houses of theirs in between."""
    crypto.install(crypto.Keyring(told.settings.data / "keys"))
    with told.database.reading() as db:
        yield db


def everybody(db: Db) -> dict[str, Actor]:
    """A stranger, every account with its roles, every party with the matter it came for."""
    found = {"a stranger": ANONYMOUS}
    for one in db.scalars(select(Account)):
        found[str(one.login)] = Actor(account=one.id, grants=held_grants(one, clock.now()), strong=True)
    rows = select(Involvement.person_id, Involvement.matter_id).where(Involvement.person_id.is_not(None)).distinct()
    for person, matter in db.execute(rows):
        found[f"party {person} of {matter}"] = Actor(person=person, scope=matter)
    return found


def some(db: Db, kind: Any) -> list[Any]:
    """Objects of a kind, whoever may see them."""
    ids = sorted(db.scalars(select(kind.id)))
    chosen = ids if len(ids) <= MOST else [*ids[: MOST // 2], *ids[-MOST // 2 :]]
    return list(db.scalars(select(kind).where(kind.id.in_(chosen))))


@pytest.mark.slow
@pytest.mark.xdist_group("demo")
@pytest.mark.parametrize("name", ALIKE)
def test_policy_and_query_agree_for_everybody_in_the_county(seen: Db, name: str) -> None:
    visible_to: Callable[[Actor], Select[Any]] = importlib.import_module(ALIKE[name]).visible_to
    permission = Permission.known[name]
    kind = objects_of(visible_to(ANONYMOUS))
    objects = some(seen, kind)
    apart, shown = [], 0
    for who, actor in everybody(seen).items():
        listed = set(seen.scalars(visible_to(actor).with_only_columns(kind.id)))
        opened = {one.id for one in objects if permission.allows(seen, actor, one)}
        shown += len(opened)
        apart += [(who, one.id) for one in objects if (one.id in listed) != (one.id in opened)]
    assert apart == []
    assert shown or not objects, "nobody sees anything: the county tells nothing of this right"
