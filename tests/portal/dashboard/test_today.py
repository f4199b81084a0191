"""What one has to do today: danger first, then what is late, what others wait for, and the hours of the day."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from mediation.replacements.services import step_back
from portal.app import Portal
from portal.dashboard.desk.rules import SHOWN, in_order
from portal.intake.alarms.services import raise_alarm
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.feature import Task
from portal.kernel.policy import SYSTEM
from portal.matters.models import Matter
from portal.matters.rules import show_code
from portal.matters.services import open_matter
from portal.people.persons.services import PersonData
from tests.mediation import dispute
from tests.world import World

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_danger_then_late_then_waited_for_then_the_hours() -> None:
    tasks = [
        Task("soon", "", "", NOON + HOUR),
        Task("late", "", "", NOON - HOUR),
        Task("waited for", "", ""),
        Task("later", "", "", NOON + 2 * HOUR),
        Task("very late", "", "", NOON - 2 * HOUR),
        Task("danger", "", "", NOON + HOUR, urgent=True),
    ]
    order = ["danger", "very late", "late", "waited for", "soon", "later"]
    assert [task.what for task in in_order(tasks, NOON)] == order
    assert [task.what for task in in_order(tasks[::-1], NOON)] == order


def at_the_door(db: Db, world: World) -> Matter:
    """Registered a moment ago."""
    people = {"applicants": [PersonData(name="申小明")], "respondents": [PersonData(name="卞立言")]}
    return open_matter(db, SYSTEM, center=world.center, source="web", story=dispute.STORY, **people).matter


def lines(client: FlaskClient) -> list[str]:
    """The list of today, each line as one reads it."""
    page = client.get("/desk").get_data(as_text=True)
    found = re.search(r'<ol class="today">(.*?)</ol>', page, re.S)
    items = re.findall(r"<li>(.*?)</li>", found[1], re.S) if found else []
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in items]


def due(db: Db, matter: Matter, at: datetime) -> str:
    """Let the next step be due; answers the code."""
    matter.next_due_at = at
    db.flush()
    return show_code(matter.code)


def test_the_desk_of_the_door_shows_what_waits_there_and_no_more(
    client: FlaskClient, portal: Portal, world: World
) -> None:
    with portal.database.writing() as db:
        late, today, later = (at_the_door(db, world) for _n in range(3))
        codes = [due(db, late, clock.now() - 30 * HOUR), due(db, today, clock.now())]
        due(db, later, clock.now() + 60 * HOUR)
        due(db, db.get_one(Matter, dispute.opened(db, world).matter_id), clock.now() - HOUR)
    for login in ("dispatcher", "clerk"):
        world.sign_in(client, portal.database, login)
        found = lines(client)
        assert [next(code for code in codes if code in line) for line in found] == codes
        assert "已过期" in found[0]
    for login in ("outsider", "police", "other_head"):
        world.sign_in(client, portal.database, login)
        assert lines(client) == []
        assert "今天没有到期的事" in client.get("/desk").get_data(as_text=True)


def test_an_alarm_stands_above_all(client: FlaskClient, portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        matter = at_the_door(db, world)
        due(db, matter, clock.now() - 30 * HOUR)
        raise_alarm(db, SYSTEM, world.center.id, "questions", [], matter=matter)
    world.sign_in(client, portal.database, "duty")
    assert "有人可能有危险" in lines(client)[0]


def test_a_mediator_states_first_and_then_does_what_is_due(client: FlaskClient, portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        asked, running = dispute.file(db, world), dispute.opened(db, world)
        dispute.give(db, world, asked, "mediator")
        codes = [show_code(asked.code), due(db, db.get_one(Matter, running.matter_id), clock.now() + HOUR / 60)]
    world.sign_in(client, portal.database, "mediator")
    found = lines(client)
    assert "利害关系" in found[0]
    assert [code in line for code, line in zip(codes, found, strict=True)] == [True, True]
    for login in ("mediator2", "head", "secretary"):
        world.sign_in(client, portal.database, login)
        assert lines(client) == []
    with portal.database.writing() as db:
        step_back(db, world.actor("mediator"), running.id, "interest", "")
        due(db, db.get_one(Matter, running.matter_id), clock.now())
    world.sign_in(client, portal.database, "head")
    assert [codes[1] in line for line in lines(client)] == [True]


@pytest.mark.parametrize("rows", [2, 20])
def test_more_to_do_asks_no_more_questions(client: FlaskClient, portal: Portal, world: World, rows: int) -> None:
    with portal.database.writing() as db:
        for _number in range(rows):
            due(db, at_the_door(db, world), clock.now() - HOUR)
    world.sign_in(client, portal.database, "dispatcher")
    client.get("/desk")
    asked: list[str] = []
    event.listen(portal.database.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    assert len(lines(client)) == min(rows, SHOWN)
    assert len(asked) <= 20, "\n".join(asked)
