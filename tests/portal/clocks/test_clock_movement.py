"""Pauses and extensions of running clocks: for which reasons, by whose consent, and what is left afterwards."""

import pytest
from sqlalchemy import func, select

from portal.clocks import queries, services
from portal.clocks.models import ClockPause, Subject
from portal.clocks.rules import Light
from portal.contracts.events import ClockReached
from portal.kernel import clock
from portal.kernel.audit import AuditLine
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Conflict
from tests.portal.clocks.engine import HEAD, only, run_tick
from tests.portal.clocks.timing import day, local

A, B = "party-a", "party-b"


def test_r09_an_appraisal_stops_the_medical_clock(db: Db, matter: Subject, said: list[ClockReached]) -> None:
    facts = {"medical"}
    services.happened(db, HEAD, "mediation.accepted", matter, local("26-03-02 10:00"), facts=facts)
    row = only(db, matter, "CLK-13")
    services.happened(db, HEAD, "appraisal.started", matter, local("26-03-09 10:00"))
    run_tick(db, local("26-06-01 10:00"))
    row = only(db, matter, "CLK-13")
    assert (said, row.next_at) == ([], None)
    assert queries.sign_of(row, local("26-06-01 10:00"), danger=False).light is Light.GREEN
    services.happened(db, HEAD, "appraisal.ended", matter, local("26-04-08 15:00"))
    assert (row.last_day, row.paused_at) == (day("26-05-15"), None)
    noted = select(func.count()).select_from(AuditLine).where(AuditLine.action == "clock.paused")
    assert db.scalar(noted) == 1


def test_awaited_material_lets_the_clock_go_on_after_fifteen_days(db: Db, matter: Subject) -> None:
    services.happened(db, HEAD, "matter.assigned", matter, local("26-11-02 10:00"), facts={"major"})
    services.happened(db, HEAD, "material.awaited", matter, local("26-11-04 10:00"))
    run_tick(db, local("26-11-19 10:01"))
    row = only(db, matter, "CLK-10")
    assert (row.paused_at, row.last_day) == (None, day("26-12-17"))
    assert db.scalars(select(ClockPause.ended_at).where(ClockPause.clock_id == row.id)).all() == [
        local("26-11-19 10:00")
    ]


def test_of_two_reasons_to_stand_still_both_must_go(db: Db, matter: Subject) -> None:
    services.happened(db, HEAD, "matter.assigned", matter, local("26-11-02 10:00"))
    row = only(db, matter, "CLK-09")
    services.happened(db, HEAD, "appraisal.started", matter, local("26-11-04 10:00"))
    services.happened(
        db, HEAD, "mediation.suspended", matter, local("26-11-12 10:00")
    )  # past the old end, but it stands
    services.happened(db, HEAD, "appraisal.ended", matter, local("26-11-13 10:00"))
    assert row.paused_at == local("26-11-13 10:00")
    services.happened(db, HEAD, "mediation.resumed", matter, local("26-11-16 10:00"))
    assert not row.paused_at
    assert row.last_day == day("26-11-23")  # five days were left on the fourth


def test_a_clock_stopped_while_it_stood_still_was_in_time(db: Db, matter: Subject) -> None:
    services.happened(db, HEAD, "matter.assigned", matter, local("26-11-02 10:00"))
    row = only(db, matter, "CLK-09")
    services.happened(db, HEAD, "appraisal.started", matter, local("26-11-04 10:00"))
    services.happened(db, HEAD, "matter.closed", matter, local("26-12-04 10:00"))
    assert queries.sign_of(row, local("26-12-05 10:00"), danger=False).light is Light.GREEN
    assert row.reddened_at is None


def test_a_red_clock_is_not_paused(db: Db, matter: Subject) -> None:
    services.happened(db, HEAD, "matter.assigned", matter, local("26-11-02 10:00"))
    row = only(db, matter, "CLK-09")
    with pytest.raises(Conflict):
        services.pause(db, HEAD, row, "material", local("26-11-30 10:00"))
    services.happened(db, HEAD, "material.awaited", matter, local("26-11-30 10:00"))
    assert row.paused_at is None
    services.pause(db, HEAD, row, "material", local("26-11-05 10:00"))
    services.resume(db, HEAD, row, "material", local("26-11-06 10:00"))
    assert (row.paused_at, row.last_day) == (None, day("26-11-12"))


def test_nobody_pauses_a_clock_namelessly(db: Db, matter: Subject) -> None:
    services.happened(db, HEAD, "matter.assigned", matter, local("26-11-02 10:00"))
    with pytest.raises(ValueError, match="approval"):
        services.happened(db, SYSTEM, "material.awaited", matter, local("26-11-03 10:00"))


def test_r09_extension_needs_every_party_and_comes_before_the_end(db: Db, matter: Subject) -> None:
    services.happened(db, HEAD, "mediation.accepted", matter, local("26-11-02 10:00"))
    row = only(db, matter, "CLK-11")
    both = {A: local("26-11-20 10:00"), B: local("26-11-21 10:00")}
    with clock.held(local("26-11-23 10:00")), pytest.raises(Conflict, match="各方当事人"):
        services.extend(db, HEAD, row, 10, parties=[A, B], consents={A: both[A]})
    with clock.held(local("26-12-03 00:00")), pytest.raises(Conflict, match="届满"):
        services.extend(db, HEAD, row, 10, parties=[A, B], consents=both)
    assert row.last_day == day("26-12-02")
    with clock.held(local("26-12-02 23:59")):
        services.extend(db, HEAD, row, 10, parties=[A, B], consents=both)
    assert (row.last_day, row.rolled_from) == (day("26-12-14"), day("26-12-12"))
    assert row.extensions[0].consents == {name: at.isoformat() for name, at in both.items()}


def test_an_extended_clock_turns_yellow_anew(db: Db, matter: Subject, said: list[ClockReached]) -> None:
    services.happened(db, HEAD, "mediation.accepted", matter, local("26-11-02 10:00"))
    run_tick(db, local("26-11-28 10:00"))
    row = only(db, matter, "CLK-11")
    with clock.held(local("26-11-28 11:00")):
        services.extend(
            db, HEAD, row, 30, parties=[A, B], consents={A: local("26-11-28 09:00"), B: local("26-11-28 09:00")}
        )
    assert queries.sign_of(row, local("26-11-28 11:00"), danger=False).light is Light.GREEN
    run_tick(db, local("26-12-28 10:00"))
    assert [event.threshold for event in said] == ["yellow", "yellow"]
