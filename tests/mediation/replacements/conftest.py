"""A demonstration centre, where codes by message reach those who sign."""

from pathlib import Path

import pytest

from portal.kernel.settings import Settings


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    """An installation that carries messages."""
    return Settings(data=tmp_path / "data", database_url=url, testing=True, demonstration=True)
