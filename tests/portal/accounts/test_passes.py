"""PINs, one-time codes and links: how long they hold, how often they work."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import CasePin, OneTimeCode, PersonalLink
from portal.accounts.passes import services as passes
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Conflict
from portal.people.persons.models import Person
from tests.world import World

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MATTER, SUBJECT = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def who(db: Db) -> Callable[[], uuid.UUID]:
    """A new person each time."""
    center = World(db).center.id

    def make() -> uuid.UUID:
        row = Person(center_id=center, name="测试乙", created_at=NOW)
        db.add(row)
        db.flush()
        return row.id

    return make


def fresh(db: Db, at: datetime = NOW, subject: uuid.UUID = SUBJECT) -> str:
    """Ask for a code and mint it, as the sending job does."""
    with clock.held(at):
        passes.start_code(db, "sign", subject)
        row = db.scalars(
            select(OneTimeCode).where(OneTimeCode.subject == subject).order_by(OneTimeCode.created_at)
        ).all()[-1]
        digits = passes.fill_code(db, row.id)
    assert digits is not None
    return digits


def right(db: Db, digits: str, at: datetime = NOW, purpose: str = "sign", subject: uuid.UUID = SUBJECT) -> bool:
    """Whether the code is taken at this moment."""
    with clock.held(at):
        return passes.check_code(db, purpose, subject, digits)


def test_a_pin_belongs_to_one_person_and_matter(db: Db, who: Callable[[], uuid.UUID]) -> None:
    one, two = who(), who()
    pin, other = passes.mint_pin(db, MATTER, one, "receipt"), passes.mint_pin(db, MATTER, two, "receipt")
    assert (len(pin), pin.isdigit()) == (6, True)
    assert passes.check_pin(db, MATTER, pin) == one
    assert passes.check_pin(db, MATTER, other) == two
    assert passes.check_pin(db, uuid.uuid4(), pin) is None
    assert passes.check_pin(db, MATTER, "") is None


@pytest.mark.parametrize("typed", ["{0}{1}{2} {3}{4}{5}", "{0}-{1}-{2}-{3}-{4}-{5}", " {0}{1}{2}{3}{4}{5} "])
def test_a_pin_is_typed_by_hand(db: Db, who: Callable[[], uuid.UUID], typed: str) -> None:
    person = who()
    pin = passes.mint_pin(db, MATTER, person, "receipt")
    assert passes.check_pin(db, MATTER, typed.format(*pin)) == person
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in pin)
    assert passes.check_pin(db, MATTER, full_width) == person


def test_a_new_pin_ends_the_former_of_the_same_purpose_only(db: Db, who: Callable[[], uuid.UUID]) -> None:
    person = who()
    receipt, letter = passes.mint_pin(db, MATTER, person, "receipt"), passes.mint_pin(db, MATTER, person, "letter")
    newer = passes.mint_pin(db, MATTER, person, "letter")
    assert passes.check_pin(db, MATTER, receipt) == person
    assert passes.check_pin(db, MATTER, newer) == person
    assert letter == newer or passes.check_pin(db, MATTER, letter) is None


@pytest.mark.parametrize(
    ("purpose", "days", "holds"), [("receipt", 4000, True), ("letter", 59, True), ("letter", 60, False)]
)
def test_pins_expire_by_purpose(db: Db, who: Callable[[], uuid.UUID], purpose: str, days: int, holds: bool) -> None:
    person = who()
    with clock.held(NOW):
        pin = passes.mint_pin(db, MATTER, person, purpose)
    with clock.held(NOW + timedelta(days=days)):
        assert passes.check_pin(db, MATTER, pin) == (person if holds else None)


def test_pins_can_be_ended(db: Db, who: Callable[[], uuid.UUID]) -> None:
    person = who()
    pin = passes.mint_pin(db, MATTER, person, "receipt")
    passes.end_pins(db, MATTER, person)
    assert passes.check_pin(db, MATTER, pin) is None


def test_a_pin_is_not_stored(db: Db, who: Callable[[], uuid.UUID]) -> None:
    pin = passes.mint_pin(db, MATTER, who(), "receipt")
    row = db.scalars(select(CasePin)).one()
    assert pin not in repr({column.name: getattr(row, column.name) for column in CasePin.__table__.columns})


def test_a_code_works_once(db: Db) -> None:
    digits = fresh(db)
    assert right(db, digits)
    assert not right(db, digits)


@pytest.mark.parametrize(("minutes", "holds"), [(9, True), (10, False), (60, False)])
def test_a_code_holds_ten_minutes(db: Db, minutes: int, holds: bool) -> None:
    assert right(db, fresh(db), NOW + timedelta(minutes=minutes)) is holds


def test_a_code_is_for_one_purpose_and_subject(db: Db) -> None:
    digits = fresh(db)
    assert not right(db, digits, purpose="sign_in")
    assert not right(db, digits, subject=uuid.uuid4())
    assert right(db, digits)


def test_five_wrong_tries_end_a_code(db: Db) -> None:
    digits = fresh(db)
    wrong = f"{(int(digits) + 1) % 1_000_000:06}"
    assert [right(db, wrong) for _ in range(5)] == [False] * 5
    assert not right(db, digits)


def test_before_it_is_sent_no_code_is_right(db: Db) -> None:
    with clock.held(NOW):
        passes.start_code(db, "sign", SUBJECT)
    assert not right(db, "")
    assert not right(db, "000000")


def test_a_resend_voids_the_former(db: Db) -> None:
    first = fresh(db)
    second = fresh(db, NOW + timedelta(minutes=2))
    assert first == second or not right(db, first, NOW + timedelta(minutes=3))
    assert right(db, second, NOW + timedelta(minutes=3))


def test_asking_again_within_a_minute_sends_nothing_new(db: Db) -> None:
    with clock.held(NOW):
        passes.start_code(db, "sign", SUBJECT)
        passes.start_code(db, "sign", SUBJECT)
    assert len(db.scalars(select(OneTimeCode)).all()) == 1


def test_a_used_code_does_not_hold_up_the_next(db: Db) -> None:
    assert right(db, fresh(db))
    assert right(db, fresh(db, NOW + timedelta(seconds=5)), NOW + timedelta(seconds=6))


def test_more_than_five_an_hour_are_refused_in_words(db: Db) -> None:
    for minutes in range(0, 10, 2):
        fresh(db, NOW + timedelta(minutes=minutes))
    with clock.held(NOW + timedelta(minutes=12)), pytest.raises(Conflict, match="过一小时"):
        passes.start_code(db, "sign", SUBJECT)
    fresh(db, NOW + timedelta(minutes=61))


def test_a_link_opens_until_used_ended_or_expired(db: Db, who: Callable[[], uuid.UUID]) -> None:
    person = who()
    with clock.held(NOW):
        token = passes.mint_link(db, "reply", MATTER, person, 14)
    link = db.scalars(select(PersonalLink)).one()
    assert len(token) * 6 >= 128
    assert token.encode() not in link.token_hash
    for days, holds in ((0, True), (13, True), (14, False)):
        with clock.held(NOW + timedelta(days=days)):
            assert (passes.open_link(db, token) is not None) is holds
    assert passes.open_link(db, token + "x") is None
    with clock.held(NOW):
        assert passes.use_link(db, link)
        assert not passes.use_link(db, link)
        assert passes.open_link(db, token) is None


def test_not_me_ends_a_link(db: Db, who: Callable[[], uuid.UUID]) -> None:
    token = passes.mint_link(db, "reply", MATTER, who(), 14)
    link = passes.open_link(db, token)
    assert link is not None
    passes.end_link(db, link)
    assert passes.open_link(db, token) is None
    assert not passes.use_link(db, link)


def test_a_new_link_ends_the_former(db: Db, who: Callable[[], uuid.UUID]) -> None:
    person = who()
    former = passes.mint_link(db, "reply", MATTER, person, 14)
    newer = passes.mint_link(db, "reply", MATTER, person, 14)
    assert passes.open_link(db, former) is None
    assert passes.open_link(db, newer) is not None
