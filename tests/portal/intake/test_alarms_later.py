"""What an alarm opens: not to whoever both rings and answers, and not to the whole desk for good."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from portal.app import Portal
from portal.intake.alarms import services
from portal.intake.alarms.models import Alarm
from portal.intake.alarms.rules import IN_FULL, reads_in_full
from portal.kernel import clock
from portal.kernel.db import Db
from portal.matters.queries import role_in
from tests.mediation import dispute
from tests.world import World

WORDS = "他说今晚要放火"


def rung(db: Db, world: World, login: str) -> Alarm:
    """Somebody of the desk reports danger in a matter that a committee has."""
    case = dispute.at(db, world, "in_session")
    return services.warn(db, world.actor(login), case.matter_id, ["violence"], WORDS)


@pytest.mark.parametrize(("taker", "opens"), [("clerk", False), ("duty", True)])
def test_whoever_rings_and_answers_opens_nothing_by_it(db: Db, world: World, taker: str, opens: bool) -> None:
    alarm = rung(db, world, "clerk")
    matter = db.get_one(dispute.Matter, alarm.matter_id)
    services.acknowledge(db, world.actor(taker), alarm.id)
    assert alarm.acknowledged_by == world.accounts[taker].id
    assert ("team" in role_in(db, world.actor(taker), matter)) is opens


@pytest.mark.parametrize(
    ("answered_for", "took_part", "full"),
    [
        (None, False, True),
        (timedelta(0), False, True),
        (IN_FULL - timedelta(seconds=1), False, True),
        (IN_FULL, False, False),
        (IN_FULL, True, True),
        (timedelta(days=400), True, True),
    ],
)
def test_who_reads_it_in_full(answered_for: timedelta | None, took_part: bool, full: bool) -> None:
    assert reads_in_full(answered_for=answered_for, took_part=took_part) is full


def test_the_pages_after_three_days(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db, clock.held(clock.now() - IN_FULL):
        alarm = rung(db, world, "mediator")
        services.acknowledge(db, world.actor("duty"), alarm.id)
        services.report(db, world.actor("duty"), alarm.id, "已报110，人在派出所")
    for login, full in (("clerk", False), ("duty", True)):
        world.sign_in(client, portal.database, login)
        page = dispute.body(client, f"/desk/alarms/{alarm.id}")
        assert (WORDS in page) is full
        assert ("只给报告的人和接手的人看" in page) is not full
        assert ("人在派出所" in dispute.body(client, "/desk/alarms")) is full
