"""What leaves the house towards a client: a reminder that was asked for, a calendar file; neither says what it is."""

import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from counseling.booking.jobs import remind
from counseling.booking.models import Visit
from counseling.booking.queries import offers
from counseling.booking.services import REMIND, book, cancel
from counseling.cases import services as cases
from counseling.cases.rules import Details
from counseling.entrance.services import mint
from counseling.keeping.services import erase, withdraw
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.outbox import GiveUp, Job, OutboxRow, TryLater
from portal.kernel.policy import ANONYMOUS
from portal.notices.models import Delivery
from tests.counseling import callers
from tests.portal.notices.postbox import Postbox
from tests.world import World

MAIL = Details(band="adult", name="木棉花", email="flower@mail.example", channel="email")
SAID = re.compile("心理|咨询|counsel|木棉花", re.I)


@pytest.fixture
def coming(portal: Portal, county: World) -> Visit:
    """Somebody who asked to be reminded, in two days."""
    return made(portal, county, MAIL, ("mail",))


def made(portal: Portal, world: World, details: Details, extras: tuple[str, ...]) -> Visit:
    with portal.database.writing() as db:
        case = callers.agreed(db, world, details, extras)
        visit = book(db, case, offers(db, case)[-1].key)
        mint(db, case)
        cases.move(db, ANONYMOUS, case, "open")
        return visit


def reminded(portal: Portal, visit: Visit, answers: dict[str, str] | None = None) -> list[str]:
    """What arrives when the job is done now."""
    with Postbox(answers=answers or {}) as box:
        settings = replace(portal.settings, smtp_url=f"smtp://127.0.0.1:{box.port}")
        portal.database.services["settings"] = settings
        remind(Job(portal.database, uuid.uuid4(), {"token": visit.token.hex}, 1))
        return [letter.as_string() + letter.get_content() for letter in box.letters]


@pytest.mark.both_engines
def test_the_job_knows_a_token_and_the_message_a_time(portal: Portal, coming: Visit) -> None:
    with portal.database.reading() as db:
        assert db.scalars(select(OutboxRow.payload).where(OutboxRow.kind == REMIND)).all() == [
            {"token": coming.token.hex}
        ]
    (letter,) = reminded(portal, coming)
    assert "flower@mail.example" in letter
    assert "0900-1234567" in letter
    assert not SAID.search(letter)
    with portal.database.reading() as db:
        assert db.scalars(select(Delivery)).all() == []


def test_their_own_words_replace_ours(portal: Portal, county: World) -> None:
    visit = made(portal, county, replace(MAIL, words="明天记得浇花"), ("mail",))
    (letter,) = reminded(portal, visit)
    assert "明天记得浇花" in letter
    assert "0900-1234567" not in letter


@pytest.mark.parametrize(
    ("details", "extras"),
    [
        (MAIL, ()),
        (replace(MAIL, channel="phone", phone="13800000123"), ("mail",)),
        (replace(MAIL, channel="none"), ("mail",)),
    ],
)
def test_who_did_not_ask_gets_none(portal: Portal, county: World, details: Details, extras: tuple[str, ...]) -> None:
    assert reminded(portal, made(portal, county, details, extras)) == []


@pytest.mark.parametrize("act", ["cancel", "withdraw", "erase"])
def test_who_does_not_come_any_more_gets_none(portal: Portal, coming: Visit, act: str) -> None:
    with portal.database.writing() as db:
        case = db.get_one(Visit, coming.id).case
        if act == "erase":
            erase(db, ANONYMOUS, case)
        else:
            {"cancel": cancel, "withdraw": withdraw}[act](db, case)
    assert reminded(portal, coming) == []


@pytest.mark.parametrize(("answer", "error"), [("550 no such", GiveUp), ("451 later", TryLater)])
def test_a_refusal_says_nothing_of_whom(portal: Portal, coming: Visit, answer: str, error: type[Exception]) -> None:
    with pytest.raises(error) as raised:
        reminded(portal, coming, {"RCPT": answer})
    assert "flower" not in str(raised.value)


def test_without_a_mail_server_nothing_breaks(portal: Portal, coming: Visit) -> None:
    remind(Job(portal.database, uuid.uuid4(), {"token": coming.token.hex}, 1))
    remind(Job(portal.database, uuid.uuid4(), {"token": uuid.uuid4().hex}, 1))


def test_the_calendar_file_says_when_and_nothing_else(app: Flask, county: World, client: FlaskClient) -> None:
    assert client.get("/visits/appointment.ics").status_code == 303
    callers.walk_in(client)
    code, pin = callers.take(client)
    files = [client.get("/visits/appointment.ics") for _ in range(2)]
    (event,) = Calendar.from_ical(files[0].get_data()).walk("VEVENT")
    assert {str(key) for key in event} == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"}
    assert str(event["SUMMARY"]) == "预约"
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=50)
    assert event["DTSTART"].dt > clock.now()
    text = files[0].get_data(as_text=True) + str(files[0].headers)
    assert not SAID.search(text)
    assert code not in text
    assert pin not in text
    uids = {str(one.get_data(as_text=True)).partition("UID:")[2][:32] for one in files}
    assert len(uids) == 2  # it leads to no row
