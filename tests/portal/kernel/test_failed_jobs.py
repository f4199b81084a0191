"""The page of failed jobs: for the administrator, with the reason and a button to try again."""

import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from portal.app import Portal
from portal.kernel import clock
from portal.kernel.audit import AuditLine
from portal.kernel.outbox import GiveUp, Job, OutboxRow, drain, enqueue
from portal.kernel.policy import ANONYMOUS, Refused
from portal.kernel.worker import queries
from tests.world import World


def fail(_job: Job) -> None:
    raise GiveUp("there is no <such> house")


@pytest.fixture
def dead(portal: Portal) -> uuid.UUID:
    """A dead letter beside work that is well."""
    with portal.database.writing() as db:
        enqueue(db, "letters.carry")
        enqueue(db, "well")
    drain(portal.database, {"letters.carry": fail, "well": lambda job: None})
    with portal.database.reading() as db:
        return db.scalars(select(OutboxRow.id).where(OutboxRow.kind == "letters.carry")).one()


def test_the_administrator_sees_what_failed_and_has_it_tried_again(
    client: FlaskClient, portal: Portal, world: World, dead: uuid.UUID
) -> None:
    rung: list[int] = []
    portal.database.services["wake"] = lambda: rung.append(1)
    world.sign_in(client, portal.database, "admin")
    page = client.get("/desk/failed").get_data(as_text=True)
    assert "letters.carry" in page
    assert "there is no &lt;such&gt; house" in page
    assert ">well<" not in page
    assert "后台程序没有在运行" in page
    assert client.post(f"/desk/failed/{dead}/again").status_code == 303
    assert rung == [1]
    assert "没有失败的任务" in client.get("/desk/failed").get_data(as_text=True)
    assert client.post(f"/desk/failed/{dead}/again").status_code == 404, "it is no longer a dead letter"
    done: list[int] = []
    assert drain(portal.database, {"letters.carry": lambda job: done.append(job.attempts)}) == 1
    assert done == [1], "it has all its attempts anew"
    with portal.database.reading() as db:
        assert db.scalars(select(AuditLine).where(AuditLine.action == "worker.tried_again")).one().subject_id == dead


@pytest.mark.parametrize("login", ["clerk", "mediator", "centre_head"])
def test_nobody_else_finds_the_page(
    client: FlaskClient, portal: Portal, world: World, dead: uuid.UUID, login: str
) -> None:
    world.sign_in(client, portal.database, login)
    assert client.get("/desk/failed").status_code == 404
    assert client.post(f"/desk/failed/{dead}/again").status_code == 404


def test_the_gate_refuses_others_and_rows_that_are_not_dead(portal: Portal, world: World, dead: uuid.UUID) -> None:
    with portal.database.reading() as db:
        assert queries.get(db, world.actor("admin"), dead).id == dead
        well = db.scalars(select(OutboxRow.id).where(OutboxRow.kind == "well")).one()
        for actor, row in ((world.actor("admin"), well), (world.actor("clerk"), dead), (ANONYMOUS, dead)):
            with pytest.raises(Refused):
                queries.get(db, actor, row)
        assert queries.count_dead(db, world.actor("admin")) == 1
        assert queries.count_dead(db, world.actor("clerk")) == 0


def test_a_long_list_goes_on_by_the_page(client: FlaskClient, portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        for _ in range(queries.PAGE + 1):
            enqueue(db, "letters.carry")
        db.flush()
        db.execute(update(OutboxRow).values(dead_at=clock.now()))
    world.sign_in(client, portal.database, "admin")
    page = client.get("/desk/failed").get_data(as_text=True)
    assert page.count("letters.carry") == queries.PAGE
    following = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert client.get(following).get_data(as_text=True).count("letters.carry") == 1
