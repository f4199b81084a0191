"""A guardian speaks and reads for a child until the child is of age, and not a day longer (民法典 art.17, 18; R-12)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.correcting import correct_party
from portal.matters.guarding import add_guardian
from portal.matters.identities.services import see
from portal.matters.models import Party
from portal.matters.queries import role_in
from portal.people.persons.models import Person
from portal.people.persons.queries import speakers
from portal.people.persons.rules import age_on, grown_up_on
from portal.people.persons.services import PersonData
from tests.portal.matters.filing import file_matter
from tests.world import World

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2030, 5, 20)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_grown_up_is_eighteen_full_years(born_on: date) -> None:
    day = grown_up_on(born_on)
    assert (age_on(born_on, day), age_on(born_on, day - timedelta(days=1))) == (18, 17)


def ward_of(db: Db, world: World, **data: object) -> tuple[Party, Person]:
    """A child of this matter and who was attached as guardian."""
    child = PersonData(name="测试小", contact_channel="none", **data)  # type: ignore[arg-type]
    opened = file_matter(db, world, applicants=[child])
    party = opened.applicants[0]
    row = add_guardian(db, world.actor("clerk"), opened.matter, party, PersonData(name="测试母"), "母亲")
    return party, db.get_one(Person, row.guardian_id)


def stands(db: Db, party: Party, guardian: Person) -> tuple[bool, bool]:
    """Whether the guardian speaks for the child, and whether they read the matter."""
    spoken = speakers(db, [party.person_id])[party.person_id] == guardian.id
    reads = "guardian" in role_in(db, Actor(person=guardian.id, scope=party.matter_id), party.matter)
    return spoken, reads


@pytest.mark.parametrize(
    ("born_on", "said", "day", "wanted"),
    [
        (date(2014, 5, 20), None, date(2032, 5, 19), True),
        (date(2014, 5, 20), None, date(2032, 5, 20), False),
        (date(2016, 2, 29), None, date(2034, 2, 28), True),
        (date(2016, 2, 29), None, date(2034, 3, 1), False),
        (None, "teen", date(2034, 3, 1), True),
    ],
)
def test_r12_until_the_birthday(
    db: Db, world: World, born_on: date | None, said: str | None, day: date, wanted: bool
) -> None:
    with clock.held(noon(TODAY)):
        party, guardian = ward_of(db, world, born_on=born_on, said_age=said)
        assert stands(db, party, guardian) == (True, True)
    with clock.held(noon(day)):
        assert stands(db, party, guardian) == (wanted, wanted)


def test_a_day_of_birth_put_right_moves_the_end(db: Db, world: World) -> None:
    with clock.held(noon(TODAY)):
        party, guardian = ward_of(db, world, said_age="teen")
        correct_party(db, world.actor("clerk"), party.matter, party.person, {"born_on": date(2013, 1, 1)})
        assert stands(db, party, guardian) == (True, True)
    with clock.held(noon(date(2031, 1, 1))):
        assert stands(db, party, guardian) == (False, False)


def test_a_document_that_shows_an_adult_ends_it_at_once(db: Db, world: World) -> None:
    with clock.held(noon(TODAY)):
        party, guardian = ward_of(db, world, said_age="teen")
        number = "110105198601011004"
        see(db, world.actor("clerk"), party.matter, party.person_id, "id_card", number[-4:], number)
        assert stands(db, party, guardian) == (False, False)
