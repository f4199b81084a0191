"""Whoever was written to reads the notice before the first thing they say, and it is written down that they did."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.consents.models import PartyConsent
from portal.app import Portal
from portal.kernel.db import Db
from portal.people.consents.models import Consent
from portal.people.consents.texts import NOTICE_VERSION, notice
from tests.mediation import dispute
from tests.world import World


def told(db: Db, person_id: object) -> list[tuple[str, str, str]]:
    rows = select(Consent).where(Consent.person_id == person_id)
    return [(row.purpose, row.text_version, row.channel) for row in db.scalars(rows)]


def test_the_notice_stands_above_the_question_and_is_recorded_with_the_answer(
    portal: Portal, world: World, client: FlaskClient
) -> None:
    with portal.database.writing() as db:
        case = dispute.opened(db, world)
        other = dispute.respondent(db, case)
        dispute.known(db, case, other)
        person_id, matter_id = other.person_id, case.matter_id
    world.come_with_code(client, portal.database, person_id, matter_id)
    page = dispute.body(client, "/my/reply")
    first = page.index('name="answer"')
    for line in notice().lines():
        assert 0 < page.index(line.text_zh) < first
    with portal.database.reading() as db:
        assert told(db, person_id) == []
    answered = {"answer": "later", "later_on": dispute.in_days(3).isoformat()}
    assert client.post("/my/reply", data=answered).status_code == 303
    with portal.database.reading() as db:
        assert db.scalars(select(PartyConsent.answer).where(PartyConsent.party_id == other.id)).one() == "later"
        assert told(db, person_id) == [("service", NOTICE_VERSION, "web")]
    assert notice().lines()[0].text_zh not in dispute.body(client, "/my/reply")


@pytest.mark.parametrize("word", ["yes", "no", "later"])
def test_any_answer_counts_once(db: Db, world: World, word: str) -> None:
    case = dispute.opened(db, world)
    other = dispute.respondent(db, case)
    dispute.says(db, case, other, word)
    assert told(db, other.person_id) == [("service", NOTICE_VERSION, "web")]


def test_who_filed_has_read_it(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.opened(db, world)
        who = dispute.applicant(db, case)
        db.add(Consent(person_id=who.person_id, purpose="service", text_version="2026-11", channel="web",
                       at=case.assigned_at))  # fmt: skip
        person_id, matter_id = who.person_id, case.matter_id
    world.come_with_code(client, portal.database, person_id, matter_id)
    assert notice().lines()[0].text_zh not in dispute.body(client, "/my/reply")
