"""What tests of commands share: a command in an environment of its own, a house that is well."""

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from click.testing import CliRunner, Result

from portal.app import Portal
from portal.app.schema import config
from portal.cli import main
from portal.kernel import audit, clock
from portal.kernel.policy import SYSTEM
from portal.kernel.settings import Settings
from portal.kernel.worker.models import WorkerBeat

Run = Callable[..., Result]
SETTINGS = (
    *("PORT", "DATABASE_URL", "REDIS_URL", "ONEDOOR_DATA", "ONEDOOR_ZONE", "ONEDOOR_SMTP", "ONEDOOR_DEMO"),
    *("ONEDOOR_BASE_URL", "ONEDOOR_SENDER", "ONEDOOR_STAFF_TOTP", "ONEDOOR_PROXIES"),
)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """``onedoor …`` in an environment of its own."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def invoke(*words: str, **env: str) -> Result:
        return CliRunner().invoke(main, words, env=env)

    return invoke


@pytest.fixture
def house(portal: Portal, settings: Settings) -> dict[str, str]:
    """The environment of a house that is well: migrated, with a worker that gives signs of life."""
    command.stamp(config(portal.database.engine), "head")
    settings.data.chmod(0o700)
    with portal.database.writing() as db:
        db.add(WorkerBeat(name="test:1", started_at=clock.now(), beat_at=clock.now()))
        audit.record(db, SYSTEM, "act", "matters")
    return {"ONEDOOR_DATA": str(settings.data), "DATABASE_URL": settings.database_url}
