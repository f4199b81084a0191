"""The history of the tables and the models agree; up and down again, with data, on both databases."""

import pytest
from sqlalchemy import create_engine, inspect, select, text

from portal.app import create_app
from portal.app.schema import check, downgrade, upgrade
from portal.directory.organisations.models import Organisation
from portal.kernel.db.database import commit
from portal.kernel.settings import Settings
from tests.world import World


@pytest.mark.both_engines
def test_models_are_the_history(engine: str, empty_url: str) -> None:
    assert engine
    database = create_engine(empty_url)
    upgrade(database)
    check(database)
    database.dispose()


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
