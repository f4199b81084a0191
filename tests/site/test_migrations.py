"""The history of the tables and the models agree; up and down again, with data, on both databases."""

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from click.testing import CliRunner
from sqlalchemy import create_engine, inspect, select, text

from portal.app import create_app
from portal.app.schema import FOLDER, check, downgrade, upgrade
from portal.cli import main
from portal.cli.migrate import is_current
from portal.directory.organisations.models import Organisation
from portal.intake.alarms.models import Alarm
from portal.intake.alarms.services import acknowledge, raise_alarm, report
from portal.intake.dispatch.models import Triage
from portal.intake.dispatch.services import decide
from portal.kernel.db.database import commit
from portal.kernel.policy import SYSTEM
from portal.kernel.settings import Settings
from portal.matters.models import Matter
from tests.portal.matters.filing import file_matter
from tests.world import World


@pytest.mark.both_engines
def test_models_are_the_history(engine: str, empty_url: str) -> None:
    assert engine
    database = create_engine(empty_url)
    upgrade(database)
    check(database)
    database.dispose()


@pytest.mark.both_engines
def test_an_older_database_is_brought_on_and_a_current_one_left_alone(
    engine: str, empty_url: str, tmp_path: Path
) -> None:
    assert engine
    known = Settings(data=tmp_path, database_url=empty_url)
    database = create_engine(empty_url)
    assert not is_current(known)
    upgrade(database, "0004")
    assert not is_current(known)
    done = CliRunner().invoke(main, ["migrate"], env={"ONEDOOR_DATA": str(tmp_path), "DATABASE_URL": empty_url})
    assert (done.exit_code, is_current(known)) == (0, True), done.output
    check(database)
    database.dispose()


def test_a_revision_is_called_as_its_file() -> None:
    script = ScriptDirectory(str(FOLDER))
    names = {Path(one.path).name.split("_")[0]: one.revision for one in script.walk_revisions()}
    assert all(name == revision for name, revision in names.items())
    assert script.get_current_head() == max(names)


@pytest.mark.both_engines
def test_up_down_up_with_data(engine: str, empty_url: str, tmp_path: object) -> None:
    assert engine
    app = create_app(Settings(data=tmp_path / "data", database_url=empty_url, testing=True))  # type: ignore[operator]
    portal = app.extensions["portal"]
    upgrade(portal.database.engine)
    with portal.database.session(writes=True) as db:
        World(db)
        commit(db)
    with portal.database.reading() as db:
        assert len(db.scalars(select(Organisation)).all()) == 3
    portal.database.dispose()
    database = create_engine(empty_url)
    downgrade(database, "base")
    assert set(inspect(database).get_table_names()) == {"alembic_version"}
    upgrade(database)
    with database.connect() as connection:
        assert connection.execute(text("select count(*) from organisations")).scalar() == 0
    database.dispose()


@pytest.mark.both_engines
def test_what_was_sealed_opens_again_after_down_and_up(engine: str, empty_url: str, tmp_path: Path) -> None:
    """From the newest tables to the first ones, where the words stand plain, and back."""
    assert engine
    app = create_app(Settings(data=tmp_path / "data", database_url=empty_url, testing=True))
    portal = app.extensions["portal"]
    upgrade(portal.database.engine)
    with portal.database.writing() as db:
        world = World(db)
        matter = file_matter(db, world, story="邻居吵架", actor=world.actor("clerk")).matter
        alarm = raise_alarm(db, SYSTEM, matter.center_id, "story", ["菜刀"], matter=matter)
        acknowledge(db, world.actor("duty"), alarm.id)
        report(db, world.actor("duty"), alarm.id, "已叫老伴陪着")
        decide(
            db, world.actor("dispatcher"), matter.id, class_code="0201", mode="M", dangers=["none"], reason="缓一缓再谈"
        )
    portal.database.dispose()
    downgrade(portal.database.engine, "0001")
    with portal.database.engine.connect() as connection:
        assert connection.execute(text("select note from alarms")).scalar() == "已叫老伴陪着"
        assert connection.execute(text("select reason from triage")).scalar() == "缓一缓再谈"
    upgrade(portal.database.engine)
    with portal.database.reading() as db:
        again = db.scalars(select(Alarm)).one()
        assert (again.matched, again.note) == (["菜刀"], "已叫老伴陪着")
        assert db.scalars(select(Triage)).one().reason == "缓一缓再谈"
        assert db.scalars(select(Matter)).one().story == "邻居吵架"
    portal.database.dispose()
