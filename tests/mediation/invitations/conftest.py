"""A demonstration centre: what goes out can be read, links and PINs included."""

from pathlib import Path

import pytest

from portal.kernel.settings import Settings


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    """Messages are made and shown, none leaves the house."""
    return Settings(data=tmp_path / "data", database_url=url, testing=True, demonstration=True)
