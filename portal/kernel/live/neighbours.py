"""Waking the pumps of other web processes through Redis: it only wakes them sooner, the rows are the truth."""

import time
from collections.abc import Callable

import structlog
from redis import Redis
from redis.exceptions import RedisError

log = structlog.get_logger()
CHANNEL = "onedoor:live"
PAUSE = 5.0
"""Seconds before a lost Redis is tried again; meanwhile the pumps look by themselves."""


class Neighbours:
    """``call`` after a commit wakes all processes that ``listen`` on the same Redis."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url, socket_connect_timeout=2)

    def call(self) -> None:
        """Wake the others; without Redis they look a moment later."""
        try:
            self._redis.publish(CHANNEL, b"")
        except RedisError:
            log.warning("live: redis does not answer")

    def listen(self, wake: Callable[[], None]) -> None:
        """For as long as the process lives."""
        while True:
            try:
                with self._redis.pubsub(ignore_subscribe_messages=True) as line:  # type: ignore[no-untyped-call]
                    line.subscribe(CHANNEL)
                    for _message in line.listen():
                        wake()
            except RedisError:
                log.warning("live: redis does not answer")
            time.sleep(PAUSE)
