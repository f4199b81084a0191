"""Whatever somebody in a matter writes is read for danger, and they see the numbers before anything else (art.25)."""

import io
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from portal.app import Portal
from portal.followup.ratings.rules import QUESTIONS
from portal.intake.alarms.models import Alarm
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM
from portal.matters import hearing
from portal.matters.models import Matter
from portal.matters.services import move
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.portal.followup.test_speaking_for import county, owed
from tests.world import World

DANGER = "他说今晚要拿刀来杀了我全家，我不想活了"
CALM = "钱只到了一半，别的没有"


@pytest.mark.parametrize(("words", "page"), [(DANGER, "alarms.safe"), (CALM, None), ("", None), (None, None)])
def test_only_danger_leads_to_the_numbers(portal: Portal, words: str | None, page: str | None) -> None:
    assert portal
    assert hearing.first(words) == page


def wall() -> tuple[io.BytesIO, str]:
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "PNG")
    return io.BytesIO(data.getvalue()), "wall.png"


def disputed(db: Db, world: World) -> tuple[Any, Any, str, dict[str, Any], str]:
    matter, person = county(db, world, "creditor")
    duty = owed(db, matter)
    return matter.id, person["guardian of creditor"], f"/my/duties/{duty.id}/confirm", {"seen": duty.version}, "note"


def changed(db: Db, world: World) -> tuple[Any, Any, str, dict[str, Any], str]:
    version = deal.frozen(db, world)
    first = deal.places(version, "party")[0]
    return version.agreement.matter_id, first.person_id, "/my/agreement/change", {"seen": 1}, "words"


def handed_in(db: Db, world: World) -> tuple[Any, Any, str, dict[str, Any], str]:
    case = dispute.at(db, world, "in_session")
    path = f"/matters/{case.matter_id}/evidence"
    given = {"files": wall(), "visibility": "mediator", "shows": "none"}
    return case.matter_id, dispute.respondent(db, case).person_id, path, given, "caption"


def rated(db: Db, world: World) -> tuple[Any, Any, str, dict[str, Any], str]:
    with clock.held(clock.now() - timedelta(days=1)):
        matter, person = county(db, world, "creditor")
        move(db, SYSTEM, matter, "closed", close_kind="resolved")
    scores = dict.fromkeys((name for name, _words in QUESTIONS), "3")
    return matter.id, person["guardian of creditor"], "/my/matter/rating", scores, "words"


@pytest.mark.parametrize("words", [DANGER, CALM])
@pytest.mark.parametrize("where", [disputed, changed, handed_in, rated])
def test_danger_is_heard_wherever_it_is_written(
    portal: Portal, world: World, client: FlaskClient, where: Any, words: str
) -> None:
    with portal.database.writing() as db:
        matter, person, path, given, field = where(db, world)
    world.come_with_code(client, portal.database, person, matter)
    answer = client.post(path, data={**given, field: words})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert answer.location.endswith("/my/safe") is (words == DANGER)
    with portal.database.reading() as db:
        alarms = db.scalars(select(Alarm)).all()
        assert [(alarm.person_id, alarm.matter_id) for alarm in alarms] == (
            [(person, matter)] if words == DANGER else []
        )
        assert db.get_one(Matter, matter).danger is (words == DANGER)
    if words == DANGER:
        assert "tel:110" in dispute.body(client, answer.location)


def test_the_alarm_shows_whoever_spoke_and_not_the_other_side(
    portal: Portal, world: World, client: FlaskClient
) -> None:
    with portal.database.writing() as db:
        case = dispute.at(db, world, "in_session")
        spoke, other = dispute.respondent(db, case), dispute.applicant(db, case)
        hearing.heed(db, dispute.visitor(spoke), db.get_one(Matter, case.matter_id), DANGER)
        (alarm,) = db.scalars(select(Alarm)).all()
        numbers = spoke.person.phone, other.person.phone
    world.sign_in(client, portal.database, "duty")
    page = dispute.body(client, f"/desk/alarms/{alarm.id}")
    assert [number in page for number in numbers] == [True, False]
    assert "本人写的话" in page


@pytest.mark.parametrize("hour", [3, 10])
def test_out_of_hours_the_page_says_that_nobody_reads(
    portal: Portal, world: World, client: FlaskClient, hour: int
) -> None:
    with portal.database.writing() as db:
        case = dispute.at(db, world, "in_session")
        party = dispute.applicant(db, case)
    day = clock.now().replace(hour=(hour - 8) % 24)
    while day.weekday() > 2:
        day += timedelta(days=1)
    with clock.held(day):
        world.come_with_code(client, portal.database, party.person_id, case.matter_id)
        assert ("没有人在看" in dispute.body(client, "/my/safe")) is (hour == 3)
