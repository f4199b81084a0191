"""At the window people fetch their copies; whoever hands them over there opens no paper."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.app import Portal
from portal.documents.papers import deliveries, queries
from portal.documents.papers.models import Paper
from portal.documents.papers.policy import HAND_OVER
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Refused
from portal.matters.models import Matter
from portal.matters.services import involve, move
from tests.portal.documents import shelf
from tests.world import World


def put_away(db: Db, world: World) -> tuple[Paper, Paper]:
    """An agreement in force of a matter that the committee has, and the record of its signing."""
    matter = shelf.matter_of(db, world)
    for stage in ("triaged", "routed", "active"):
        move(db, SYSTEM, matter, stage)
    paper = shelf.sealed(db, world, matter)
    deliveries.promise(db, SYSTEM, paper, [party.person_id for party in matter.parties], None)
    record = db.scalars(select(Paper).where(Paper.belongs_to_id == paper.id, Paper.kind == "evidence")).one()
    return paper, record


@pytest.mark.parametrize(
    ("login", "may"),
    [("clerk", True), ("dispatcher", True), ("mediator", True), ("head", True), ("secretary", True), ("duty", False),
     ("police", False), ("outsider", False), ("admin", False), ("grid", False)],
)  # fmt: skip
def test_who_hands_copies_over(db: Db, world: World, login: str, may: bool) -> None:
    grid = world.account(db, "grid", "grid_worker", world.center)
    paper, record = put_away(db, world)
    draft, _token = shelf.frozen(db, world, shelf.matter_of(db, world))
    involve(db, SYSTEM, db.get_one(Matter, paper.matter_id), "counter", account_id=grid.id, act="test")
    actor = world.actor(login)
    assert HAND_OVER.allows(db, actor, paper) == may
    assert bool(queries.handed_over_in(db, actor, paper.matter_id)) == may
    reads = login in ("mediator", "head", "secretary")
    assert bool(queries.of_matter(db, actor, paper.matter_id)) == reads
    assert HAND_OVER.allows(db, actor, record) == reads
    assert HAND_OVER.allows(db, actor, draft) == reads
    if not may:
        with pytest.raises(Refused):
            queries.to_hand_over(db, actor, paper.id)


def test_the_pages(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        paper, record = put_away(db, world)
    world.sign_in(client, portal.database, "clerk")
    copies = f"/papers/{paper.id}/copies"
    small = client.get(f"/matters/{paper.matter_id}").get_data(as_text=True)
    assert copies in small
    assert str(record.id) not in small
    page = client.get(copies).get_data(as_text=True)
    ways = re.findall(rf'href="({copies}/[^"]+)"', page)
    assert len(ways) == 4
    for way in ways:
        assert client.get(way).status_code == 200
    collect = next(way for way in ways if not way.endswith("/note"))
    assert client.post(collect, data={"collected_by": "卞立言", "seen": "1"}).location == copies
    for shut in (f"/papers/{paper.id}/file", f"/papers/{record.id}/file", f"/papers/{record.id}/copies"):
        assert client.get(shut).status_code == 404
