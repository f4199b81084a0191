"""Answers and what follows: acceptance, a party who leaves, an end."""

import threading
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.cases import queries as cases
from mediation.cases import services
from mediation.cases.models import MediationCase
from mediation.cases.rules import NEEDS_ALL_YES
from mediation.conflicts.services import declare
from mediation.consents import queries
from mediation.consents.models import PartyConsent
from mediation.consents.services import Reply, answer
from mediation.terminations.models import Termination
from portal.app import Portal
from portal.clocks.models import RunningClock
from portal.intake.alarms.models import Alarm
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import drain
from portal.kernel.policy import Actor, Conflict, Refused
from portal.matters import queries as matters
from portal.matters.models import Party
from portal.matters.telling import timeline_for
from portal.people.persons.services import PersonData, add_person, attach_guardian, correct
from tests.mediation import dispute
from tests.world import World


def _sees(db: Db, party: Party) -> bool:
    try:
        return matters.get(db, dispute.visitor(party), party.matter_id) is not None
    except Refused:
        return False


def test_all_yes_accepts_the_case(world: World, db: Db) -> None:
    case = dispute.opened(db, world)
    first, other = dispute.parties(db, case)
    dispute.says(db, case, first, "yes", wants_public=True)
    assert (case.state, case.accepted_at) == ("consent_pending", None)
    assert not _sees(db, other)
    dispute.invited(db, world, case, other)
    dispute.says(db, case, other, "yes", wants_public=True)
    assert (case.state, case.public) == ("accepted", True)
    assert case.accepted_at is not None
    assert _sees(db, other)
    for party in (first, other):
        assert dispute.told(db, person_id=party.person_id)[-1] == "mediation.accepted"


@pytest.mark.parametrize(
    ("class_code", "code", "from_application"),
    [("0201", "CLK-11", False), ("0702", "CLK-12", True), ("0908", "CLK-13", False)],
)
def test_r09_the_clock_is_chosen_by_class(
    world: World, db: Db, class_code: str, code: str, from_application: bool
) -> None:
    with clock.held(clock.now() - timedelta(days=2)):
        matter = dispute.file(db, world, class_code=class_code)
    case = dispute.give(db, world, matter)
    declare(db, world.actor("mediator"), case.id, None)
    for party in dispute.parties(db, case):
        dispute.says(db, case, party, "yes")
    rows = db.scalars(select(RunningClock).where(RunningClock.subject_id == matter.id)).all()
    legal = {row.code: row for row in rows if row.code in ("CLK-11", "CLK-12", "CLK-13")}
    assert set(legal) == {code}
    assert legal[code].started_at == (matter.registered_at if from_application else case.accepted_at)
    assert matter.next_due_at == legal[code].due_at - timedelta(minutes=1)


def test_r12_a_minor_answers_through_a_guardian(world: World, db: Db) -> None:
    case = dispute.opened(db, world)
    child = dispute.respondent(db, case)
    mediator = world.actor("mediator")
    correct(db, mediator, child.person, born_on=dispute.in_days(-12 * 365))
    with pytest.raises(Conflict):
        dispute.says(db, case, child, "yes")
    with pytest.raises(Conflict):
        attach_guardian(db, mediator, child.person, PersonData("卞父"), "父亲")
    row = attach_guardian(db, mediator, child.person, PersonData("卞父"), "父亲", consents=True)
    with pytest.raises(Refused):
        queries.standing(db, dispute.visitor(child))
    dispute.invited(db, world, case, child)
    consent = dispute.consent_of(db, case, child)
    guardian = dispute.known(db, case, child, row.guardian_id)
    answer(db, guardian, consent, Reply("yes", wants_public=False))
    assert matters.role_in(db, guardian, case.matter) == {"guardian"}
    assert consent.answered_by == row.guardian_id


def test_r12_work_begins_only_when_every_minor_has_a_guardian(world: World, db: Db) -> None:
    matter = dispute.file(db, world)
    case = dispute.give(db, world, matter)
    child = dispute.respondent(db, case)
    child.person.born_on = dispute.in_days(-16 * 365)
    declare(db, world.actor("mediator"), case.id, None)
    assert matter.stage == "routed"
    with pytest.raises(Conflict):
        dispute.invited(db, world, case, child)
    attach_guardian(db, world.actor("mediator"), child.person, PersonData("卞母"), "母亲")
    dispute.invited(db, world, case, child)
    assert matter.stage == "active"


def test_a_no_of_the_only_respondent_ends_it_and_nobody_learns_why(world: World, db: Db) -> None:
    case = dispute.opened(db, world)
    first, other = dispute.parties(db, case)
    dispute.invited(db, world, case, other)
    dispute.says(db, case, other, "no", reason="他欠我钱还不还")
    assert (case.state, case.end_reason, case.matter.stage) == ("terminated", "refusal", "closed")
    assert not _sees(db, other)
    for party in (first, other):
        assert dispute.told(db, person_id=party.person_id)[-1] == "mediation.terminated"
    seen = [line.text for line in timeline_for(db, dispute.visitor(first), case.matter)]
    assert not any("拒绝" in line or "欠我钱" in line or "不愿意" in line for line in seen)
    assert dispute.consent_of(db, case, other).reason == "他欠我钱还不还"


def test_with_several_respondents_the_others_are_asked_anew(world: World, db: Db) -> None:
    case = dispute.opened(db, world, respondents=3)
    first, one, two, three = dispute.parties(db, case)
    for party in (first, one, two):
        dispute.says(db, case, party, "yes")
    dispute.says(db, case, three, "no")
    assert (case.state, case.round) == ("consent_pending", 2)
    assert three.left_at is not None
    assert dispute.told(db, person_id=three.person_id) == ["mediation.ended_with_you"]
    for party in (first, one, two):
        assert dispute.consent_of(db, case, party).answer == "pending"
        assert dispute.told(db, person_id=party.person_id)[-1] == "mediation.asked_anew"
    with pytest.raises(Refused):
        dispute.consent_of(db, case, three)
    for party in (first, one):
        dispute.says(db, case, party, "yes")
    assert case.state == "consent_pending"
    dispute.says(db, case, two, "yes")
    assert case.state == "accepted"
    left = db.scalars(select(Termination)).one()
    assert (left.party_id, left.reason) == (three.id, "refusal")
    assert db.scalars(select(PartyConsent).where(PartyConsent.round == 1)).all()


def test_a_yes_taken_back_shuts_the_matter(world: World, db: Db) -> None:
    case = dispute.opened(db, world, respondents=2)
    party = dispute.respondent(db, case)
    dispute.says(db, case, party, "yes")
    assert _sees(db, party)
    dispute.says(db, case, party, "no")
    assert not _sees(db, party)
    with pytest.raises(Conflict):
        answer(db, dispute.known(db, case, party), _old(db, party), Reply("yes", wants_public=False))


def _old(db: Db, party: Party) -> PartyConsent:
    return db.scalars(select(PartyConsent).where(PartyConsent.party_id == party.id)).one()


def test_a_page_of_an_earlier_round_no_longer_counts(world: World, db: Db) -> None:
    case = dispute.opened(db, world, respondents=2)
    first, one, two = dispute.parties(db, case)
    former = dispute.consent_of(db, case, one)
    dispute.says(db, case, two, "no")
    with pytest.raises(Conflict):
        answer(db, dispute.known(db, case, one), former, Reply("yes", wants_public=False))
    assert dispute.consent_of(db, case, first).answer == "pending"


def test_time_to_think_is_kept_and_reminded_of_once(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        case = dispute.opened(db, world)
        party = dispute.respondent(db, case)
        dispute.says(db, case, party, "later", later_on=dispute.in_days(2))
    with clock.held(clock.now() + timedelta(days=3)):
        drain(portal.database, portal.handlers)
        drain(portal.database, portal.handlers)
    with portal.database.reading() as db:
        assert dispute.told(db, person_id=party.person_id).count("mediation.reminder") == 1


def test_nobody_is_reminded_who_has_answered(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        case = dispute.opened(db, world)
        party = dispute.respondent(db, case)
        dispute.says(db, case, party, "later", later_on=dispute.in_days(2))
        dispute.says(db, case, party, "yes")
    with clock.held(clock.now() + timedelta(days=3)):
        drain(portal.database, portal.handlers)
    with portal.database.reading() as db:
        assert "mediation.reminder" not in dispute.told(db, person_id=party.person_id)


@pytest.mark.parametrize("days", [0, 8, -3])
def test_time_to_think_has_its_limits(world: World, db: Db, days: int) -> None:
    case = dispute.opened(db, world)
    with pytest.raises(Conflict):
        dispute.says(db, case, dispute.respondent(db, case), "later", later_on=dispute.in_days(days))


def test_a_reason_that_tells_of_danger_calls_the_duty_roster(world: World, db: Db) -> None:
    case = dispute.opened(db, world)
    dispute.says(db, case, dispute.respondent(db, case), "no", reason="他说要拿刀砍死我")
    assert db.scalars(select(Alarm)).one().matter_id == case.matter_id


@pytest.mark.parametrize("target", sorted(NEEDS_ALL_YES))
def test_r03_no_move_passes_the_question_while_one_party_has_not_said_yes(world: World, db: Db, target: str) -> None:
    case = dispute.opened(db, world, respondents=2)
    for party in dispute.parties(db, case)[:2]:
        dispute.says(db, case, party, "yes")
    with pytest.raises(Conflict):
        services.move(db, world.actor("mediator"), case, target)
    assert case.state == "consent_pending"


def test_r03_a_party_added_later_is_asked_before_anything_goes_on(world: World, db: Db) -> None:
    case = dispute.accepted(db, world)
    late = Party(matter_id=case.matter_id, person_id=_somebody(db, world), role="respondent", side="z", position=9)
    db.add(late)
    db.flush()
    with pytest.raises(Conflict):
        services.move(db, world.actor("mediator"), case, "preparing")


def _somebody(db: Db, world: World) -> uuid.UUID:
    return add_person(db, world.actor("clerk"), world.center.id, PersonData("后来人")).id


@pytest.mark.both_engines
@pytest.mark.parametrize("words", [("yes", "yes"), ("yes", "no"), ("no", "no")])
def test_two_parties_at_once(portal: Portal, world: World, words: tuple[str, str]) -> None:
    with portal.database.writing() as db:
        case = dispute.opened(db, world)
        both = dispute.parties(db, case)
        ids = [dispute.consent_of(db, case, party).id for party in both]
        actors = [dispute.known(db, case, party) for party in both]
    gate = threading.Barrier(2)

    def say(number: int) -> None:
        gate.wait()
        try:
            with portal.database.writing() as db:
                public = False if words[number] == "yes" else None
                consent = db.get_one(PartyConsent, ids[number])
                answer(db, actors[number], consent, Reply(words[number], wants_public=public))
        except Conflict:
            pass

    threads = [threading.Thread(target=say, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with portal.database.reading() as db:
        state = db.get_one(MediationCase, case.id).state
        ends = len(db.scalars(select(Termination)).all())
    assert (state, ends) == (("accepted", 0) if words == ("yes", "yes") else ("terminated", 1))


def test_only_the_asked_person_stands_before_the_question(world: World, db: Db) -> None:
    case = dispute.opened(db, world)
    first, other = dispute.parties(db, case)
    assert queries.standing(db, dispute.visitor(first)).party is first
    with pytest.raises(Refused):  # not invited, not confirmed
        queries.standing(db, dispute.visitor(other))
    elsewhere = Actor(person=first.person_id, scope=uuid.uuid4())
    for nobody in (elsewhere, Actor(), world.actor("mediator"), Actor(person=first.person_id)):
        with pytest.raises(Refused):
            queries.standing(db, nobody)
    assert cases.of_matter(db, case.matter_id) is case
