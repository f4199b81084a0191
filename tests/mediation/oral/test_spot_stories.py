"""The county's disputes that were settled on the spot can be told on any day."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from mediation.cases.models import MediationCase
from mediation.oral.models import OralAgreement, OralDraft, OralObjection
from portal.app import create_app
from portal.app.demo import loading
from portal.app.demo.stories import spot
from portal.documents.papers.models import Paper
from portal.kernel import clock
from portal.kernel.settings import Settings


@pytest.mark.slow
@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 18, 7, 0, tzinfo=UTC),  # a Wednesday afternoon
        datetime(2026, 10, 11, 2, 0, tzinfo=UTC),  # the Sunday after a Saturday worked in exchange
    ],
)
def test_told_on_any_day(settings: Settings, now: datetime) -> None:
    with clock.held(now):
        portal = create_app(replace(settings, demonstration=True)).extensions["portal"]
        keys = loading.furnish(portal, spot.STORIES)
        with portal.database.reading() as db:
            states = sorted(db.scalars(select(MediationCase.state)))
            assert states == ["performed", "performed", "performing", "performing"]
            assert sorted(db.scalars(select(Paper.state))) == ["frozen", "sealed", "sealed", "sealed"]
            assert sorted(db.scalars(select(OralAgreement.seal_by.is_(None)))) == [False, False, False, True]
            assert len(db.scalars(select(OralObjection)).all()) == 1
            assert [row is None for row in db.scalars(select(OralDraft.matter_id))].count(True) == 1
    assert len(keys) == 1
    portal.database.dispose()
