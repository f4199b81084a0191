"""A loaded county is one that the house itself could have written: it verifies, opens, and breaks no rule."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from sqlalchemy import func, inspect, select
from sqlalchemy.exc import IntegrityError

from mediation.cases.models import MediationCase
from portal.accounts.models import Account
from portal.accounts.sessions.services import open_account_session, open_person_session
from portal.app import Portal
from portal.app.load.aside import foreign_keys_aside
from portal.app.load.batches import BATCH, all_of, make
from portal.app.load.run import order_for, tasks_of
from portal.app.load.sheets import Sheet, written
from portal.app.load.writers import write
from portal.app.schema import config
from portal.cli import main
from portal.directory.organisations.models import Organisation
from portal.kernel import audit
from portal.kernel.db import Base
from portal.kernel.settings import Settings
from portal.matters.models import Involvement, Matter, Party, copies
from portal.matters.rules import STAGES, read_code
from portal.notices.models import Delivery
from portal.people.persons.models import Person
from portal.people.persons.queries import with_phone
from portal.rooms.rooms.models import Message, Room, RoomMember
from tests.world import World

both = pytest.mark.both_engines
MANY = 120
Load = Callable[..., Result]


@pytest.fixture
def load(portal: Portal, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Load:
    """``onedoor load …`` on the house of this test."""
    command.stamp(config(portal.database.engine), "head")
    monkeypatch.chdir(tmp_path)
    env = {"ONEDOOR_DATA": str(settings.data), "DATABASE_URL": settings.database_url}
    return lambda *words: CliRunner().invoke(main, ["load", *words], env=env)


@pytest.fixture
def figures(load: Load) -> dict[str, Any]:
    """What was printed after a county was loaded."""
    result = load("--matters", str(MANY))
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@both
def test_the_figures_are_those_of_the_tables(figures: dict[str, Any], portal: Portal) -> None:
    with portal.database.reading() as db:
        counted = {
            name: db.scalars(select(func.count()).select_from(Base.metadata.tables[name])).one()
            for name in ("matters", "parties", "timeline", "involvements", "messages", "triage", "clocks")
        }
        stages = set(db.scalars(select(Matter.stage)))
    assert counted == {name: figures["tables"][name] for name in counted}
    assert counted["matters"] == figures["matters"] == MANY
    assert figures["rows"] == sum(figures["tables"].values())
    assert figures["fewest_rows_of_a_matter"] >= 16
    assert figures["matters_per_second"] > 0
    assert stages == set(STAGES)


@both
@pytest.mark.usefixtures("figures")
def test_the_record_of_acts_is_whole(portal: Portal) -> None:
    with portal.database.writing() as db:
        assert list(audit.faults(db)) == []
        assert audit.link(db) > MANY
    with portal.database.snapshot() as db:
        assert list(audit.faults(db)) == []


@pytest.mark.usefixtures("figures")
def test_what_is_sealed_opens_and_is_found_again(portal: Portal) -> None:
    with portal.database.reading() as db:
        matters = db.scalars(select(Matter)).all()
        assert all(matter.story and matter.wish and read_code(matter.code) == matter.code for matter in matters)
        assert len({matter.story for matter in matters}) > MANY / 2
        people = db.scalars(select(Person)).all()
        assert all("0000" in person.phone and person.address for person in people)
        assert people[0] in with_phone(db, people[0].phone)
        assert all(message.body for message in db.scalars(select(Message)))
        sent = select(Delivery).where(Delivery.state != "waiting")
        assert all(delivery.words for delivery in db.scalars(sent))


@pytest.mark.usefixtures("figures")
def test_what_is_written_twice_agrees(portal: Portal) -> None:
    with portal.database.reading() as db:
        for seat, matter in db.execute(select(Involvement, Matter).join(Matter, Matter.id == Involvement.matter_id)):
            assert {name: getattr(seat, name) for name in copies(matter)} == copies(matter)
        for room in db.scalars(select(Room)):
            said = select(func.max(Message.seq), func.count()).where(Message.room_id == room.id)
            assert db.execute(said).one() == (room.last_seq, room.last_seq)


@pytest.mark.usefixtures("figures")
def test_pages_open_whatever_the_stage(portal: Portal, client: FlaskClient) -> None:
    with portal.database.reading() as db:
        seen = {(matter.stage, matter.close_kind): matter for matter in db.scalars(select(Matter))}
        open_ones = [matter.id for (stage, _end), matter in seen.items() if stage != "restricted"]
        clerk = db.scalars(select(Account).where(Account.login == "load-clerk")).one()
        parties = {
            matter.id: db.scalars(select(Party.person_id).where(Party.matter_id == matter.id, Party.side == "a")).one()
            for matter in seen.values()
        }
    visitor = Visitor(portal, client)
    visitor.account(clerk)
    assert client.get("/docket").status_code == 200
    for matter_id in open_ones:
        for tab in ("story", "people", "evidence"):
            assert client.get(f"/matters/{matter_id}?tab={tab}").status_code == 200
    for matter_id in open_ones:
        visitor.person(parties[matter_id], matter_id)
        assert client.get("/my/matter").status_code == 200


@pytest.mark.usefixtures("figures")
def test_mediators_open_their_files_and_rooms(portal: Portal, client: FlaskClient) -> None:
    with portal.database.reading() as db:
        cases = {
            case.state: case for case in db.scalars(select(MediationCase).where(MediationCase.state != "assigned"))
        }
        seats = select(RoomMember).where(RoomMember.side.is_(None))
        rooms = {seat.account_id: seat.room_id for seat in db.scalars(seats) if seat.account_id}
        accounts = {one.id: one for one in db.scalars(select(Account))}
        restricted = set(db.scalars(select(Matter.id).where(Matter.stage == "restricted")))
    visitor = Visitor(portal, client)
    assert {"consent_pending", "accepted", "in_session", "performed", "terminated"} <= cases.keys()
    for case in cases.values():
        visitor.account(accounts[case.mediator_id])
        assert client.get("/cases").status_code == 200
        expected = 404 if case.matter_id in restricted else 200
        assert client.get(f"/cases/{case.id}").status_code == expected, case.state
    for account, room in rooms.items():
        visitor.account(accounts[account])
        assert client.get(f"/rooms/{room}").status_code == 200


@both
def test_a_second_load_wants_to_be_asked_for(figures: dict[str, Any], load: Load, portal: Portal) -> None:
    refused = load("--matters", "5")
    assert refused.exit_code == 1
    assert f"There are {MANY} matters here already" in refused.output
    assert "--more" in refused.output
    with portal.database.reading() as db:
        assert db.scalars(select(func.count()).select_from(Matter)).one() == figures["matters"]
    assert load("--matters", "30", "--more").exit_code == 0
    with portal.database.snapshot() as db:
        assert db.scalars(select(func.count()).select_from(Matter)).one() == MANY + 30
        assert list(audit.faults(db)) == []


def test_a_house_that_has_people_keeps_them(world: World, load: Load, portal: Portal) -> None:
    assert load("--matters", "40").exit_code == 0
    with portal.database.reading() as db:
        assert db.scalars(select(func.count()).select_from(Organisation)).one() == 3
        mediators = set(db.scalars(select(MediationCase.mediator_id)))
    assert mediators == {world.accounts[login].id for login in ("mediator", "mediator2", "outsider")}


@both
def test_nothing_is_lost_of_the_rules(figures: dict[str, Any], portal: Portal) -> None:
    """The foreign keys that were set aside are all there again, by the names of the models."""
    assert figures["matters"]
    there = inspect(portal.database.engine)
    for table in Base.metadata.sorted_tables:
        wanted = {key.name for key in table.foreign_key_constraints}
        assert {key["name"] for key in there.get_foreign_keys(table.name)} == wanted, table.name


@both
def test_a_row_that_points_nowhere_undoes_all(portal: Portal, engine: str) -> None:
    row = {"organisation_id": "0" * 31 + "1", "series": "人调", "year": 2026, "last": 0}
    sheets = written({"paper_counters": [row]}, copy=engine == "postgres")
    aside = foreign_keys_aside if engine == "postgres" else nullcontext
    wrong = (IntegrityError, sqlite3.IntegrityError)
    with pytest.raises(wrong), portal.database.engine.connect() as connection, aside(connection):
        write(connection, sheets)
    with portal.database.engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from paper_counters").scalar() == 0
    keys = inspect(portal.database.engine).get_foreign_keys("paper_counters")
    assert [key["name"] for key in keys] == ["fk_paper_counters_organisation_id"]


def test_the_same_seed_gives_the_same_county_in_one_process_or_in_two(portal: Portal) -> None:
    order = order_for(portal.database, MANY, "7")
    numbered = [(first, codes[:8]) for first, codes in tasks_of(order, {})]
    [(first, codes)] = numbered
    once, again = make(order, first, codes), make(order, first, codes)
    assert plain(once.sheets) == plain(again.sheets)
    other = make(replace(order, seed="8"), first, codes)
    assert plain(once.sheets)["parties"] != plain(other.sheets)["parties"]
    large = replace(order, matters=BATCH + 1)
    tasks = [(0, codes), (8, codes), (16, codes)]
    beside = [plain(batch.sheets) for batch in all_of(large, iter(tasks), 2)]
    assert beside == [plain(make(large, number, given).sheets) for number, given in tasks]


def plain(sheets: dict[str, Sheet]) -> dict[str, Any]:
    """Tables in which nothing is sealed or keyed."""
    return {table: sheets[table].body for table in ("parties", "timeline", "involvements", "clocks")}


def test_a_column_that_nobody_fills_is_told() -> None:
    with pytest.raises(KeyError, match=r"does not fill paper_counters: \['last'\]"):
        written({"paper_counters": [{"organisation_id": "0" * 32, "series": "x", "year": 1}]}, copy=True)


def test_words_survive_the_way_in() -> None:
    row = {"organisation_id": "0" * 32, "series": "a\tb\nc\\d", "year": 1, "last": None}
    copied = written({"paper_counters": [row]}, copy=True)["paper_counters"]
    assert copied.body.decode() == f"{'0' * 32}\ta\\tb\\nc\\\\d\t1\t\\N\n"


@pytest.mark.parametrize("words", [(), ("--matters", "0"), ("--matters", "many"), ("--matters", "5", "--seed", "x")])
def test_a_wrong_value_is_answered_with_a_sentence(words: tuple[str, ...], load: Load, portal: Portal) -> None:
    result = load(*words)
    assert result.exit_code == 2
    assert "Error" in result.output
    with portal.database.reading() as db:
        assert db.scalar(select(Matter.id).limit(1)) is None


class Visitor:
    """A browser that is signed in as somebody of the loaded county."""

    def __init__(self, portal: Portal, client: FlaskClient) -> None:
        self.portal, self.client = portal, client

    def account(self, account: Account) -> None:
        """As staff."""
        with self.portal.database.writing() as db:
            self._enter(open_account_session(db, account, "test", strong=True))

    def person(self, person_id: Any, matter_id: Any) -> None:
        """As a party."""
        with self.portal.database.writing() as db:
            self._enter(open_person_session(db, person_id, matter_id, "test"))

    def _enter(self, token: str) -> None:
        with self.client.session_transaction() as session:
            session["sid"] = token
