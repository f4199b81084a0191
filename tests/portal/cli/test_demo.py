"""The demonstration county: every state there is, nobody real, all or nothing, and the same again a second time."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from mediation.agreements.models import AgreementVersion
from mediation.agreements.rules import VERSION_STATES
from mediation.cases.models import MediationCase
from mediation.cases.rules import STATES
from mediation.consents.models import PartyConsent
from mediation.extensions.models import PeriodExtension
from mediation.replacements.models import Vacancy
from portal.accounts.passwords.rules import too_easy
from portal.accounts.roles import ROLES
from portal.accounts.staff.services import sign_in
from portal.accounts.visits.services import Visit, enter_by_pin
from portal.app import Portal, create_app
from portal.app.demo import card, loading
from portal.app.demo.county import County, Key
from portal.app.demo.staff import STAFF
from portal.app.demo.stories import STORIES, arriving
from portal.app.demo.telling import Story
from portal.cli import main
from portal.directory.organisations.services import add_area, add_organisation
from portal.directory.workdays.rules import load
from portal.followup.obligations.models import Obligation
from portal.followup.obligations.rules import STATES as DUTY_STATES
from portal.followup.obligations.rules import overdue
from portal.followup.ratings.models import Rating
from portal.intake.alarms.models import Alarm
from portal.kernel import audit, clock, crypto
from portal.kernel.audit import AuditLine
from portal.kernel.db import Base, Db
from portal.kernel.forms.checks import id_number_ok
from portal.kernel.outbox import OutboxRow
from portal.kernel.policy import ANONYMOUS, SYSTEM
from portal.kernel.settings import Settings
from portal.matters.models import Matter, Party, TimelineEntry
from portal.matters.rules import CLOSE_KINDS, STAGES
from portal.matters.timing import lights
from portal.people.persons.models import Person
from tests.conftest import StrictClient

PASSED_THROUGH = {"effective"}
"""An agreement in force becomes duties in the same transaction: no mediation rests in this state."""


def run(*words: str, **env: str) -> Result:
    """``onedoor …``."""
    return CliRunner().invoke(main, words, env={"ONEDOOR_DEMO": "", "DATABASE_URL": "", **env})


@pytest.fixture(scope="module")
def folder(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a house in which ``onedoor demo`` was called once, as a copy of this file's own."""
    return Path(shutil.copytree(county, tmp_path_factory.mktemp("told") / "data"))


@pytest.fixture(scope="module")
def town(folder: Path) -> Iterator[Flask]:
    """That house, as whoever starts it finds it: no setting says that it is a demonstration."""
    application = create_app(Settings.from_env({"ONEDOOR_DATA": str(folder)}))
    yield application
    application.extensions["portal"].database.dispose()


@pytest.fixture
def house(town: Flask, folder: Path) -> Portal:
    """Its database, and its own keys: other tests set up houses of theirs in between."""
    crypto.install(crypto.Keyring(folder / "keys"))
    portal: Portal = town.extensions["portal"]
    return portal


@pytest.fixture
def seen(house: Portal) -> Iterator[Db]:
    """A look at it."""
    with house.database.reading() as db:
        yield db


def all_rows(db: Db) -> dict[str, int]:
    """How many rows each table has."""
    tables = Base.metadata.sorted_tables
    return {table.name: db.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]  # the county is told once, in one process


def test_there_is_a_matter_in_every_stage(seen: Db) -> None:
    assert set(seen.scalars(select(Matter.stage))) == set(STAGES)


def test_there_is_a_mediation_in_every_state_it_can_rest_in(seen: Db) -> None:
    assert set(seen.scalars(select(MediationCase.state))) == set(STATES) - PASSED_THROUGH
    moves = {field for fields in seen.scalars(select(AuditLine.fields)) for field in fields}
    assert {f"to:{state}" for state in PASSED_THROUGH} <= moves


def test_few_are_overdue(seen: Db) -> None:
    lit = lights(seen, seen.scalars(select(Matter).where(Matter.closed_at.is_(None))).all()).values()
    assert 1 <= sum(one.colour == "red" and one.pressing and not one.paused for one in lit) <= 4


def test_duties_answers_alarms_and_ends_of_every_kind_are_there(seen: Db) -> None:
    duties = seen.scalars(select(Obligation)).all()
    assert {duty.state for duty in duties} == set(DUTY_STATES) - {"waived"}
    assert any(overdue(duty.state, duty.due_on, clock.today("Asia/Shanghai")) for duty in duties)
    assert {"pending", "yes", "no", "later"} == set(seen.scalars(select(PartyConsent.answer)))
    assert {True, False} == {at is None for at in seen.scalars(select(Alarm.acknowledged_at))}
    assert set(CLOSE_KINDS) <= set(seen.scalars(select(Matter.close_kind)))
    assert set(seen.scalars(select(AgreementVersion.state))) == set(VERSION_STATES) - {"rendering", "failed"}
    assert any(seen.scalars(select(Rating.answered_at)))


def test_what_changes_on_the_way_is_there_too(seen: Db) -> None:
    """A longer period that is asked for, a mediator who took over, a party who came later, a father at the door."""
    (longer,) = seen.scalars(select(PeriodExtension)).all()
    assert (longer.state, {one.answer for one in longer.consents}) == ("open", {"yes", "pending"})
    assert [seat.successor_id is not None for seat in seen.scalars(select(Vacancy))] == [True]
    joined = seen.scalars(select(TimelineEntry.matter_id).where(TimelineEntry.key == "mediation.joined")).one()
    (case,) = seen.scalars(select(MediationCase).where(MediationCase.matter_id == joined)).all()
    assert (case.state, case.accepted_at is not None) == ("scheduled", True)
    wards = select(PartyConsent).join(PartyConsent.party).where(PartyConsent.answered_by != Party.person_id)
    assert {(one.answer, one.channel) for one in seen.scalars(wards)} == {("yes", "web")}


def test_j23_whoever_waits_for_something_knows_by_when(seen: Db) -> None:
    waiting = seen.scalars(select(Matter).where(Matter.stage.not_in(("closed", "archived", "restricted")))).all()
    assert waiting
    assert [matter.next_key for matter in waiting if matter.next_due_at is None] == []


def test_about_35_matters_and_no_two_alike(seen: Db) -> None:
    stories = [matter.story for matter in seen.scalars(select(Matter))]
    assert 30 <= len(stories) <= 40
    assert len({story[:12] for story in stories}) == len(stories)
    assert any("装卸" in story and "四天" in story for story in stories)
    assert sum(story.isascii() for story in stories) == 2


def test_nobody_is_real(seen: Db) -> None:
    people = seen.scalars(select(Person)).all()
    assert {person.phone[:7] for person in people if person.phone} == {"1380000"}
    numbers = [person.id_number for person in people if person.id_number]
    assert numbers
    assert all(number.startswith("379901") and id_number_ok(number) for number in numbers)
    assert {person.email.rpartition("@")[2] for person in people if person.email} == {"example.com"}


def test_nothing_lies_in_the_future_and_nothing_failed(seen: Db) -> None:
    now = clock.now()
    assert all(at <= now for at in seen.scalars(select(TimelineEntry.at)))
    waiting = seen.scalars(select(OutboxRow).where(OutboxRow.done_at.is_(None))).all()
    assert [row.kind for row in waiting if row.error or row.dead_at or row.next_at < now - timedelta(hours=1)] == []


def test_time_passes_in_every_story(seen: Db) -> None:
    lines = select(TimelineEntry.matter_id, TimelineEntry.at).order_by(TimelineEntry.matter_id, TimelineEntry.seq)
    last: dict[object, datetime] = {}
    for matter, at in seen.execute(lines):
        assert at >= last.get(matter, at)
        last[matter] = at


def test_whoever_works_here_keeps_office_hours(seen: Db) -> None:
    """What mediators and dispatchers did lies on working days, between eight in the morning and ten at night."""
    zone = ZoneInfo("Asia/Shanghai")
    acts = select(AuditLine.at).where(AuditLine.account_id.is_not(None), AuditLine.action.startswith("mediation."))
    for at in seen.scalars(acts):
        local = at.astimezone(zone)
        assert load().is_workday(local.date()), local
        assert 8 <= local.hour < 22, local


def test_finished_agreements_are_sealed(seen: Db) -> None:
    versions = seen.scalars(select(AgreementVersion).where(AgreementVersion.state == "effective")).all()
    assert {version.path for version in versions} == {"electronic", "ink"}
    assert all(version.embedded_at and version.paper.state == "sealed" for version in versions)
    waiting = seen.scalars(select(AgreementVersion).where(AgreementVersion.state == "open")).one()
    assert sorted(signer.marked_at is None for signer in waiting.signers if signer.kind == "party") == [False, True]


def test_the_record_of_acts_is_whole(seen: Db) -> None:
    assert list(audit.faults(seen)) == []


def test_a_second_time_changes_nothing(folder: Path, house: Portal) -> None:
    with house.database.reading() as db:
        before = all_rows(db)
    again = run("demo", ONEDOOR_DATA=str(folder))
    assert (again.exit_code, "nothing was changed" in again.output) == (0, True)
    with house.database.reading() as db:
        assert all_rows(db) == before


def test_the_house_knows_that_it_is_a_demonstration(house: Portal, folder: Path) -> None:
    assert house.settings.demonstration
    assert not Settings.from_env({"ONEDOOR_DATA": str(folder / "elsewhere")}).demonstration


def test_the_accounts_open_the_house_and_hold_every_role(house: Portal, folder: Path) -> None:
    listed = json.loads(run("demo-accounts", "--json", ONEDOOR_DATA=str(folder)).stdout)
    assert all(set(one) == {"login", "password", "role", "roles", "name"} for one in listed)
    assert [one["roles"] for one in listed] == [[role for role, _body in one.roles] for one in STAFF]
    assert {one["role"] for one in listed} == set(ROLES)
    assert not any(too_easy(one["password"], one["login"], one["name"]) for one in listed)
    with house.database.writing() as db:
        assert all(sign_in(db, one["login"], one["password"], "test").token for one in listed[:3])


def test_the_table_names_everybody_and_two_residents(folder: Path) -> None:
    shown = run("demo-accounts", ONEDOOR_DATA=str(folder)).stdout
    assert all(one.login in shown and one.name in shown for one in STAFF)
    keys = card.read(Settings(data=folder))
    assert len(keys) >= 2
    assert all(key.code in shown and key.pin in shown for key in keys)


def test_code_and_pin_let_in(house: Portal, folder: Path) -> None:
    with house.database.writing() as db:
        for key in card.read(Settings(data=folder)):
            assert isinstance(enter_by_pin(db, ANONYMOUS, key.code, key.pin, "test"), Visit)


def test_a_visitor_finds_what_the_table_promises(house: Portal, town: Flask, folder: Path) -> None:
    town.test_client_class = StrictClient
    pages = [_page_of(house, town, key) for key in card.read(Settings(data=folder))]
    asked = [page for page in pages if "/my/consultation" in page]
    oral = [page for page in pages if "口头协议" in page]
    waitress, fisherman = (page for page in pages if page not in (*asked, *oral))
    assert "/my/agreement" in waitress
    assert fisherman.count("/rooms/") >= 2  # the joint room and the caucus
    assert (len(asked), len(oral)) == (3, 1)


def _page_of(house: Portal, town: Flask, key: Key) -> str:
    with house.database.writing() as db:
        came = enter_by_pin(db, ANONYMOUS, key.code, key.pin, "test")
    assert isinstance(came, Visit)
    browser = town.test_client()
    with browser.session_transaction() as cookie:
        cookie["sid"] = came.token
    return browser.get("/my/matter").get_data(as_text=True)


def test_without_the_county_there_are_no_accounts_to_show(templates: Callable[[str], str], tmp_path: Path) -> None:
    shutil.copy(templates("sqlite"), tmp_path / "onedoor.sqlite3")
    shown = run("demo-accounts", ONEDOOR_DATA=str(tmp_path))
    assert (shown.exit_code, "not the demonstration" in shown.output) == (1, True)


def test_a_real_centre_is_left_alone(settings: Settings, portal: Portal) -> None:
    with portal.database.writing() as db:
        place = add_area(db, SYSTEM, code="379901", level="county", name_zh="某县", name_en="A county", parent=None)
        add_organisation(
            db, SYSTEM, kind="center", area=place, names=("某县综治中心", "A centre"), short_name="某",
            phone="0900-1112222", addresses=("某路", "A road"),
        )  # fmt: skip
        before = all_rows(db)
    refused = run("demo", ONEDOOR_DATA=str(settings.data), DATABASE_URL=settings.database_url)
    assert (refused.exit_code, "a real centre" in refused.output) == (1, True)
    with portal.database.reading() as db:
        assert all_rows(db) == before


def failing(county: County) -> Story:
    """Goes wrong a week ago."""
    yield county.days.work(5, "09:00")
    raise RuntimeError("half way")


@pytest.mark.both_engines
def test_a_failure_leaves_nothing_half(settings: Settings) -> None:
    portal: Portal = create_app(replace(settings, demonstration=True)).extensions["portal"]
    with pytest.raises(RuntimeError, match="half way"):
        loading.furnish(portal, (arriving.compensation, failing))
    with portal.database.reading() as db:
        assert not any(all_rows(db).values())
    portal.database.dispose()


@pytest.mark.both_engines
def test_the_whole_county_is_told_on_both_engines(settings: Settings) -> None:
    portal: Portal = create_app(replace(settings, demonstration=True)).extensions["portal"]
    assert [*loading.furnish(portal, [s for s in STORIES if s.__module__.endswith(("arriving", "asking", "talking"))])]
    with portal.database.reading() as db:
        assert {"registered", "triaged", "routed", "active", "closed"} == set(db.scalars(select(Matter.stage)))
    portal.database.dispose()
