"""Taken back, erased, kept long enough: what opens afterwards, and what is left in the file."""

import sqlite3
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from counseling.booking.models import Visit
from counseling.cases import queries as cases
from counseling.cases.models import Case
from counseling.consents.models import Consent
from counseling.entrance.models import Entry
from counseling.entrance.services import open_entry
from counseling.keeping import jobs, services
from counseling.records import queries as records
from counseling.records.models import Amendment, Record
from counseling.records.services import amend
from counseling.store.sealing import KeyDestroyed, unseal
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.audit import AuditLine
from portal.kernel.db import Db
from portal.kernel.outbox import Job, OutboxRow
from portal.kernel.policy import ANONYMOUS, Refused
from portal.schedule.bookings.models import BookedStep
from tests.counseling import callers
from tests.world import World

BORN = "2014-05-01"


def job(portal: Portal) -> Job:
    return Job(portal.database, uuid.uuid4(), {}, 1)


def test_erasing_destroys_the_key_and_everything_under_it(db: Db, county: World) -> None:
    record = callers.signed(db, county, risk=callers.GRAVE)
    amend(db, county.actor("counsellor"), record.id, "补充")
    case, open_entry_token = record.case, open_entry(db, record.case)
    assert open_entry_token
    copies = [
        (case.row_key, case.details_sealed, f"counseling_cases.details_sealed:{case.id.hex}"),
        (record.row_key, record.content_sealed, f"counseling_records.content_sealed:{record.id.hex}"),
        (record.row_key, record.risk_sealed, f"counseling_records.risk_sealed:{record.id.hex}"),
        (record.row_key, record.notes_sealed, f"counseling_records.notes_sealed:{record.id.hex}"),
    ]
    assert all(sealed and unseal(case, key, sealed, bound) for key, sealed, bound in copies)
    services.erase(db, ANONYMOUS, case)
    assert (case.state, case.key_wrapped, case.row_key, case.details_sealed, case.code_mac) == ("erased", *[None] * 4)
    for key, sealed, bound in copies:  # kept by a thief, with our keyring, but without the key of the case
        assert sealed
        with pytest.raises(KeyDestroyed):
            unseal(case, key, sealed, bound)
    assert {table: db.scalar(select(func.count()).select_from(table)) for table in (Record, Amendment, Entry)} == {
        Record: 0,
        Amendment: 0,
        Entry: 0,
    }


def test_what_stays_after_an_erasure_names_nobody(db: Db, county: World) -> None:
    record = callers.signed(db, county)
    case = record.case
    services.erase(db, ANONYMOUS, case)
    assert db.scalar(select(func.count()).select_from(Visit).where(Visit.case_id == case.id)) == 1
    assert db.scalar(select(func.count()).select_from(Consent).where(Consent.case_id == case.id)) == 1
    acts = db.scalars(select(AuditLine.action).where(AuditLine.subject_id == case.id)).all()
    assert "counseling.key_destroyed" in acts
    assert db.scalars(select(OutboxRow.payload).where(OutboxRow.kind == services.TIDY)).all() == [{}]


@pytest.mark.parametrize("act", ["withdraw", "erase"])
def test_nobody_opens_it_afterwards(db: Db, county: World, act: str) -> None:
    case = callers.signed(db, county).case
    counsellor = county.actor("counsellor")
    assert cases.get(db, counsellor, case.id)
    if act == "erase":
        services.erase(db, ANONYMOUS, case)
    else:
        services.withdraw(db, case)
    with pytest.raises(Refused):
        cases.get(db, counsellor, case.id)
    assert records.of_case(db, counsellor, case) == []


@pytest.mark.parametrize("act", ["withdraw", "erase"])
def test_the_coming_hour_is_given_back(db: Db, county: World, act: str) -> None:
    visit = callers.booked(db, county)
    if act == "erase":
        services.erase(db, ANONYMOUS, visit.case)
    else:
        services.withdraw(db, visit.case)
    assert visit.state == "cancelled"
    assert db.scalar(select(func.count()).select_from(BookedStep)) == 0


def test_consent_taken_back_and_given_again_opens_the_case_again(db: Db, county: World) -> None:
    case = callers.signed(db, county).case
    services.withdraw(db, case)
    assert db.scalars(select(Consent.ended_at).where(Consent.case_id == case.id)).all() == [callers.TUESDAY]
    services.come_back(db, case)
    assert cases.get(db, county.actor("counsellor"), case.id)


@pytest.mark.parametrize(
    ("born", "later", "state"),
    [
        ("", datetime(2031, 11, 24, tzinfo=UTC), "open"),
        ("", datetime(2031, 11, 26, tzinfo=UTC), "erased"),
        (BORN, datetime(2031, 11, 26, tzinfo=UTC), "open"),
        (BORN, datetime(2037, 4, 30, tzinfo=UTC), "open"),
        (BORN, datetime(2037, 5, 3, tzinfo=UTC), "erased"),
    ],
)
@pytest.mark.both_engines
def test_what_was_kept_long_enough_is_erased(
    portal: Portal, county: World, born: str, later: datetime, state: str
) -> None:
    details = replace(callers.ADULT, band="child" if born else "adult", born_on=born)
    with portal.database.writing() as db:
        case_id = callers.booked(db, county, details).case_id
    with clock.held(later):
        jobs.keep_no_longer(job(portal))
        jobs.keep_no_longer(job(portal))
    with portal.database.reading() as db:
        assert db.get_one(Case, case_id).state == state


@pytest.mark.both_engines
def test_drafts_are_forgotten_and_open_cases_are_not(portal: Portal, county: World) -> None:
    with portal.database.writing() as db:
        draft, kept = callers.agreed(db, county).id, callers.booked(db, county).case_id
    for days, there in ((1, {draft, kept}), (3, {kept})):
        with clock.held(callers.TUESDAY + timedelta(days=days)):
            jobs.keep_no_longer(job(portal))
        with portal.database.reading() as db:
            assert set(db.scalars(select(Case.id))) == there


def test_the_destroyed_key_is_not_left_over_in_the_file(portal: Portal, county: World) -> None:
    """SQLite alone: neither in a freed page nor in the log beside the file. (On PostgreSQL autovacuum sees to it.)"""
    with portal.database.writing() as db:
        case = callers.booked(db, county).case
    key = case.key_wrapped
    assert key
    assert key in on_disk(portal)
    with portal.database.writing() as db:
        services.erase(db, ANONYMOUS, db.get_one(Case, case.id))
    jobs.tidy(job(portal))
    assert key not in on_disk(portal)
    with sqlite3.connect(str(portal.database.engine.url.database)) as plain:
        assert plain.execute("pragma integrity_check").fetchone() == ("ok",)


def on_disk(portal: Portal) -> bytes:
    """The file and its log."""
    path = Path(str(portal.database.engine.url.database))
    return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
