"""Duties: who may say what when; silence is never done; all settled is news."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.app import Portal
from portal.contracts.events import DutiesSettled, DutyOverdue
from portal.followup.obligations import queries, rules, services
from portal.followup.obligations.models import Obligation, ObligationAct
from portal.followup.obligations.rules import Duty
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import Job
from portal.kernel.policy import SYSTEM, Actor, Conflict, Refused
from portal.matters.models import Matter
from portal.matters.services import involve, open_matter
from portal.matters.telling import timeline_for
from portal.notices.models import Notice
from portal.people.persons.services import PersonData
from tests.world import World

DUE = date(2026, 12, 1)


def dispute(db: Db, world: World) -> Matter:
    """A matter whose respondent has been let in."""
    opened = open_matter(
        db, SYSTEM, center=world.center, source="web", story="欠钱", applicants=[PersonData(name="甲")],
        respondents=[PersonData(name="乙")],
    )  # fmt: skip
    other = opened.matter.parties[1]
    involve(db, SYSTEM, opened.matter, "party", person_id=other.person_id, side=other.side, act="test")
    return opened.matter


def owed(db: Db, world: World, *, nobody: bool = False) -> tuple[Matter, Obligation]:
    """The respondent owes the applicant 300 yuan."""
    matter = dispute(db, world)
    creditor, debtor = matter.parties
    duty = Duty(debtor.id, None if nobody else creditor.id, "付清修墙的钱", DUE, 30_000, "转账")
    services.open_duties(db, SYSTEM, matter, uuid.uuid4(), [duty])
    return matter, queries.of_matter(db, matter)[0]


def side(matter: Matter, number: int) -> Actor:
    return Actor(person=matter.parties[number].person_id, scope=matter.id)


@pytest.mark.parametrize("state", rules.STATES)
@pytest.mark.parametrize("act", rules.WHO)
def test_what_may_be_said_when(state: str, act: str) -> None:
    possible = {
        ("open", "report"), ("open", "confirm"), ("open", "dispute"), ("open", "waive"), ("reported", "confirm"),
        ("reported", "dispute"), ("disputed", "report"), ("disputed", "confirm"), ("disputed", "waive"),
    }  # fmt: skip
    assert (rules.after(state, act) is not None) is ((state, act) in possible)


@pytest.mark.parametrize(("act", "who"), rules.WHO.items())
def test_each_says_only_what_is_theirs_to_say(db: Db, world: World, act: str, who: str) -> None:
    matter, duty = owed(db, world)
    allowed = 1 if who == "debtor" else 0
    with pytest.raises(Refused):
        services.speak(db, side(matter, 1 - allowed), duty.id, act)
    with pytest.raises(Refused):
        services.speak(db, Actor(person=uuid.uuid4(), scope=matter.id), duty.id, act)
    with pytest.raises(Refused):
        services.speak(db, world.actor("mediator"), duty.id, act)
    services.speak(db, side(matter, allowed), duty.id, act)
    assert duty.state == rules.MOVES["open"][act]


def test_reported_is_not_done(db: Db, world: World) -> None:
    matter, duty = owed(db, world)
    services.speak(db, side(matter, 1), duty.id, "report", "昨天转了")
    assert (duty.state, duty.settled_at) == ("reported", None)
    told = db.scalars(select(Notice.person_id).where(Notice.key == "duty.report")).all()
    assert told == [matter.parties[0].person_id]


def test_all_settled_is_news(portal: Portal, db: Db, world: World) -> None:
    heard: list[DutiesSettled] = []
    portal.bus.subscribe(DutiesSettled, lambda _db, event: heard.append(event))
    matter, duty = owed(db, world)
    services.speak(db, side(matter, 0), duty.id, "dispute")
    assert heard == []
    services.speak(db, side(matter, 0), duty.id, "confirm")
    assert heard == [DutiesSettled(matter.id)]
    with pytest.raises(Conflict):
        services.speak(db, side(matter, 0), duty.id, "dispute")


def test_no_duties_are_settled_at_once(portal: Portal, db: Db, world: World) -> None:
    heard: list[DutiesSettled] = []
    portal.bus.subscribe(DutiesSettled, lambda _db, event: heard.append(event))
    matter = dispute(db, world)
    services.open_duties(db, SYSTEM, matter, uuid.uuid4(), [])
    assert heard == [DutiesSettled(matter.id)]


def test_a_duty_owed_to_nobody_by_name_is_answered_by_the_others(db: Db, world: World) -> None:
    matter, duty = owed(db, world, nobody=True)
    with pytest.raises(Refused):
        services.speak(db, side(matter, 1), duty.id, "confirm")
    services.speak(db, side(matter, 0), duty.id, "confirm")
    assert duty.state == "confirmed"


def test_words_are_sealed_and_said_is_kept(db: Db, world: World) -> None:
    matter, duty = owed(db, world)
    assert "修墙".encode() not in duty.text_sealed
    services.speak(db, side(matter, 1), duty.id, "report", "转了")
    services.speak(db, side(matter, 0), duty.id, "dispute", "没收到")
    said = queries.said(db, [duty])[duty.id]
    assert [(act.act, act.note) for act in said] == [("report", "转了"), ("dispute", "没收到")]
    assert len(db.scalars(select(ObligationAct)).all()) == 2


@pytest.mark.parametrize(("days", "reminded"), [(0, 0), (1, 2), (2, 0), (7, 2), (8, 0)])
def test_both_are_asked_one_and_seven_days_after(portal: Portal, world: World, days: int, reminded: int) -> None:
    with portal.database.writing() as db:
        owed(db, world)
    at = datetime(2026, 12, 1, 4, 0, tzinfo=UTC) + timedelta(days=days)
    with clock.held(at):
        services.remind(Job(portal.database, uuid.uuid4(), {}, 1))
    with portal.database.reading() as db:
        assert len(db.scalars(select(Notice).where(Notice.key == "duty.overdue")).all()) == reminded


@pytest.mark.parametrize(
    ("state", "today", "late"),
    [("open", DUE, False), ("open", date(2026, 12, 2), True), ("reported", date(2026, 12, 2), True),
     ("confirmed", date(2026, 12, 2), False), ("waived", date(2027, 1, 1), False)],
)  # fmt: skip
def test_overdue(state: str, today: date, late: bool) -> None:
    assert rules.overdue(state, DUE, today) is late


LATER = date(2026, 12, 9)
NOT_YET = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("duties", "today", "key", "day"),
    [
        ([("open", DUE), ("open", LATER)], NOT_YET, "next.duties", DUE),
        ([("confirmed", DUE), ("open", LATER)], LATER, "next.duties", LATER),
        ([("open", None)], NOT_YET, "next.duties_undated", None),
        ([("open", None), ("open", LATER)], NOT_YET, "next.duties", LATER),
        ([("reported", DUE), ("open", LATER)], NOT_YET, "next.duty_reported", None),
        ([("reported", DUE), ("open", LATER)], LATER, "next.duty_overdue", None),
        ([("open", DUE), ("disputed", LATER)], LATER, "next.duty_disputed", None),
        ([("waived", DUE), ("disputed", None)], NOT_YET, "next.duty_disputed", None),
    ],
)
def test_what_comes_next(duties: list[tuple[str, date | None]], today: date, key: str, day: date | None) -> None:
    assert rules.next_step(duties, today) == (key, day)


@pytest.mark.parametrize("act", ["report", "dispute"])
def test_every_word_about_a_duty_changes_the_next_step_and_says_by_when(db: Db, world: World, act: str) -> None:
    with clock.held(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)):
        matter, duty = owed(db, world)
        assert (matter.next_key, matter.next_due_at is not None) == ("next.duties", True)
        services.speak(db, side(matter, 1 if act == "report" else 0), duty.id, act)
        assert timeline_for(db, side(matter, 1), matter)[0].key == f"duty.{act}"
    assert matter.next_key == f"next.duty_{'reported' if act == 'report' else 'disputed'}"
    assert matter.next_due_at is not None


def test_a_duty_without_a_day_is_asked_after_too(db: Db, world: World) -> None:
    matter = dispute(db, world)
    creditor, debtor = matter.parties
    services.open_duties(db, SYSTEM, matter, uuid.uuid4(), [Duty(debtor.id, creditor.id, "把证书还给家长", None)])
    assert (matter.next_key, matter.next_due_at is not None) == ("next.duties_undated", True)
    assert "…" not in timeline_for(db, side(matter, 0), matter)[0].text


def test_the_day_after_everybody_reads_that_it_is_late_and_by_when_somebody_asks(portal: Portal, world: World) -> None:
    heard: list[DutyOverdue] = []
    portal.bus.subscribe(DutyOverdue, lambda _db, event: heard.append(event))
    with portal.database.writing() as db:
        matter_id = owed(db, world)[0].id
    with clock.held(datetime(2026, 12, 2, 4, 0, tzinfo=UTC)):
        services.remind(Job(portal.database, uuid.uuid4(), {}, 1))
    with portal.database.reading() as db:
        matter = db.get_one(Matter, matter_id)
        assert (matter.next_key, matter.next_due_at is not None) == ("next.duty_overdue", True)
    assert heard == [DutyOverdue(matter_id)]
