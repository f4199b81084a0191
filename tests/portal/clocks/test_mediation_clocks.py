"""R-09: which period a mediation has, what does not count in it, and who must agree to more; pauses of all clocks."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clocks import catalogue
from portal.clocks.counting import due
from portal.clocks.extensions import NoExtension, refuse_extension
from portal.clocks.pauses import Pause, ends, excluded, may_pause, standing
from portal.clocks.rules import Clock, Kind, Span, Unit
from tests.portal.clocks.timing import CLOCKS, OFFICE, day, ends_at, local


@pytest.mark.parametrize(
    ("moj", "code", "span"),
    [
        ("J02", "CLK-11", (30, "d")),
        (None, "CLK-11", (30, "d")),
        ("J10", "CLK-12", (15, "d")),
        ("J11", "CLK-12", (15, "d")),
        ("J15", "CLK-13", (30, "wd")),
        ("J16", "CLK-11", (30, "d")),
    ],
)
def test_r09_the_class_picks_the_mediation_clock(moj: str | None, code: str, span: tuple[int, str]) -> None:
    clock = catalogue.mediation_clock(moj)
    assert (clock.code, clock.span, clock.kind) == (code, span, Kind.LEGAL)
    facts = catalogue.mediation_facts(moj)
    three = {"CLK-11", "CLK-12", "CLK-13"}
    road = ("mediation.applied", "mediation.accepted")
    assert three & {clock.code for event in road for clock in catalogue.started_by(event, facts)} == {code}


def test_r09_labour_counts_from_the_application_not_from_acceptance() -> None:
    assert [c.code for c in catalogue.started_by("mediation.applied", {"labour"})] == ["CLK-12"]
    assert "CLK-12" not in {c.code for c in catalogue.started_by("mediation.accepted", {"labour"})}


def test_r09_appraisal_does_not_count_in_medical_mediation() -> None:
    clock, start = CLOCKS["CLK-13"], local("26-03-02 10:00")
    appraisal = Pause("appraisal", local("26-03-09 10:00"), local("26-04-08 15:00"))
    paused = excluded(clock, [appraisal], OFFICE)
    assert paused == (21, False)  # working days from 10 March to 8 April
    assert due(clock, start, OFFICE).last_day == day("26-04-14")
    assert due(clock, start, OFFICE, paused).last_day == OFFICE.add_workdays(day("26-04-14"), 21)[0] == day("26-05-15")
    assert not may_pause(CLOCKS["CLK-11"], due(CLOCKS["CLK-11"], start, OFFICE), "appraisal", start)
    assert not may_pause(CLOCKS["CLK-12"], due(CLOCKS["CLK-12"], start, OFFICE), "appraisal", start)


@given(st.integers(0, 20), st.integers(0, 60))
def test_r09_after_an_appraisal_what_was_left_is_left(before: int, during: int) -> None:
    clock, start = CLOCKS["CLK-13"], local("25-03-03 10:00")
    begin = start + timedelta(days=before)
    end = begin + timedelta(days=during)
    last = due(clock, start, OFFICE, excluded(clock, [Pause("appraisal", begin, end)], OFFICE)).last_day
    assert last is not None
    used = OFFICE.workdays_between(start.date(), begin.date()).days
    assert used + OFFICE.workdays_between(end.date(), last).days == 30


AGREED = {"a": local("26-12-01 10:00"), "b": local("26-12-02 10:00"), "committee": local("26-12-02 11:00")}


@pytest.mark.parametrize(
    ("code", "consents", "at", "refusal"),
    [
        ("CLK-11", {"a", "b"}, "26-12-03 10:00", None),
        ("CLK-11", {"a", "b"}, "26-12-23 23:59", None),  # the last minute
        ("CLK-11", {"a", "b"}, "26-12-24 00:00", NoExtension.EXPIRED),
        ("CLK-11", {"a"}, "26-12-03 10:00", NoExtension.CONSENT_MISSING),
        ("CLK-11", set(), "26-12-03 10:00", NoExtension.CONSENT_MISSING),
        ("CLK-11", {"a", "b"}, "26-12-01 12:00", NoExtension.CONSENT_UNDATED),  # b has not signed yet
        ("CLK-13", {"a", "b"}, "26-12-03 10:00", NoExtension.CONSENT_MISSING),
        ("CLK-13", {"a", "b", "committee"}, "26-12-03 10:00", None),
        ("CLK-18", {"a", "b"}, "26-12-03 10:00", NoExtension.NOT_EXTENDABLE),
        ("CLK-09", {"a", "b"}, "26-11-24 10:00", NoExtension.NOT_EXTENDABLE),
    ],
)
def test_r09_a_period_is_extended_only_by_signed_consent_of_all_before_it_ends(
    code: str, consents: set[str], at: str, refusal: NoExtension | None
) -> None:
    clock = CLOCKS[code]
    counted = due(clock, local("26-11-23 10:00"), OFFICE)
    signed = {name: AGREED[name] for name in consents}
    answer = refuse_extension(clock, counted, parties=["a", "b"], consents=signed, more=10, granted=0, at=local(at))
    assert answer is refusal


def test_r09_consent_of_one_party_alone_is_never_consent_of_both() -> None:
    counted = ends_at("CLK-11", "26-11-23 10:00")
    answer = refuse_extension(
        CLOCKS["CLK-11"], counted, parties=["a"], consents=AGREED, more=10, granted=0, at=local("26-12-03 10:00")
    )
    assert answer is NoExtension.CONSENT_MISSING


@pytest.mark.parametrize(("more", "granted", "refusal"), [(30, 0, None), (31, 0, "too_much"), (10, 21, "too_much")])
def test_an_extension_has_the_ceiling_the_law_gives_it(more: int, granted: int, refusal: str | None) -> None:
    counted = ends_at("CLK-33", "26-11-02 10:00")
    head = {"head": local("26-11-20 10:00")}
    answer = refuse_extension(
        CLOCKS["CLK-33"], counted, parties=[], consents=head, more=more, granted=granted, at=local("26-11-23 10:00")
    )
    assert answer == refusal


def test_granted_time_is_counted_before_the_last_day_moves() -> None:
    counted = due(CLOCKS["CLK-11"], local("26-08-31 10:00"), OFFICE, extra=3)
    assert (counted.rolled_from, counted.last_day) == (day("26-10-03"), day("26-10-08"))


def test_pauses_that_overlap_count_once() -> None:
    clock = CLOCKS["CLK-09"]
    one = Pause("appraisal", local("26-11-09 10:00"), local("26-11-13 10:00"))
    other = Pause("material", local("26-11-11 10:00"), local("26-11-17 10:00"))
    assert excluded(clock, [other, one], OFFICE) == (6, False)
    assert excluded(clock, [one, one], OFFICE) == excluded(clock, [one], OFFICE) == (4, False)


def test_awaited_material_stops_a_clock_for_fifteen_days_at_most() -> None:
    open_end = Pause("material", local("26-11-02 10:00"), None)
    assert ends(open_end) == local("26-11-17 10:00")
    assert standing([open_end], local("26-11-17 09:59"))
    assert not standing([open_end], local("26-11-17 10:00"))
    assert excluded(CLOCKS["CLK-10"], [open_end], OFFICE) == (15, False)
    assert excluded(CLOCKS["CLK-10"], [Pause("appraisal", local("26-11-02 10:00"), None)], OFFICE) == (0, False)


def test_a_pause_is_measured_in_the_unit_of_its_clock() -> None:
    weekend = Pause("suspension", local("26-11-20 16:30"), local("26-11-23 10:00"))
    amounts = {unit: excluded(with_unit(unit), [weekend], OFFICE).n for unit in Unit}
    assert amounts == {"d": 3, "m": 3, "wd": 1, "h": 65 * 60 + 30, "wh": 120}


@pytest.mark.parametrize(
    ("unit", "at"),
    [
        (Unit.DAYS, "26-12-03 00:00"),
        (Unit.WORKDAYS, "26-12-04 17:30"),
        (Unit.HOURS, "26-11-23 12:30"),
        (Unit.WORKHOURS, "26-11-23 15:30"),
        (Unit.MONTHS, "27-08-24 00:00"),
    ],
)
def test_paused_time_is_added_in_the_unit_of_the_clock(unit: Unit, at: str) -> None:
    clock = with_unit(unit)
    weekend = Pause("suspension", local("26-11-20 16:30"), local("26-11-23 10:00"))
    assert due(clock, local("26-11-20 10:00"), OFFICE, excluded(clock, [weekend], OFFICE)).at == local(at)


def test_no_clock_pauses_once_it_is_red_or_for_a_reason_it_does_not_know() -> None:
    counted = ends_at("CLK-09", "26-11-02 10:00")
    assert may_pause(CLOCKS["CLK-09"], counted, "material", counted.at - timedelta(seconds=1))
    assert not may_pause(CLOCKS["CLK-09"], counted, "material", counted.at)
    assert not may_pause(CLOCKS["CLK-08"], counted, "appraisal", local("26-11-02 11:00"))


def with_unit(unit: Unit) -> Clock:
    """A clock of nine of this unit."""
    return replace(CLOCKS["CLK-09"], span=Span(9, unit))
