"""The roof: each part is there or the house does not start, the worker is rung, no language stays behind a page."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.app import create_app, features
from portal.kernel import i18n
from portal.kernel.settings import Settings


def test_every_part_is_under_the_roof_in_its_order() -> None:
    assert len(features.FEATURES) == len(features.PARTS) == len({feature.name for feature in features.FEATURES})


def test_a_part_that_cannot_be_imported_is_not_left_out() -> None:
    with pytest.raises(ModuleNotFoundError):
        features._load("portal.kernel.pdf")


def test_whoever_makes_the_house_can_ring_the_worker(settings: Settings) -> None:
    app = create_app(dataclasses.replace(settings, testing=False))
    database = app.extensions["portal"].database
    assert callable(database.services["wake"])
    assert "wake" in database.session(writes=True).info
    database.dispose()


def test_after_a_page_the_language_is_what_it_was(client: FlaskClient) -> None:
    client.set_cookie("locale", "en")
    assert 'lang="en"' in client.get("/").get_data(as_text=True)
    assert i18n.current.get() == "zh"
    i18n.current.set("en")
    client.set_cookie("locale", "zh")
    assert 'lang="zh-CN"' in client.get("/").get_data(as_text=True)
    assert i18n.current.get() == "en"
    assert client.get("/nowhere").status_code == 404
    assert i18n.current.get() == "en"


def test_migrate_logs_like_every_other_command(tmp_path: Path) -> None:
    """What goes wrong there names no values either: the same log, and the same sentences for wrong settings."""
    code = (
        "import structlog; from click.testing import CliRunner; from portal.cli.migrate import migrate_command\n"
        "print(CliRunner().invoke(migrate_command).output); print(structlog.is_configured())"
    )
    env = {"ONEDOOR_DATA": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.split()[-1] == "True"
    wrong = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**env, "PORT": "x"})
    assert "PORT is a number from 1 to 65535" in wrong.stdout
