"""A child's guardian acts and is told in the child's place; nobody beside the one who owes lets them off."""

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from portal.app import Portal
from portal.clocks.services import happened
from portal.contracts.events import DutiesSettled
from portal.followup.confirmations import queries as confirmed
from portal.followup.confirmations import services as confirmations
from portal.followup.obligations import people, queries, services
from portal.followup.obligations.models import Obligation
from portal.followup.obligations.policy import ANSWER, PERFORM
from portal.followup.obligations.rules import WHO, Duty
from portal.followup.ratings import rules as questions
from portal.followup.ratings import services as ratings
from portal.followup.ratings.models import Rating
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import Job
from portal.kernel.policy import SYSTEM, Actor, Refused
from portal.matters.guarding import add_guardian
from portal.matters.models import Matter
from portal.matters.services import involve, move, open_matter
from portal.matters.timing import subject_of
from portal.notices.models import Notice
from portal.people.persons.services import PersonData
from tests.portal.followup.test_after import NOON, _tick
from tests.portal.followup.test_obligations import DUE
from tests.world import World

CHILD = date(2014, 5, 1)
ROLES = ("creditor", "creditor2", "debtor", "debtor2")


def county(db: Db, world: World, *wards: str) -> tuple[Matter, dict[str, uuid.UUID]]:
    """Two on each side; ``wards`` are children with a guardian: everybody by name, guardians as 'guardian of …'."""
    named = {name: PersonData(name=name, born_on=CHILD if name in wards else None) for name in ROLES}
    matter = open_matter(
        db, SYSTEM, center=world.center, source="web", story="欠钱",
        applicants=[named["creditor"], named["creditor2"]], respondents=[named["debtor"], named["debtor2"]],
    ).matter  # fmt: skip
    found = {name: party.person_id for name, party in zip(ROLES, matter.parties, strict=True)}
    for party in matter.parties[2:]:
        involve(db, SYSTEM, matter, "party", person_id=party.person_id, side=party.side, act="test")
    for name in wards:
        party = matter.parties[ROLES.index(name)]
        row = add_guardian(db, world.actor("clerk"), matter, party, PersonData(name="家长"), "mother", consents=True)
        found[f"guardian of {name}"] = row.guardian_id
    return matter, found


def owed(db: Db, matter: Matter, *, nobody: bool = False) -> Obligation:
    creditor, debtor = matter.parties[0], matter.parties[2]
    duty = Duty(debtor.id, None if nobody else creditor.id, "修好墙", DUE)
    services.open_duties(db, SYSTEM, matter, uuid.uuid4(), [duty])
    return queries.of_matter(db, matter)[0]


def told(db: Db, key: str) -> set[uuid.UUID | None]:
    return set(db.scalars(select(Notice.person_id).where(Notice.key == key)))


@pytest.mark.parametrize(
    ("wards", "nobody", "performs", "answers"),
    [
        ((), False, {"debtor"}, {"creditor"}),
        ((), True, {"debtor"}, {"creditor", "creditor2"}),
        (("debtor",), False, {"guardian of debtor"}, {"creditor"}),
        (("creditor",), False, {"debtor"}, {"guardian of creditor"}),
        (("creditor",), True, {"debtor"}, {"guardian of creditor", "creditor2"}),
        (("debtor2",), True, {"debtor"}, {"creditor", "creditor2"}),
        (("debtor", "creditor"), False, {"guardian of debtor"}, {"guardian of creditor"}),
    ],
)
def test_whose_word_counts(
    db: Db, world: World, wards: tuple[str, ...], nobody: bool, performs: set[str], answers: set[str]
) -> None:
    matter, person = county(db, world, *wards)
    duty = owed(db, matter, nobody=nobody)
    for permission, allowed, asked in ((PERFORM, performs, people.performing), (ANSWER, answers, people.answering)):
        may = {name for name, one in person.items() if permission.allows(db, Actor(person=one, scope=matter.id), duty)}
        assert may == allowed
        assert set(asked(db, duty)) == {person[name] for name in allowed}


def test_who_owes_as_an_applicant_is_answered_by_the_respondents(db: Db, world: World) -> None:
    matter, person = county(db, world)
    services.open_duties(db, SYSTEM, matter, uuid.uuid4(), [Duty(matter.parties[0].id, None, "道歉", DUE)])
    (duty,) = queries.of_matter(db, matter)
    assert set(people.answering(db, duty)) == {person["debtor"], person["debtor2"]}


@pytest.mark.parametrize("act", WHO)
@pytest.mark.parametrize("nobody", [False, True])
def test_guardians_say_it_and_are_told(db: Db, world: World, act: str, nobody: bool) -> None:
    matter, person = county(db, world, "debtor", "creditor")
    duty = owed(db, matter, nobody=nobody)
    child, other = ("debtor", "creditor") if act == "report" else ("creditor", "debtor")
    with pytest.raises(Refused):
        services.speak(db, Actor(person=person[child], scope=matter.id), duty.id, act)
    services.speak(db, Actor(person=person[f"guardian of {child}"], scope=matter.id), duty.id, act)
    beside = {person["creditor2"]} if nobody and act == "report" else set()
    assert told(db, f"duty.{act}") == {person[f"guardian of {other}"]} | beside


def test_a_childs_matter_can_be_settled(portal: Portal, db: Db, world: World) -> None:
    heard: list[DutiesSettled] = []
    portal.bus.subscribe(DutiesSettled, lambda _db, news: heard.append(news))
    matter, person = county(db, world, "creditor")
    services.speak(db, Actor(person=person["guardian of creditor"], scope=matter.id), owed(db, matter).id, "confirm")
    assert heard == [DutiesSettled(matter.id)]


def test_the_guardian_is_asked_when_it_is_late(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        matter, person = county(db, world, "debtor")
        owed(db, matter)
    with clock.held(NOON.replace(month=12, day=2)):
        services.remind(Job(portal.database, uuid.uuid4(), {}, 1))
    with portal.database.reading() as db:
        assert told(db, "duty.overdue") == {person["guardian of debtor"], person["creditor"]}


def test_the_guardian_is_reminded_of_the_court_and_tells_of_it(portal: Portal, world: World) -> None:
    with clock.held(NOON), portal.database.writing() as db:
        matter, person = county(db, world, "debtor")
        happened(db, SYSTEM, "agreement.effective", subject_of(matter))
        assert person["debtor"] not in confirmed.yet_to_tell(db, matter)
        assert person["guardian of debtor"] in confirmed.yet_to_tell(db, matter)
        with pytest.raises(Refused):
            confirmations.applied(db, Actor(person=person["debtor"], scope=matter.id), matter)
    with clock.held(NOON + timedelta(days=15, hours=6)):
        _tick(portal)
    with portal.database.writing() as db:
        assert told(db, "confirmation.reminder") == set(person.values()) - {person["debtor"]}
        matter = db.get_one(Matter, matter.id)
        tells = ("creditor", "guardian of debtor", "debtor2")
        counts = [confirmations.applied(db, Actor(person=person[one], scope=matter.id), matter) for one in tells]
    assert counts == [False, False, True]


def test_the_guardian_rates_for_the_child(db: Db, world: World) -> None:
    with clock.held(NOON):
        matter, person = county(db, world, "creditor")
        move(db, SYSTEM, matter, "closed", close_kind="resolved")
    assert set(db.scalars(select(Rating.person_id))) == set(person.values()) - {person["creditor"]}
    scores = {name: 4 for name, _words in questions.QUESTIONS}
    with clock.held(NOON + timedelta(days=1)):
        with pytest.raises(Refused):
            ratings.answer(db, Actor(person=person["creditor"], scope=matter.id), matter, scores, "")
        ratings.answer(db, Actor(person=person["guardian of creditor"], scope=matter.id), matter, scores, "")


@pytest.mark.parametrize("number", [1, 5])
def test_many_duties_ask_no_more_than_one(portal: Portal, world: World, number: int) -> None:
    with portal.database.writing() as db:
        matter, person = county(db, world, "creditor")
        parties = [party.id for party in matter.parties]
        each = [Duty(parties[2], None, f"第{place}件", DUE) for place in range(number)]
        services.open_duties(db, SYSTEM, matter, uuid.uuid4(), each)
    asked: list[str] = []
    with portal.database.reading() as db:
        duties = queries.of_matter(db, db.get_one(Matter, matter.id))
        who = Actor(person=person["guardian of creditor"], scope=matter.id)
        event.listen(db.connection(), "before_cursor_execute", lambda *given: asked.append(given[2]))
        assert all(ANSWER.allows(db, who, duty) and not PERFORM.allows(db, who, duty) for duty in duties)
    assert len(asked) == 2
