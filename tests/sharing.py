"""What all houses of a test process have in common and would otherwise make anew for each test.

Each test still has an application of its own on a database of its own. Shared is only what follows from the code alone:
the functions that werkzeug compiles for each address, and the SQL that SQLAlchemy compiles for each statement.
"""

import os
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import Engine, make_url
from werkzeug.routing import Rule

from portal.kernel.db import database

STATEMENTS = 5000
HERE = ("sqlite://", os.environ.get("ONEDOOR_TEST_PG", ""))

_compile: Callable[[Rule, bool], Any] = Rule._compile_builder
_prepare: Callable[[Any, Any], None] = database._prepare_writer
_addresses: dict[Any, Any] = {}


def share(patch: pytest.MonkeyPatch) -> None:
    """For all tests of this process."""
    patch.setattr(Rule, "_compile_builder", compiled_address)
    patch.setattr(database, "create_engine", engine_that_knows)
    patch.setattr(database, "_prepare_writer", prepare_without_waiting)


def compiled_address(rule: Rule, append_unknown: bool = True) -> Any:
    """In place of werkzeug's own, which writes, parses and compiles two functions for each address."""
    key = (rule.rule, rule.subdomain, rule.host, repr(rule.defaults), append_unknown)
    if key not in _addresses:
        _addresses[key] = _compile(rule, append_unknown)
    return _addresses[key]


def engine_that_knows(url: str, **options: Any) -> Engine:
    """In place of ``create_engine``: a statement that was compiled for one house is not compiled for the next."""
    engine = sqlalchemy.create_engine(url, **options)
    for server in filter(None, HERE):
        if make_url(server)._replace(database=None) == engine.url._replace(database=None):
            known = _known(server, options.get("isolation_level"))
            engine.dialect = engine.pool._dialect = known.dialect
            engine._compiled_cache = known._compiled_cache
    return engine


@cache
def _known(server: str, isolation_level: Any) -> Engine:
    """An engine that has asked this server what it can do."""
    options = {"isolation_level": isolation_level} if isolation_level else {}
    engine = sqlalchemy.create_engine(server, query_cache_size=STATEMENTS, **options)
    with engine.connect():
        pass
    engine.dispose()
    return engine


def prepare_without_waiting(raw: Any, record: Any) -> None:
    """In place of what a writer on SQLite sets: nothing of a test has to outlive a power cut."""
    _prepare(raw, record)
    raw.execute("PRAGMA synchronous=OFF")
