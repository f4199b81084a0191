"""What every test may ask for: an empty house on SQLite or PostgreSQL, a browser that reads strictly, people."""

import gc
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import create_engine, text
from werkzeug.test import TestResponse

from portal.app import Portal, create_app
from portal.cli import main
from portal.kernel import i18n
from portal.kernel.db import Base, Db
from portal.kernel.db.database import commit
from portal.kernel.settings import Settings
from tests.emptied import Emptied
from tests.sharing import share
from tests.world import World

PG = os.environ.get("ONEDOOR_TEST_PG", "")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests that speak to the database itself run on both engines; pages run on SQLite; some only on PostgreSQL."""
    if "engine" not in metafunc.fixturenames:
        return
    marked = metafunc.definition.get_closest_marker
    both = "db" in metafunc.fixturenames or marked("both_engines")
    names = [] if marked("postgres") else ["sqlite"]
    if both or not names:
        names.append(pytest.param("postgres", marks=pytest.mark.postgres))
    metafunc.parametrize("engine", names, indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for pages is left out of the inner loop."""
    for item in items:
        if "client" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.pages)


def pytest_collection_finish() -> None:
    """What was imported stays to the end: garbage is looked for among the rest, and not after every few objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def shared() -> Iterator[None]:
    """What is the same in every house is made once."""
    with pytest.MonkeyPatch.context() as patch:
        share(patch)
        yield


@pytest.fixture(autouse=True)
def language() -> None:
    """Each test begins in Chinese, whatever page the one before has read."""
    i18n.current.set(i18n.SOURCE)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """Which database this test runs on."""
    name: str = request.param
    if name == "postgres" and not PG:
        pytest.skip("ONEDOOR_TEST_PG is not set; a full ./test sets it")
    return name


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Databases with all tables and no rows, made once and cloned for each test."""
    made: dict[str, str] = {}

    def template(name: str) -> str:
        if name not in made:
            made[name] = _make_template(name, tmp_path_factory.mktemp("template"))
        return made[name]

    yield template
    if "postgres" in made:
        _pg(f"drop database {made['postgres']} with (force)")


def _make_template(name: str, folder: Path) -> str:
    if name == "sqlite":
        path = folder / "template.sqlite3"
        Base.metadata.create_all(create_engine(f"sqlite:///{path}"))
        return str(path)
    database = f"template_{uuid.uuid4().hex[:12]}"
    _pg(f"create database {database}")
    engine = create_engine(PG.rsplit("/", 1)[0] + f"/{database}")
    Base.metadata.create_all(engine)
    engine.dispose()
    return database


def _pg(statement: str) -> None:
    engine = create_engine(PG, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def county(templates: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a house in which ``onedoor demo`` was called once.

    Whoever asks is in the group "demo", so that it is told in one process, and works on a copy if it changes anything.
    """
    data = tmp_path_factory.mktemp("county")
    shutil.copy(templates("sqlite"), data / "onedoor.sqlite3")
    env = {"ONEDOOR_DATA": str(data), "ONEDOOR_DEMO": "", "DATABASE_URL": ""}
    told = CliRunner().invoke(main, ["demo"], env=env)
    assert told.exit_code == 0, told.output
    return data


@pytest.fixture(scope="session")
def emptied(templates: Callable[[str], str]) -> Iterator[Emptied]:
    """This process's database on PostgreSQL."""
    made = Emptied(PG, lambda: templates("postgres"), _pg, Base.metadata)
    yield made
    made.throw_away()


@pytest.fixture
def url(engine: str, templates: Callable[[str], str], emptied: Emptied, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database that is this test's alone while it runs."""
    if engine == "sqlite":
        shutil.copy(templates("sqlite"), tmp_path / "test.sqlite3")
        yield f"sqlite:///{tmp_path / 'test.sqlite3'}"
        return
    yield emptied.take()
    emptied.give_back()


@pytest.fixture
def empty_url(engine: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    name = f"empty_{uuid.uuid4().hex[:12]}"
    _pg(f"create database {name}")
    yield PG.rsplit("/", 1)[0] + f"/{name}"
    _pg(f"drop database {name} with (force)")


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    """An installation in a temporary folder."""
    return Settings(data=tmp_path / "data", database_url=url, testing=True)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole house."""
    application = create_app(settings)
    application.config["WTF_CSRF_ENABLED"] = False
    application.test_client_class = StrictClient
    application.jinja_env.bytecode_cache = FileSystemBytecodeCache()  # one compilation for all tests
    yield application
    application.extensions["portal"].database.dispose()


@pytest.fixture
def portal(app: Flask) -> Portal:
    """Database, bus, handlers."""
    found: Portal = app.extensions["portal"]
    return found


@pytest.fixture
def db(portal: Portal) -> Iterator[Db]:
    """A writing session; nothing of it stays unless the test commits."""
    with portal.database.session(writes=True) as session:
        yield session


@pytest.fixture
def world(portal: Portal) -> Iterator[World]:
    """A small county that is already there, committed; see tests/world.py."""
    with portal.database.session(writes=True) as session:
        made = World(session)
        commit(session)
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript that refuses bad HTML."""
    return app.test_client()


class StrictClient(FlaskClient):
    """Parses every HTML answer strictly and checks what every page owes its reader."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask as usual, then read."""
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 304):
            check_page(response.get_data(as_text=True))
        assert "Content-Security-Policy" in response.headers
        return response


def check_page(page: str) -> None:
    """Valid HTML, one h1 that the title repeats, unique ids, no inline code."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(page)
    ids = [node.get("id") for node in tree.iter() if isinstance(node.tag, str) and node.get("id")]
    assert len(ids) == len(set(ids)), f"an id stands twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    headings = ["".join(node.itertext()).strip() for node in tree.iter("h1")]
    assert len(headings) == 1, f"a page has one h1, not {headings}"
    title = "".join(tree.find(".//title").itertext())
    neutral = title.strip().startswith(("我的事项", "My matter"))  # what even a tab must not say
    assert neutral or headings[0] in " ".join(title.split()), (headings, title)
    for node in tree.iter():
        if isinstance(node.tag, str):
            inline = [name for name in node.attrib if name.startswith("on") or name == "style"]
            assert not inline, f"<{node.tag}> carries {inline}"
    for form in tree.iter("form"):
        posts = form.get("method", "get").lower() == "post"
        assert not posts or form.find(".//input[@name='csrf_token']") is not None
