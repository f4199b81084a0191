"""R-15: what leaves a talk: grades without a name, counts of whole months from five on, and nothing else."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from counseling.booking.models import Visit
from counseling.cases import queries as cases
from counseling.cases.models import Case
from counseling.cases.rules import Details
from counseling.watching import queries
from counseling.watching.policy import RISKS
from counseling.watching.queries import Grade
from counseling.watching.rules import FEWEST, months, told
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.audit import AuditLine
from portal.kernel.db import Db, new_secret_id
from tests.counseling import callers
from tests.world import World


@pytest.mark.parametrize("count", range(8))
def test_r15_a_count_is_told_from_five_on(count: int) -> None:
    assert told(count) == (count if count >= 5 else None)
    assert FEWEST == 5


def test_months_are_whole_and_end_with_the_last_one() -> None:
    found = list(months(date(2026, 3, 31), 4))
    assert found[0] == (date(2026, 2, 1), date(2026, 3, 1))
    assert found[-1] == (date(2025, 11, 1), date(2025, 12, 1))
    assert all(end == former for (_begin, end), (former, _end) in zip(found[1:], found, strict=False))


def held_in(db: Db, world: World, at: datetime, many: int) -> None:
    """So many talks that were held around a moment."""
    case = callers.agreed(db, world)
    for number in range(many):
        start = at + timedelta(hours=number)
        visit = Visit(
            case_id=case.id, center_id=world.center.id, counsellor=world.accounts["counsellor"].id, mode="visit"
        )
        visit.token, visit.starts_at, visit.ends_at = new_secret_id(), start, start + timedelta(minutes=50)
        visit.state, visit.booked_at, visit.settled_at = "arrived", start, start
        db.add(visit)
    db.flush()


@pytest.mark.parametrize(("many", "shown"), [(0, None), (4, None), (5, 5), (7, 7)])
def test_r15_figures_of_a_month(db: Db, county: World, many: int, shown: int | None) -> None:
    held_in(db, county, datetime(2026, 10, 12, 1, tzinfo=UTC), many)
    held_in(db, county, datetime(2026, 11, 12, 1, tzinfo=UTC), 9)
    for login in ("centre_head", "figures", "watcher", "counsellor"):
        found = {month.first: month.talks for month in queries.figures(db, county.actor(login))}
        assert found[date(2026, 10, 1)] == shown
        assert date(2026, 11, 1) not in found  # not over: it would tell of each single talk
        assert set(found.values()) <= {shown, None}


def test_only_talks_that_were_held_in_ones_own_centre_count(db: Db, county: World) -> None:
    held_in(db, county, datetime(2026, 10, 12, 1, tzinfo=UTC), 6)
    for visit in db.scalars(select(Visit).limit(2)):
        visit.state = "missed"
    db.flush()
    assert {month.talks for month in queries.figures(db, county.actor("figures"))} == {None}
    assert {month.talks for month in queries.figures(db, county.actor("clerk"))} == {None}


def test_r15_a_grade_carries_no_name_no_case_and_no_words() -> None:
    assert {field.name for field in fields(Grade)} == {
        "signed_at", "counsellor", "level", "marks", "steps", "follow_up_by",
    }  # fmt: skip


def test_the_supervisor_sees_grave_grades_and_the_client_sees_that(db: Db, county: World) -> None:
    grave = callers.signed(db, county, risk=callers.GRAVE)
    callers.signed(db, county, details=Details(band="adult", name="平安"))
    (grade,) = queries.grades(db, county.actor("watcher"))
    assert (grade.level, grade.counsellor) == ("high", "counsellor 同志")
    assert grade.follow_up_by == callers.TUESDAY + timedelta(hours=24)
    (look,) = [one for one in cases.looks(db, grave.case) if one.who == "watcher 同志"]
    assert look.line.fields == ["risk"]


@pytest.mark.parametrize("login", ["counsellor2", "centre_head", "admin", "clerk", "auditor", "figures", "dpo"])
def test_r15_nobody_else_sees_grades(db: Db, county: World, login: str) -> None:
    callers.signed(db, county, risk=callers.GRAVE)
    assert queries.grades(db, county.actor(login)) == []
    assert db.scalars(select(AuditLine).where(AuditLine.action == cases.READ)).all() == []


def test_r15_only_the_supervisor_finds_a_signed_record(db: Db, county: World) -> None:
    signed = callers.signed(db, county, risk=callers.GRAVE)
    callers.written(db, county, details=Details(band="adult", name="没写完"))
    for login in county.accounts:
        actor = county.actor(login)
        found = {record.id for record in db.scalars(queries.visible_to(actor))}
        assert found == ({signed.id} if RISKS.allows(db, actor, None) else set()), login
    assert RISKS.allows(db, county.actor("watcher"), None)


@pytest.mark.parametrize("state", ["withdrawn"])
def test_grades_of_cases_that_are_shut_are_not_opened(db: Db, county: World, state: str) -> None:
    record = callers.signed(db, county, risk=callers.GRAVE)
    record.case.state = state
    db.flush()
    assert queries.grades(db, county.actor("watcher")) == []


def test_old_grades_leave_the_list(db: Db, county: World) -> None:
    callers.signed(db, county, risk=callers.GRAVE)
    with clock.held(callers.TUESDAY + timedelta(days=91)):
        assert queries.grades(db, county.actor("watcher")) == []


def test_the_pages_show_grades_and_figures_without_anybody(portal: Portal, county: World, client: FlaskClient) -> None:
    secret = replace(callers.CONTENT, theme="只有她知道的事", summary="回家路上那盏灯")
    with portal.database.writing() as db:
        record = callers.signed(db, county, secret, callers.GRAVE)
        held_in(db, county, datetime(2026, 10, 12, 1, tzinfo=UTC), 6)
    county.sign_in(client, portal.database, "watcher")
    grades = callers.page(client, "/desk/visits/grades")
    assert ">高" in grades
    for hidden in (
        "木棉花",
        "只有她知道的事",
        "回家路上那盏灯",
        callers.GRAVE.basis,
        str(record.id),
        str(record.case_id),
    ):
        assert hidden not in grades
    figures = callers.page(client, "/desk/visits/figures")
    assert ">6<" in figures
    assert "少于 5 次" in figures
    with portal.database.reading() as db:
        assert db.get_one(Case, record.case_id).state == "open"
