"""Each case is sealed with its own key, each value with its place; a destroyed key opens nothing."""

import uuid

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from counseling.cases.models import Case
from counseling.cases.rules import Details
from counseling.cases.services import open_draft
from counseling.store.schema import PREFIX, SCHEMA
from counseling.store.sealing import KeyDestroyed, seal, unseal
from portal.kernel.crypto import Shredded, keyring, new_row_key, shred
from portal.kernel.db import Base, Db
from tests.counseling import callers
from tests.world import World

OURS = [table for table in Base.metadata.tables.values() if table.name.startswith(PREFIX)]


@pytest.fixture
def case(db: Db, county: World) -> Case:
    return callers.agreed(db, county)


def test_what_is_sealed_opens_in_its_place_only(case: Case) -> None:
    key = case.row_key
    sealed = seal(case, key, "悄悄话".encode(), "here:1")
    assert unseal(case, key, sealed, "here:1").decode() == "悄悄话"
    for wrong in (sealed[:-1] + bytes([sealed[-1] ^ 1]), b"\x01" + sealed[1:]):
        with pytest.raises(ValueError, match="does not belong"):
            unseal(case, key, wrong, "here:1")
    with pytest.raises(ValueError, match="does not belong"):
        unseal(case, key, sealed, "here:2")


def test_the_key_of_another_case_opens_nothing(db: Db, county: World, case: Case) -> None:
    other = open_draft(db, county.center.id, Details(band="adult"))
    assert case.key_wrapped != other.key_wrapped
    sealed = seal(case, case.row_key, b"words", "here:1")
    with pytest.raises(ValueError, match="does not belong"):
        unseal(other, case.row_key, sealed, "here:1")
    other.key_wrapped = case.key_wrapped
    with pytest.raises(ValueError, match="belong"):
        unseal(other, case.row_key, sealed, "here:1")


def test_the_key_of_another_row_opens_nothing(case: Case) -> None:
    sealed = seal(case, case.row_key, b"words", "here:1")
    with pytest.raises(ValueError, match="does not belong"):
        unseal(case, new_row_key(), sealed, "here:1")


def test_without_the_key_of_the_case_nothing_opens(case: Case) -> None:
    sealed = case.details_sealed
    assert sealed
    case.key_wrapped = None
    with pytest.raises(KeyDestroyed):
        _ = case.details
    with pytest.raises(KeyDestroyed):
        unseal(case, case.row_key, sealed, f"counseling_cases.details_sealed:{case.id.hex}")


def test_a_shredded_row_opens_no_more_and_says_so(db: Db, county: World) -> None:
    """One record alone; the rest of the case stays."""
    record = callers.signed(db, county)
    shred(record)
    for part in ("content_text", "risk_text", "notes"):
        with pytest.raises(Shredded):
            getattr(record, part)
    assert record.case.details.name


def test_the_keyring_of_counselling_and_no_other_wraps_the_keys(case: Case) -> None:
    assert case.key_wrapped
    bound = f"counseling_cases.key_wrapped:{case.id.hex}"
    assert len(keyring().open("counselling", case.key_wrapped, bound)) == 32
    for purpose in ("pii", "evidence", "codes"):
        with pytest.raises(ValueError, match="sealed"):
            keyring().open(purpose, case.key_wrapped, bound)


def test_ids_tell_no_time(case: Case) -> None:
    assert case.id.version == 4


def test_no_table_leads_to_a_person_a_matter_or_an_account() -> None:
    assert len(OURS) == 7
    targets = {key.target_fullname.partition(".")[0] for table in OURS for key in table.foreign_keys}
    assert targets <= {table.name for table in OURS}
    theirs = [table for table in Base.metadata.tables.values() if table not in OURS]
    pointing = [t.name for t in theirs for key in t.foreign_keys if key.target_fullname.startswith(PREFIX)]
    assert pointing == []


def test_an_erased_case_holds_nothing(db: Db, case: Case) -> None:
    case.state = "erased"
    with pytest.raises(IntegrityError, match="erased_is"):
        db.flush()


def test_a_role_that_may_read_all_the_rest_sees_no_table_of_counselling(db: Db, case: Case) -> None:
    ours, there = {table.name for table in OURS}, inspect(db.connection())
    if db.get_bind().dialect.name == "sqlite":
        assert ours <= set(there.get_table_names())  # no schemas, no roles: decision 026
        return
    assert ours == set(there.get_table_names(SCHEMA))
    reader = f"reader_{uuid.uuid4().hex[:8]}"
    db.flush()
    db.execute(text(f"create role {reader}"))
    db.execute(text(f"grant usage on schema public to {reader}"))
    db.execute(text(f"grant select on all tables in schema public to {reader}"))
    db.execute(text(f"set local role {reader}"))
    assert db.scalar(text("select count(*) from organisations")) == 3
    with pytest.raises(ProgrammingError, match="permission denied for schema"):
        db.execute(text(f"select * from {SCHEMA}.counseling_cases"))
    db.rollback()
