"""The county's legal stories can be told on any day: also after a Saturday worked in exchange."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from legal.consultations.models import Consultation
from legal.records.models import ConsultationRecord
from portal.app import create_app
from portal.app.demo import loading
from portal.app.demo.stories import legal
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
        keys = loading.furnish(portal, legal.STORIES)
        with portal.database.reading() as db:
            states = sorted(db.scalars(select(Consultation.state)))
            assert states == ["booked", "booked", "finished", "finished", "no_show", "started"]
            assert sorted(db.scalars(select(ConsultationRecord.state))) == ["draft", "sealed", "sealed"]
            assert all(
                at > now for at in db.scalars(select(Consultation.starts_at).where(Consultation.state == "booked"))
            )
    assert len(keys) == 3
    portal.database.dispose()
