"""What events do to the running clocks of a subject, and how these are read."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from portal.clocks import queries, services
from portal.clocks.models import Subject
from portal.clocks.movement import start
from portal.clocks.rules import Light
from portal.directory.organisations.models import Organisation
from portal.kernel.db import Db, new_id
from tests.portal.clocks.engine import HEAD, codes, only
from tests.portal.clocks.timing import day, local


def test_the_road_of_a_matter_starts_and_stops_its_clocks(db: Db, matter: Subject) -> None:
    services.happened(db, HEAD, "matter.registered", matter, local("26-11-23 10:00"))
    assert codes(db, matter) == {"CLK-01"}
    services.happened(db, HEAD, "matter.assigned", matter, local("26-11-23 15:00"))
    assert codes(db, matter) == {"CLK-02", "CLK-03", "CLK-08", "CLK-09"}
    services.happened(db, HEAD, "assignment.signed", matter, local("26-11-23 16:00"))
    services.happened(db, HEAD, "mediation.accepted", matter, local("26-11-24 10:00"))
    assert codes(db, matter) == {"CLK-08", "CLK-09", "CLK-11"}
    services.happened(db, HEAD, "agreement.effective", matter, local("26-11-27 10:00"))
    assert codes(db, matter) == {"CLK-08", "CLK-18"}
    services.happened(db, HEAD, "matter.closed", matter, local("26-11-30 10:00"))
    assert codes(db, matter) == {"CLK-18", "CLK-38"}  # the option to confirm outlives the case
    row = only(db, matter, "CLK-18")
    assert (row.last_day, row.rolled_from, row.kind) == (day("26-12-28"), day("26-12-27"), "legal")
    assert (row.area_path, row.name()) == (matter.area_path, "申请司法确认")


def test_a_stopped_clock_says_why_and_keeps_its_colour(db: Db, matter: Subject) -> None:
    (first,) = services.happened(db, HEAD, "matter.registered", matter, local("26-11-23 10:00"))
    services.happened(db, HEAD, "matter.assigned", matter, local("26-11-25 10:00"))
    assert (first.stop_reason, first.next_at) == ("matter.assigned", None)
    assert first.reddened_at == first.due_at
    assert queries.sign_of(first, local("26-12-31 10:00"), danger=False).light is Light.RED


def test_an_event_twice_starts_a_clock_once(db: Db, matter: Subject) -> None:
    services.happened(db, HEAD, "matter.assigned", matter, local("26-11-23 10:00"))
    again = services.happened(db, HEAD, "matter.assigned", matter, local("26-11-24 10:00"))
    assert again == []
    assert only(db, matter, "CLK-09").started_at == local("26-11-23 10:00")


def test_after_a_return_the_next_unit_gets_its_own_time_but_the_matter_does_not(db: Db, matter: Subject) -> None:
    services.happened(db, HEAD, "matter.assigned", matter, local("26-11-23 10:00"))
    services.happened(db, HEAD, "assignment.returned", matter, local("26-11-23 16:00"))
    started = services.happened(db, HEAD, "matter.assigned", matter, local("26-11-24 10:00"))
    assert {row.code for row in started} == {"CLK-02", "CLK-03"}
    assert only(db, matter, "CLK-09").started_at == local("26-11-23 10:00")


def test_the_database_holds_a_clock_to_once_at_a_time(db: Db, matter: Subject) -> None:
    start(db, "CLK-09", matter, local("26-11-23 10:00"))
    start(db, "CLK-09", matter, local("26-11-24 10:00"))
    with pytest.raises(IntegrityError):
        db.flush()


def test_facts_choose_the_clock(db: Db, matter: Subject) -> None:
    services.happened(db, HEAD, "matter.assigned", matter, local("26-11-23 10:00"), facts={"major"})
    services.happened(db, HEAD, "mediation.applied", matter, local("26-11-24 10:00"), facts={"labour"})
    services.happened(db, HEAD, "mediation.accepted", matter, local("26-11-25 10:00"), facts={"labour"})
    assert codes(db, matter) == {"CLK-02", "CLK-08", "CLK-10", "CLK-12"}


def test_r05_no_confirmation_clock_for_status_relations(db: Db, matter: Subject) -> None:
    facts = {"status_relation"}
    assert services.happened(db, HEAD, "agreement.effective", matter, local("26-11-23 10:00"), facts=facts) == []


def test_an_event_no_clock_knows_is_a_mistake(db: Db, matter: Subject) -> None:
    with pytest.raises(ValueError, match=r"matter\.regsitered"):
        services.happened(db, HEAD, "matter.regsitered", matter)


def test_stop_all_silences_a_subject(db: Db, matter: Subject) -> None:
    services.happened(db, HEAD, "matter.assigned", matter, local("26-11-23 10:00"))
    services.stop_all(db, matter, "matter.merged", local("26-11-23 11:00"))
    assert codes(db, matter) == set()
    kept = queries.of_subjects(db, "matter", [matter.id], running=False)[matter.id]
    assert {row.stop_reason for row in kept} == {"matter.merged"}


def test_the_hours_of_the_centre_count(db: Db, matter: Subject) -> None:
    centre = db.get_one(Organisation, matter.center_id)
    centre.hours = {str(weekday): [["08:00", "12:00"], ["14:00", "18:00"]] for weekday in range(1, 6)}
    (row,) = services.happened(db, HEAD, "matter.registered", matter, local("26-11-23 10:00"))
    assert (row.yellow_at, row.due_at) == (local("26-11-24 16:00"), local("26-11-24 18:00"))


def test_r16_the_worst_light_of_a_matter_in_danger_is_a_legal_one(db: Db, matter: Subject) -> None:
    services.happened(db, HEAD, "matter.assigned", matter, local("26-11-02 10:00"))
    services.happened(db, HEAD, "mediation.accepted", matter, local("26-11-03 10:00"))
    rows = queries.of_subjects(db, "matter", [matter.id])[matter.id]
    now = local("26-11-23 10:00")
    assert queries.worst(rows, now, danger=False) == (Light.RED, True)
    assert queries.worst(rows, now, danger=True) == (Light.GREEN, True)
    assert queries.worst([], now, danger=True) is None


def test_the_light_of_a_matter_shows_what_the_house_owes_not_what_a_party_may_do(db: Db, matter: Subject) -> None:
    services.happened(db, HEAD, "agreement.effective", matter, local("26-11-02 10:00"))
    services.happened(db, HEAD, "matter.closed", matter, local("26-11-30 10:00"))
    rows = queries.of_subjects(db, "matter", [matter.id])[matter.id]
    assert {row.code for row in rows} == {"CLK-18", "CLK-38"}
    assert queries.worst(rows, local("26-12-04 10:00"), danger=False) == (Light.GREEN, True)


def test_many_subjects_are_read_with_few_queries(db: Db, matter: Subject) -> None:
    ids = [new_id() for _ in range(20)]
    for subject in ids:
        services.happened(
            db,
            HEAD,
            "matter.assigned",
            Subject("matter", subject, matter.center_id, ""),
            datetime(2026, 11, 2, tzinfo=UTC),
        )
    found = queries.of_subjects(db, "matter", [*ids, matter.id])
    assert [len(found[subject]) for subject in ids] == [4] * 20
    assert found[matter.id] == []
