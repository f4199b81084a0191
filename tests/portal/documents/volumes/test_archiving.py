"""立卷归档: only what is closed, once, under a number of its own; nothing is thrown away."""

import threading

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.app import Portal
from portal.clocks.models import RunningClock
from portal.documents.volumes import queries
from portal.documents.volumes.models import Volume
from portal.documents.volumes.rules import RETENTIONS, proposed
from portal.documents.volumes.services import archive
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from portal.matters import queries as matters
from portal.matters import services as acts
from portal.matters.models import Matter
from portal.matters.telling import timeline_for
from portal.people.persons.services import PersonData
from tests.world import World

NOTE = "缺第三页，已补印"


def matter_of(db: Db, world: World, *, closed: bool = True, committee: bool = False) -> Matter:
    opened = acts.open_matter(
        db, world.actor("clerk"), center=world.center, source="counter", story="巷道堆物",
        applicants=[PersonData("凌阿婆")], respondents=[PersonData("齐大庆")],
    )  # fmt: skip
    if committee:
        act = "mediation.assigned"
        acts.involve(db, world.actor("clerk"), opened.matter, "committee", organisation_id=world.committee.id, act=act)
    if closed:
        kind = "procedural" if committee else "declined"
        acts.move(db, world.actor("clerk"), opened.matter, "closed", close_kind=kind)
    return opened.matter


@pytest.mark.parametrize(
    ("sealed", "kept"),
    [((), "short"), (("oral",), "short"), (("agreement",), "long"), (("oral", "agreement"), "long")],
)
def test_what_is_proposed_can_be_chosen(sealed: tuple[str, ...], kept: str) -> None:
    assert proposed(sealed) == kept
    assert kept in RETENTIONS


def test_a_closed_matter_is_put_away_and_still_read(db: Db, world: World) -> None:
    matter = matter_of(db, world)
    (party, _other) = matter.parties
    row = archive(db, world.actor("clerk"), matter.id, "short", NOTE)
    assert matter.stage == "archived"
    assert row.number_text.endswith("人调卷第1号")
    assert NOTE.encode() not in (row.note_sealed or b"")
    clocks = select(RunningClock).where(RunningClock.subject_id == matter.id, RunningClock.code == "CLK-38")
    assert db.scalars(clocks).one().stop_reason == "matter.archived"
    reader = world.visitor(party.person_id, matter.id)
    assert matters.get(db, reader, matter.id) is matter
    assert timeline_for(db, reader, matter)[0].key == "matter.archived"
    assert queries.of_matter(db, matter) is row
    second = archive(db, world.actor("clerk"), matter_of(db, world).id, "long")
    assert second.number == row.number + 1


@pytest.mark.parametrize("closed", [True, False])
def test_only_what_is_closed_and_only_once(db: Db, world: World, closed: bool) -> None:
    matter = matter_of(db, world, closed=closed, committee=True)
    if closed:
        archive(db, world.actor("secretary"), matter.id, "long")
    with pytest.raises(Conflict):
        archive(db, world.actor("secretary"), matter.id, "long")
    assert len(db.scalars(select(Volume)).all()) == (1 if closed else 0)


@pytest.mark.parametrize("login", ["dispatcher", "mediator", "head", "secretary", "police", "admin", "centre_head"])
def test_only_whoever_keeps_this_file(db: Db, world: World, login: str) -> None:
    matter = matter_of(db, world)
    with pytest.raises(Refused):
        archive(db, world.actor(login), matter.id, "long")
    assert matter.stage == "closed"


@pytest.mark.parametrize("login", ["secretary", "head"])
def test_the_committee_keeps_the_files_it_had(db: Db, world: World, login: str) -> None:
    matter = matter_of(db, world, committee=True)
    for other in ("clerk", "dispatcher", "mediator", "other_head"):
        with pytest.raises(Refused):
            archive(db, world.actor(other), matter.id, "permanent")
    archive(db, world.actor(login), matter.id, "permanent")
    assert matter.stage == "archived"


def test_the_pages(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        matter, running = matter_of(db, world), matter_of(db, world, closed=False, committee=True)
    path = f"/matters/{matter.id}/archive"
    world.sign_in(client, portal.database, "clerk")
    assert path in client.get(f"/matters/{matter.id}").get_data(as_text=True)
    assert client.get(path).status_code == 200
    assert client.get(f"/matters/{running.id}/archive").status_code == 404, "a committee has it"
    assert client.post(path, data={"retention": "forever"}).status_code == 422
    assert client.post(path, data={"retention": "long", "seen": "99"}).status_code == 409
    for _click in range(2):
        answer = client.post(path, data={"retention": "long", "note": NOTE, "once": "twice"})
        assert answer.location == f"/matters/{matter.id}"
    assert client.post(path, data={"retention": "long"}).status_code == 409
    page = client.get(f"/matters/{matter.id}").get_data(as_text=True)
    assert "人调卷第1号" in page
    assert NOTE in page
    world.sign_in(client, portal.database, "mediator")
    assert client.get(path).status_code == 404
    world.sign_in(client, portal.database, "secretary")
    assert client.get(f"/matters/{running.id}/archive").status_code == 409


@pytest.mark.both_engines
def test_two_who_archive_at_once_make_one_file(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        matter = matter_of(db, world)
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def act() -> None:
        gate.wait()
        try:
            with portal.database.writing() as db:
                archive(db, world.actor("clerk"), matter.id, "long")
            outcomes.append("done")
        except Conflict:
            outcomes.append("refused")

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    with portal.database.reading() as db:
        assert len(db.scalars(select(Volume)).all()) == 1
