"""The worker process: huey's threads for what cannot wait, a pulse for everything that was not rung for."""

import logging
import os
import socket
import threading
import time

import structlog
from huey import crontab
from huey.consumer import Consumer

from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.settings import Settings
from portal.kernel.worker.bell import open_queue, tasks
from portal.kernel.worker.models import BEAT, WorkerBeat
from portal.kernel.worker.rounds import Round

PULSE = 5.0
"""Seconds between two looks of its own: back-off, rings that got lost, loose audit lines."""
FAREWELL = 8.0
"""Seconds that work under way gets to finish when the process is asked to end; then its lease runs out."""

log = structlog.get_logger()


class WorkerService:
    """Runs rounds until its ``stop`` event is set."""

    def __init__(self, settings: Settings, work: Round) -> None:
        self.stop = threading.Event()
        self.round = work
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.started_at = clock.now()
        self._consumer = self._open(settings)

    def _open(self, settings: Settings) -> Consumer:
        logging.getLogger("huey").setLevel(logging.WARNING)
        queue = open_queue(settings)
        tasks(queue, self._look)
        queue.periodic_task(crontab(), name="minute", retries=0)(self._minute)
        return queue.create_consumer(workers=1, max_delay=0.5, backoff=1.15, shutdown_timeout=FAREWELL)

    def run(self) -> None:
        """Until ``stop``: huey works in its own threads, this one keeps the pulse."""
        self._beat()
        self._minute()
        self._consumer.scheduler.start()
        for _, thread in self._consumer.worker_threads:
            thread.start()
        self._pulse()
        self._consumer.stop(graceful=True)
        self._forget()

    def _look(self) -> None:
        self.round.work(self.stop.is_set)

    def _minute(self) -> None:
        if not self.stop.is_set():
            self.round.whole(self.stop.is_set)

    def _pulse(self) -> None:
        beaten = time.monotonic()
        while not self.stop.wait(PULSE):
            try:
                if self.round.due():
                    self._look()
                if time.monotonic() - beaten >= BEAT.total_seconds():
                    beaten = time.monotonic()
                    self._beat()
                self._consumer.check_worker_health()
            except Exception as error:  # a database that is away comes back
                log.warning("the worker could not look", exc_info=error)

    def _beat(self) -> None:
        with self.round.database.writing() as db:
            db.merge(WorkerBeat(name=self.name, started_at=self.started_at, beat_at=clock.now()))

    def _forget(self) -> None:
        database: Database = self.round.database
        with database.writing() as db:
            beat = db.get(WorkerBeat, self.name)
            if beat is not None:
                db.delete(beat)
