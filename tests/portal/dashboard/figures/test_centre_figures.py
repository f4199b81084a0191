"""The head's page: each number is its rows, of one's own centre, now; and nothing of what a matter is about."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.app import Portal
from portal.app.bench.measuring import Counter
from portal.clocks.models import RunningClock
from portal.clocks.services import happened
from portal.dashboard.figures import queries
from portal.dashboard.figures.rules import figures
from portal.directory.organisations.models import Area
from portal.directory.organisations.services import add_organisation
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM
from portal.matters import services as matters
from portal.matters.models import Matter
from portal.matters.timing import subject_of
from tests.mediation import dispute
from tests.world import WEEK, World


def several(db: Db, world: World) -> list[Matter]:
    """Routed, given away, being talked over, and one of which somebody is in danger."""
    found = [dispute.file(db, world), dispute.assigned(db, world).matter, dispute.accepted(db, world).matter]
    danger = dispute.file(db, world)
    matters.flag_danger(db, SYSTEM, danger)
    return [*found, danger]


def test_each_number_is_its_rows(db: Db, world: World) -> None:
    several(db, world)
    head = world.actor("centre_head")
    with clock.held(clock.now() + timedelta(days=20)):
        counted = queries.counts(db, head)
        assert counted.keys() == {one.key for one in figures()}
        for one in figures():
            assert len(queries.rows(db, head, one)) == counted[one.key], one.key
        for line in queries.periods(db, head):
            for colour, number in (("yellow", line.yellow), ("red", line.red)):
                assert len(queries.rows(db, head, None, period=(colour, line.clock.code))) == number
        for body in queries.bodies(db, head):
            assert len(queries.rows(db, head, None, body=body.of.id)) == body.running
    assert (counted["stage-routed"], counted["talking"]) == (3, 1)


def test_what_is_past_its_limit_is_red_and_danger_is_not_hurried(db: Db, world: World) -> None:
    """R-16: the centre's own periods press nobody while somebody is in danger; the law's go on."""
    calm, _given, _talked, danger = several(db, world)
    for matter in (calm, danger):
        happened(db, SYSTEM, "matter.registered", subject_of(matter))
    head = world.actor("centre_head")
    (red,) = (one for one in figures() if one.key == "red")
    assert queries.rows(db, head, red) == []
    with clock.held(clock.now() + timedelta(days=20)):
        late = {matter.id for matter in queries.rows(db, head, red)}
    assert calm.id in late
    assert danger.id not in late
    assert db.scalars(select(RunningClock).where(RunningClock.subject_id == danger.id)).first() is not None


def test_another_centre_counts_its_own(db: Db, world: World) -> None:
    several(db, world)
    area = db.scalars(select(Area).where(Area.code == "990101")).one()
    other = add_organisation(
        db, SYSTEM, kind="center", area=area, names=("他县综治中心", "Another centre"), short_name="他县",
        phone="0900-7654321", addresses=("他县东路1号", "1 East Road"), hours=WEEK,
    )  # fmt: skip
    world.account(db, "other_centre_head", "centre_head", other)
    stranger = world.actor("other_centre_head")
    assert set(queries.counts(db, stranger).values()) == {0}
    assert queries.rows(db, stranger, None) == []
    assert queries.bodies(db, stranger) == []
    assert queries.rows(db, world.actor("clerk"), None) == [], "whoever heads nothing counts nothing"


@pytest.mark.both_engines
@pytest.mark.parametrize(("login", "status"), [("centre_head", 200), ("clerk", 404), ("mediator", 404), ("head", 404)])
def test_who_comes_in(client: FlaskClient, portal: Portal, world: World, login: str, status: int) -> None:
    with portal.database.writing() as db:
        several(db, world)
    world.sign_in(client, portal.database, login)
    for path in ("/centre/figures", "/centre/figures/running"):
        assert client.get(path).status_code == status, path


def test_every_number_opens_and_nothing_says_what_it_is_about(
    client: FlaskClient, portal: Portal, world: World
) -> None:
    with portal.database.writing() as db:
        several(db, world)
    world.sign_in(client, portal.database, "centre_head")
    pages = [dispute.body(client, "/centre/figures")]
    pages += [dispute.body(client, f"/centre/figures/{one.key}") for one in figures()]
    pages += [dispute.body(client, f"/centre/figures/running?body={world.center.id.hex}")]
    for page in pages:
        for word in (dispute.STORY, *dispute.APPLICANTS, *dispute.RESPONDENTS, "楼上楼下", "/matters/"):
            assert word not in page, word
    assert client.get("/centre/figures/no-such-number").status_code == 404


def test_a_page_of_rows_asks_no_more_for_more_rows(client: FlaskClient, portal: Portal, world: World) -> None:
    asked = []
    for _more in range(2):
        with portal.database.writing() as db:
            several(db, world)
        world.sign_in(client, portal.database, "centre_head")
        dispute.body(client, "/centre/figures/running")
        with Counter().listening() as counter:
            dispute.body(client, "/centre/figures/running")
        asked.append(counter.count)
    assert asked[0] == asked[1]
