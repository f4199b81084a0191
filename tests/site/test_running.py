"""What a full run relies on."""

import pytest


@pytest.mark.xdist_group("kept together")
def test_groups_are_kept_together(request: pytest.FixtureRequest) -> None:
    """A library once stopped it without a word: what is told once was then told in each process."""
    if request.config.getoption("loadgroup", default=False):
        assert request.node.nodeid.endswith("@kept together")
