"""Sentences are compared in Chinese, whatever language the page of an earlier test was in."""

from collections.abc import Iterator

import pytest

from portal.kernel import i18n


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    """The language of a request stays in its thread; each test begins in the source language and leaves it so."""
    token = i18n.current.set(i18n.SOURCE)
    yield
    i18n.current.reset(token)
