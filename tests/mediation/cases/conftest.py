"""A demonstration centre, for agreements that are signed on the way; sentences are compared in Chinese."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.kernel import i18n
from portal.kernel.settings import Settings


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    """The language of a request stays in its thread; each test begins in the source language and leaves it so."""
    token = i18n.current.set(i18n.SOURCE)
    yield
    i18n.current.reset(token)


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    """An installation that carries messages."""
    return Settings(data=tmp_path / "data", database_url=url, testing=True, demonstration=True)
