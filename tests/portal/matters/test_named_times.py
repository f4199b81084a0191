"""Two times stand side by side, each by its name: that of a period, and that of the next step; a day is a whole day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from portal.app import Portal
from portal.followup.obligations.rules import Duty
from portal.followup.obligations.services import open_duties
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.i18n import show_last_day
from portal.kernel.policy import SYSTEM
from portal.matters import telling
from tests.mediation import dispute
from tests.world import World

ZONE = "Asia/Shanghai"
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 12, 1, 9, 30, tzinfo=UTC), "2026年12月1日"),
        (datetime(2026, 12, 1, 15, 59, tzinfo=UTC), "2026年12月1日"),
        (datetime(2026, 12, 1, 16, 0, tzinfo=UTC), "2026年12月1日"),
        (datetime(2026, 12, 1, 16, 1, tzinfo=UTC), "2026年12月2日"),
    ],
)
def test_the_day_that_ends_then(at: datetime, day: str) -> None:
    assert show_last_day(at, ZONE) == day


def test_a_duty_lasts_the_whole_day(db: Db, world: World) -> None:
    with clock.held(NOON):
        case = dispute.accepted(db, world)
        debtor, creditor = (party.id for party in dispute.parties(db, case))
        open_duties(db, SYSTEM, case.matter, case.id, [Duty(debtor, creditor, "付清维修费", date(2026, 12, 1))])
    coming = telling.coming(db, case.matter)
    assert coming.due_at == datetime(2026, 12, 1, 15, 59, tzinfo=UTC)
    assert (coming.by, coming.legal) == ("2026年12月1日", False)


def test_each_time_has_its_name(portal: Portal, world: World, client: FlaskClient) -> None:
    """The mediator arranges within the legal period; the day of a next step, once there is one, stands beside it."""
    with portal.database.writing() as db, clock.held(clock.now() - timedelta(days=1)):
        case = dispute.accepted(db, world)
        person = dispute.applicant(db, case).person_id
    world.sign_in(client, portal.database, "mediator")
    addresses = (f"/cases/{case.id}", f"/matters/{case.matter_id}", "/cases", "/docket")
    for address in addresses:
        page = dispute.body(client, address)
        assert "法定期限" in page or "服务时限" in page, address
        assert "下一步最晚" not in page, address
    world.come_with_code(client, portal.database, person, case.matter_id)
    page = dispute.body(client, "/my/matter")
    assert "<dt>法定期限</dt>" in page
    assert "23:59" not in page
    with portal.database.writing() as db:
        matter = db.merge(case).matter
        telling.say(db, SYSTEM, matter, "mediation.asked_anew", next_key="next.decide_anew")
        by = telling.by(db, matter)
    page = dispute.body(client, "/my/matter")
    assert f"<dt>下一步最晚</dt><dd><b>{by}</b>" in page
    world.sign_in(client, portal.database, "mediator")
    for address in addresses:
        page = dispute.body(client, address)
        assert "法定期限" in page or "服务时限" in page, address
        assert address == "/cases" or f"下一步最晚：{by}" in page, address
