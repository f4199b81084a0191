"""Codes are minted while the message is made, and what is over is removed."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.models import CasePin, OneTimeCode, PersonalLink
from portal.accounts.passes import services as passes
from portal.app import Portal
from portal.kernel import clock, outbox
from portal.kernel.outbox import OutboxRow
from portal.notices.models import Notice
from portal.people.persons.models import Person
from tests.portal.accounts.people import PHONE, digits_of, message

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SUBJECT = uuid.uuid4()


def start(portal: Portal, **to: object) -> None:
    """Ask for a code."""
    with portal.database.writing() as db:
        passes.start_code(db, "sign", SUBJECT, **to)  # type: ignore[arg-type]


@pytest.mark.parametrize("whom", ["person", "phone"])
def test_the_message_carries_the_code_the_rows_do_not(portal: Portal, person: Person, whom: str) -> None:
    start(portal, **({"person_id": person.id} if whom == "person" else {"phone": PHONE}))
    digits = digits_of(message(portal))
    assert digits.isdigit()
    with portal.database.writing() as db:
        rows = [*db.scalars(select(OutboxRow)), *db.scalars(select(Notice)), *db.scalars(select(OneTimeCode))]
        for row in rows:
            assert digits not in repr({column.name: getattr(row, column.name) for column in row.__table__.columns})
        assert passes.check_code(db, "sign", SUBJECT, digits)


def test_for_nobody_nothing_is_sent(portal: Portal) -> None:
    start(portal)
    assert message(portal) == ""
    with portal.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Notice)) == 0
        assert db.scalars(select(OneTimeCode)).one().mac is None


def test_a_code_that_ended_before_it_was_sent_is_not_minted(portal: Portal, person: Person) -> None:
    with clock.held(NOW):
        start(portal, person_id=person.id)
    with clock.held(NOW + timedelta(minutes=11)):
        assert message(portal) == ""


def test_old_passes_are_removed(portal: Portal, person: Person) -> None:
    with clock.held(NOW):
        start(portal)
        with portal.database.writing() as db:
            passes.mint_pin(db, SUBJECT, person.id, "letter")
            passes.mint_pin(db, SUBJECT, person.id, "receipt")
            passes.mint_link(db, "reply", SUBJECT, person.id, 14)
    with clock.held(NOW + timedelta(days=151)):
        with portal.database.writing() as db:
            outbox.enqueue(db, "accounts.forget_passes")
        outbox.drain(portal.database, portal.handlers)
    with portal.database.reading() as db:
        assert db.scalars(select(CasePin.purpose)).all() == ["receipt"]
        assert not db.scalars(select(PersonalLink)).all()
        assert not db.scalars(select(OneTimeCode)).all()
