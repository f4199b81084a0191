"""The worker: periodic work once however many run, the chain, sweeping, an end that loses nothing."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.feature import Tick
from portal.kernel.outbox import LEASE, Job, OutboxRow, TryLater, drain, enqueue
from portal.kernel.settings import Settings
from portal.kernel.web.once import Once
from portal.kernel.worker.bell import open_queue, waker
from portal.kernel.worker.models import WorkerBeat
from portal.kernel.worker.queries import alive
from portal.kernel.worker.rounds import KEPT, Round, period, sweep

NOON = datetime(2026, 11, 2, 12, 0, 30, tzinfo=UTC)
HOURLY = Tick("bell.strike", 60)
ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.both_engines


@pytest.fixture
def database(portal: Portal) -> Database:
    """The test's own database."""
    return portal.database


def round_of(database: Database, strikes: list[int], head_file: Path | None = None) -> Round:
    return Round(database, {"bell.strike": lambda job: strikes.append(job.attempts)}, (HOURLY,), head_file)


def kinds(database: Database) -> list[str]:
    with database.reading() as db:
        return list(db.scalars(select(OutboxRow.kind).order_by(OutboxRow.kind)))


@pytest.mark.parametrize(
    ("minutes", "at", "start"),
    [
        (1, "2026-11-02T12:00:59", "2026-11-02T12:00:00"),
        (60, "2026-11-02T12:59:59", "2026-11-02T12:00:00"),
        (60, "2026-11-02T13:00:00", "2026-11-02T13:00:00"),
        (1440, "2026-11-02T23:59:00", "2026-11-02T00:00:00"),
        (5, "2026-11-02T12:04:00", "2026-11-02T12:00:00"),
    ],
)
def test_periods_start_at_the_same_moment_for_every_worker(minutes: int, at: str, start: str) -> None:
    found = period(Tick("x", minutes), datetime.fromisoformat(at).replace(tzinfo=UTC))
    assert found == datetime.fromisoformat(start).replace(tzinfo=UTC)


def test_periodic_work_is_done_once_in_each_period(database: Database) -> None:
    strikes: list[int] = []
    for minute in (0, 1, 59, 60, 61):
        with clock.held(NOON + timedelta(minutes=minute)):
            round_of(database, strikes).whole()
    assert len(strikes) == 2


def test_two_workers_at_once_do_periodic_work_once(database: Database) -> None:
    strikes: list[int] = []
    gate = threading.Barrier(2)

    def work() -> None:
        gate.wait()
        round_of(database, strikes).whole()

    with clock.held(NOON):
        threads = [threading.Thread(target=work) for _ in range(2)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
    assert strikes == [1]


def test_periodic_work_that_fails_is_not_piled_up(database: Database) -> None:
    def fails(_job: Job) -> None:
        raise TryLater("no")

    work = Round(database, {"bell.strike": fails}, (HOURLY,))
    for hour in range(3):
        with clock.held(NOON + timedelta(hours=hour)):
            work.whole()
    assert kinds(database) == ["bell.strike"]


def test_work_that_work_has_made_is_done_in_the_same_round(database: Database) -> None:
    done: list[str] = []

    def first(job: Job) -> None:
        with job.database.writing() as db:
            enqueue(db, "second")

    with database.writing() as db:
        enqueue(db, "first")
    Round(database, {"first": first, "second": lambda job: done.append("second")}, ()).work()
    assert done == ["second"]


def test_finished_work_is_swept_in_the_end_but_not_what_must_not_come_again(database: Database) -> None:
    strikes: list[int] = []
    with clock.held(NOON):
        with database.writing() as db:
            enqueue(db, "bell.strike")
            enqueue(db, "bell.strike", key="only once in a life")
            enqueue(db, "unknown")
        round_of(database, strikes).whole()
    assert kinds(database) == ["bell.strike"] * 3 + ["unknown"]
    with clock.held(NOON + KEPT + timedelta(hours=1)), database.writing() as db:
        enqueue(db, "worker.sweep")
    with clock.held(NOON + KEPT + timedelta(hours=1)):
        Round(database, {"worker.sweep": sweep}, ()).whole()
    with database.reading() as db:
        left = db.scalars(select(OutboxRow.key).where(OutboxRow.kind == "bell.strike", OutboxRow.done_at.is_not(None)))
        assert left.all() == ["only once in a life"]
    assert "unknown" in kinds(database), "what is not done is never swept"


def test_a_worker_that_has_been_silent_counts_as_gone(database: Database) -> None:
    with database.writing() as db:
        db.add(WorkerBeat(name="a:1", started_at=NOON, beat_at=NOON))
    with database.reading() as db:
        with clock.held(NOON + timedelta(minutes=2)):
            assert alive(db)
        with clock.held(NOON + timedelta(minutes=4)):
            assert not alive(db)


def test_ringing_never_fails_an_act_that_is_committed(tmp_path: Path) -> None:
    waker(Settings(data=tmp_path, redis_url="redis://127.0.0.1:1/0"))()


CHILD = """
import os, signal, sys
from pathlib import Path
from portal.kernel.db import Database
from portal.kernel.outbox import drain
sys.path.insert(0, {folder!r})
import effects
def deadly(job):
    effects.handler(job)
    os.kill(os.getpid(), signal.SIGKILL)
drain(Database({url!r}), {{"mark": deadly}})
"""
EFFECTS = """
from portal.kernel import clock
from portal.kernel.web.once import Once
def handler(job):
    with open({runs!r}, "a") as file:
        file.write("run\\n")
    with job.database.writing() as db:
        if db.get(Once, b"effect") is None:
            db.add(Once(token=b"effect", location="/", at=clock.now()))
"""


def test_work_cut_off_by_kill_9_is_carried_out_again_after_the_lease_with_one_effect(
    database: Database, url: str, tmp_path: Path
) -> None:
    runs = tmp_path / "runs"
    (tmp_path / "effects.py").write_text(EFFECTS.format(runs=str(runs)))
    with database.writing() as db:
        enqueue(db, "mark")
    child = subprocess.run([sys.executable, "-c", CHILD.format(folder=str(tmp_path), url=url)], cwd=ROOT, check=False)
    assert child.returncode == -signal.SIGKILL
    scope: dict[str, Callable[[Job], None]] = {}
    exec((tmp_path / "effects.py").read_text(), scope)  # type: ignore[arg-type]
    handlers = {"mark": scope["handler"]}
    assert drain(database, handlers) == 0, "the lease still runs"
    with clock.held(clock.now() + LEASE + timedelta(seconds=1)):
        assert drain(database, handlers) == 1
    assert runs.read_text().splitlines() == ["run", "run"]
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Once)) == 1
        assert db.scalars(select(OutboxRow)).one().done_at is not None


def until(what: Callable[[], bool], seconds: float = 20) -> bool:
    """Wait for another process, looking often."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def worker(database: Database, settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """``onedoor worker`` on the test's house."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("ONEDOOR")}
    env |= {"ONEDOOR_DATA": str(settings.data), "DATABASE_URL": settings.database_url}
    command = [sys.executable, "-c", "from portal.cli import main; main()", "worker"]
    process = subprocess.Popen(command, env=env, cwd=ROOT)
    yield process
    process.kill()
    process.wait()


def beating(database: Database) -> bool:
    with database.reading() as db:
        return alive(db)


@pytest.mark.slow
def test_the_worker_wakes_at_a_ring_and_ends_cleanly_when_asked(
    database: Database, settings: Settings, worker: subprocess.Popen[bytes]
) -> None:
    assert until(lambda: beating(database))
    database.services["wake"] = waker(settings)
    with database.writing() as db:
        enqueue(db, "web.forget_once", key="asked for by the test")

    def done() -> bool:
        with database.reading() as db:
            row = db.scalars(select(OutboxRow).where(OutboxRow.key == "asked for by the test")).one()
            return row.done_at is not None

    began = time.monotonic()
    assert until(done)
    assert time.monotonic() - began < 3, "it was woken, it did not just happen to look"
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert not beating(database), "it said goodbye"


@pytest.mark.redis
def test_with_redis_a_ring_reaches_the_worker_of_the_same_house_only(database: Database, settings: Settings) -> None:
    address = os.environ.get("ONEDOOR_TEST_REDIS", "")
    if not address:
        pytest.skip("ONEDOOR_TEST_REDIS is not set; a full ./test sets it")
    here = replace(settings, redis_url=address)
    there = replace(here, database_url="sqlite:////another/house")
    waker(here)()
    assert open_queue(there).pending_count() == 0
    assert open_queue(here).pending_count() == 1
    open_queue(here).flush()
