"""A justice bureau with two lawyers who keep hours, for tests; and how somebody books there."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from legal.consultations import booking, meeting, queries, times
from legal.consultations.booking import Booked
from legal.consultations.models import Consultation
from legal.consultations.taking import Wanted
from portal.directory.organisations.models import Organisation
from portal.directory.organisations.queries import area
from portal.directory.organisations.services import add_organisation, add_venue
from portal.intake.filing import services as filing
from portal.intake.filing.models import FilingDraft
from portal.intake.filing.queries import draft_of
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS, SYSTEM, Actor
from portal.schedule.availability.rules import Span
from portal.schedule.availability.services import set_pattern
from tests.world import World

NOW = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
"""Monday, 8:30 in the morning."""
MONDAY = date(2026, 11, 23)
STORY = "厂里三个月没发工资，没有签合同，能告吗"
NAME, PHONE = "申小明", "13800004321"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of November 2026 on the centre's clock."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


TUESDAY = at(24, 9)
"""The first free time of the next day."""


def furnish(db: Db, world: World) -> Organisation:
    """The bureau, its room, two lawyers and the officer of legal aid; hours from Monday on."""
    place = area(db, "990101")
    assert place is not None
    bureau = add_organisation(
        db, SYSTEM, kind="department", area=place, names=("青禾县司法局", "Qinghe Justice Bureau"), short_name="青司",
        phone="0900-1111222", addresses=("青禾县书院路20号", "20 Shuyuan Road"), center=world.center,
    )  # fmt: skip
    room = add_venue(db, SYSTEM, bureau, ("法律咨询室", "Consultation room"), 4)
    for login, role in (("lawyer", "lawyer"), ("lawyer2", "lawyer"), ("legalaid", "legal_aid_officer")):
        world.account(db, login, role, bureau)
    morning = [Span(day, time(9), time(12), "visit", room.id) for day in range(1, 6)]
    calls = [Span(day, time(14), time(17), "phone") for day in range(1, 6)]
    keep(db, world, "lawyer", bureau, [*morning, *calls])
    keep(db, world, "lawyer2", bureau, [Span(day, time(14), time(17), "phone") for day in range(1, 6)])
    return bureau


def keep(db: Db, world: World, login: str, bureau: Organisation, spans: list[Span]) -> None:
    """Hours of a lawyer from the Monday on."""
    with clock.held(NOW):
        set_pattern(db, SYSTEM, bureau.id, world.accounts[login].id, spans, first=MONDAY)


def wanted(db: Db, world: World, start: datetime, login: str = "lawyer", mode: str = "visit") -> Wanted:
    """A time of a lawyer."""
    body = world.accounts[login].grants[0].organisation_id
    return Wanted(start, world.accounts[login].id, body, mode)


def draft(db: Db, world: World, **changes: Any) -> FilingDraft:
    """What somebody has typed before they choose a time."""
    token = filing.start(db, world.center)
    db.flush()
    found = draft_of(db, token)
    assert found is not None
    known = {"topic": "work", "story": STORY, "dangers": ["none"], "name": NAME, "phone": PHONE, "channel": "sms"}
    filing.keep(db, found, {**known, **changes})
    return found


def booked(
    db: Db, world: World, start: datetime = TUESDAY, login: str = "lawyer", mode: str = "visit", **changes: Any
) -> Booked:
    """Somebody books from the home page."""
    chosen = wanted(db, world, start, login, mode)
    made, _token = booking.by_person(db, ANONYMOUS, draft(db, world, **changes), world.center, chosen, "test", "zh")
    return made


def client_of(row: Consultation) -> Actor:
    """The person, come with the appointment's code."""
    return Actor(person=row.person_id, scope=row.matter_id)


def begun(db: Db, world: World, **changes: Any) -> Consultation:
    """The person came, the lawyer has begun."""
    row = booked(db, world, **changes).consultation
    meeting.arrive(db, world.actor("clerk"), row.id)
    return meeting.begin(db, world.actor("lawyer"), row.id)


def row_of(db: Db, matter_id: uuid.UUID) -> Consultation:
    """The consultation of a matter."""
    found = queries.of_matter(db, matter_id)
    assert found is not None
    return found


def starts(db: Db, world: World) -> list[datetime]:
    """All free times in two weeks, for anybody."""
    free = times.free_times(db, times.lawyers(db, world.center.id), MONDAY, 14)
    return [one.slot.start for one in free]
