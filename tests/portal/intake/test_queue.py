"""The queue as the desk sees it: the first suggestion with its words, danger on top, the newest alarm above all."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from portal.app import Portal
from portal.intake.alarms.models import Alarm
from portal.intake.alarms.services import raise_alarm
from portal.intake.dispatch import hints, services
from portal.kernel import clock
from portal.kernel.audit import AuditLine
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM
from portal.matters.models import Matter
from portal.matters.services import flag_danger, open_matter
from portal.people.persons.services import PersonData
from tests.portal.matters.counting import queries_of
from tests.world import World

LEAK = "楼上漏水，把我家墙泡了，找他三次都不理。"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def filed(db: Db, world: World, story: str = LEAK, minute: int = 0) -> Matter:
    """A registered matter; a later one has a later id."""
    with clock.held(START + timedelta(minutes=minute)):
        opened = open_matter(
            db, SYSTEM, center=world.center, source="web", story=story, applicants=[PersonData(name="王小青")],
            respondents=[PersonData(name="李小禾")],
        )  # fmt: skip
    return opened.matter


def order(page: str, ids: list[uuid.UUID]) -> list[uuid.UUID]:
    """These ids as they follow one another on the page."""
    return sorted(ids, key=lambda one: page.index(str(one)))


def test_a_row_shows_the_first_suggestion_and_its_words(client: FlaskClient, portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        filed(db, world)
    world.sign_in(client, portal.database, "dispatcher")
    page = client.get("/docket").get_data(as_text=True)
    assert "建议：" in page
    assert "漏水" in page
    with portal.database.reading() as db:
        read = db.query(AuditLine).filter_by(action="triage.proposals_read").one()
    assert read.account_id == world.accounts["dispatcher"].id


def test_once_decided_the_class_stands_there_and_no_words(client: FlaskClient, portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        matter = filed(db, world)
        services.decide(
            db, world.actor("dispatcher"), matter.id, class_code="0202", mode="M", dangers=["none"], reason=""
        )
    world.sign_in(client, portal.database, "dispatcher")
    page = client.get("/docket").get_data(as_text=True)
    assert "建议：" not in page
    assert "依据：" not in page


@pytest.mark.parametrize("login", ["mediator", "head", "secretary", "police", "duty"])
def test_who_does_not_triage_is_given_no_hint(db: Db, world: World, login: str) -> None:
    matter = filed(db, world)
    assert hints.of_matters(db, world.actor("clerk"), [matter.id])
    assert hints.of_matters(db, world.actor(login), [matter.id]) == {}


def test_danger_stands_on_top_however_old(client: FlaskClient, portal: Portal, world: World) -> None:
    """Also when it would lie on the second page, and in the queue of what waits for its triage."""
    with portal.database.writing() as db:
        old = filed(db, world, minute=0)
        flag_danger(db, SYSTEM, old)
        others = [filed(db, world, minute=minute).id for minute in range(1, 53)]
    world.sign_in(client, portal.database, "dispatcher")
    for address in ("/docket", "/docket?stage=registered"):
        page = client.get(address).get_data(as_text=True)
        assert order(page, [others[-1], old.id]) == [old.id, others[-1]], address
        assert page.count(f"/matters/{old.id}") == 1
    later = client.get(f"/docket?after={others[3]}").get_data(as_text=True)
    assert order(later, [others[2], old.id]) == [others[2], old.id], "further down everything keeps its place"


def test_the_newest_alarm_stands_above_the_list(client: FlaskClient, portal: Portal, world: World) -> None:
    alarms: list[Alarm] = []
    with portal.database.writing() as db:
        matter = filed(db, world)
        for minute in (1, 2):
            with clock.held(START + timedelta(minutes=minute)):
                alarms.append(raise_alarm(db, SYSTEM, world.center.id, "triage", ["拿刀"], matter=matter))
    world.sign_in(client, portal.database, "dispatcher")
    page = client.get("/docket").get_data(as_text=True)
    assert f"/desk/alarms/{max(alarm.id for alarm in alarms)}" in page
    assert "拿刀" not in page, "the words stand on the alarm's own page, where the read is written down"
    world.sign_in(client, portal.database, "mediator")
    assert "/desk/alarms" not in client.get("/docket").get_data(as_text=True)


def test_the_queue_asks_the_same_number_of_questions_for_one_row_and_for_many(
    client: FlaskClient, portal: Portal, world: World
) -> None:
    world.sign_in(client, portal.database, "dispatcher")
    asked = []
    for first in (0, 1):
        with portal.database.writing() as db:
            for minute in range(first, first * 20 + 1):
                filed(db, world, minute=minute)
        with queries_of(portal) as statements:
            client.get("/docket")
        asked.append(len(statements))
    assert asked[0] == asked[1]
