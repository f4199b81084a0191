"""Calling people in: shut until they have spoken, wanted by both sides or not there, and nobody learns who said no."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.cases.models import MediationCase
from mediation.cases.rules import STATES
from mediation.teams.rules import CONVENABLE
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.audit import AuditLine
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Conflict, Refused
from portal.matters.models import TimelineEntry
from portal.matters.services import involve
from portal.matters.telling import timeline_for
from portal.notices.models import Notice
from portal.teams.roster.rules import POSTS
from portal.teams.seats import following
from portal.teams.seats.offers import offered
from portal.teams.seats.services import advise, answer, leave
from tests.mediation import dispute
from tests.mediation.teams import convening
from tests.mediation.teams.convening import sees
from tests.world import World


@pytest.mark.parametrize("state", [state for state in STATES if state in dispute.ROADS or state == "consent_pending"])
def test_when_people_may_be_called_in(db: Db, world: World, state: str) -> None:
    convening.roster(db, world)
    case = dispute.at(db, world, state)
    if state in CONVENABLE:
        assert convening.called(db, world, case, "police")
        return
    with pytest.raises(Conflict):
        convening.called(db, world, case, "police")


@pytest.mark.parametrize(
    ("who", "may"),
    [("mediator", True), ("head", True), ("secretary", False), ("mediator2", False), ("outsider", False),
     ("other_head", False), ("dispatcher", False), ("clerk", False), ("police", False), ("admin", False)],
)  # fmt: skip
def test_who_calls_people_in(db: Db, world: World, who: str, may: bool) -> None:
    convening.roster(db, world)
    case = dispute.accepted(db, world)
    if may:
        assert convening.called(db, world, case, "lawyer", by=who)
        return
    with pytest.raises(Refused):
        convening.called(db, world, case, "lawyer", by=who)


def test_from_the_call_to_the_seat(db: Db, world: World) -> None:
    convening.roster(db, world)
    case = dispute.accepted(db, world)
    convening.called(db, world, case, "police")
    assert convening.seat(db, world, case, "police").state == "invited"
    assert not sees(db, world, case, "police")
    assert convening.states(db, world, case, "police").state == "asked"
    assert not sees(db, world, case, "police")
    assert convening.says(db, world, case, "police", "yes", "").state == "asked"
    assert not sees(db, world, case, "police")
    assert convening.says(db, world, case, "police", "", "yes").state == "seated"
    assert sees(db, world, case, "police")
    assert not sees(db, world, case, "judge")


def test_every_way_into_the_matter_is_shut_before_the_statement(db: Db, world: World) -> None:
    """A judge who also answers alarms at the centre (capacity 'team') sees nothing of it either until they have said
    that they may; whoever steps back never again."""
    convening.roster(db, world)
    case = dispute.accepted(db, world)
    for login in ("judge", "judge2"):
        involve(db, world.actor("duty"), case.matter, "team", account_id=world.accounts[login].id, act="alarm.answered")
    assert sees(db, world, case, "judge")
    convening.called(db, world, case, "judge")
    assert not sees(db, world, case, "judge")
    convening.states(db, world, case, "judge", free=False)
    assert not sees(db, world, case, "judge")
    convening.called(db, world, case, "judge2")
    assert not sees(db, world, case, "judge2")
    convening.states(db, world, case, "judge2")
    assert sees(db, world, case, "judge2")
    convening.says(db, world, case, "judge2", "no", "yes")
    assert sees(db, world, case, "judge2"), "what was theirs before stays theirs"


def test_whoever_steps_back_leaves_no_ground_and_is_not_asked_again(db: Db, world: World) -> None:
    convening.roster(db, world)
    case = dispute.accepted(db, world)
    team = convening.called(db, world, case, "lawyer")
    convening.states(db, world, case, "lawyer", free=False)
    there = dict(offered(db, case.matter, team))
    assert [one.login for one in there["lawyer"]] == ["lawyer2"]
    with pytest.raises(Conflict):
        convening.called(db, world, case, "lawyer")
    lines = timeline_for(db, dispute.visitor(dispute.applicant(db, case)), case.matter)
    assert not [line for line in lines if line.key.startswith("team.")], "the parties never heard of it"
    assert convening.called(db, world, case, "lawyer2")


@pytest.mark.parametrize("answers", [("no", "yes"), ("yes", "no"), ("no", "no")])
def test_a_no_means_that_the_post_does_not_come(db: Db, world: World, answers: tuple[str, str]) -> None:
    convening.roster(db, world)
    case = dispute.accepted(db, world)
    team = convening.called(db, world, case, "police", "lawyer")
    convening.states(db, world, case, "police")
    assert convening.says(db, world, case, "police", *answers).state == "refused"
    assert not sees(db, world, case, "police")
    assert "police" not in dict(offered(db, case.matter, team)), "nobody else is sent for that post"
    assert case.state == "accepted"
    assert convening.seat(db, world, case, "lawyer").state == "invited"


def told_about(db: Db, case: MediationCase) -> list[tuple[str, str, str]]:
    """All that is written down for others of a seat's end: story, notices, record, without names of rows."""
    story = [
        (row.key, row.audience, json.dumps([row.params, str(row.account_id), str(row.person_id)], sort_keys=True))
        for row in db.scalars(select(TimelineEntry).where(TimelineEntry.matter_id == case.matter_id))
        if row.key == "team.not_coming"
    ]
    notices = [
        (row.key, "", json.dumps(row.params, sort_keys=True)) for row in db.scalars(select(Notice))
        if "team" in row.key and ("not_coming" in row.key or "over" in row.key)
    ]  # fmt: skip
    acts = [
        (row.action, "", f"{row.account_id} {row.person_id} {row.fields}") for row in db.scalars(select(AuditLine))
        if row.action in ("team.refused", "team.left")
    ]  # fmt: skip
    return sorted(story + notices + acts)


def test_nothing_that_is_written_tells_who_said_no_or_whether_somebody_did(portal: Portal, world: World) -> None:
    """A no of the one, a no of the other and silence to the end read the same, word for word."""
    new = {f"{post}{number}" for post in POSTS for number in ("", "2")} - {"police"}
    seen = []
    for answers in (("no", "yes"), ("yes", "no"), ("yes", "")):
        with portal.database.session(writes=True) as db:
            convening.roster(db, world)
            case = dispute.accepted(db, world)
            convening.called(db, world, case, "police")
            convening.states(db, world, case, "police")
            seat = convening.says(db, world, case, "police", *answers)
            if "" in answers:
                with clock.held(seat.due_at + timedelta(seconds=1)):
                    following.go(db, SYSTEM, seat, "refused")
            seen.append(told_about(db, case))
            db.rollback()
        world.accounts = {login: one for login, one in world.accounts.items() if login not in new}
    assert seen[0]
    assert seen[0] == seen[1] == seen[2]


def test_all_answers_are_waited_for_before_a_no_counts(db: Db, world: World) -> None:
    convening.roster(db, world)
    case = dispute.accepted(db, world)
    convening.called(db, world, case, "police")
    convening.states(db, world, case, "police")
    assert convening.says(db, world, case, "police", "no", "").state == "asked"
    assert convening.says(db, world, case, "police", "yes", "").state == "asked", "one may think again"
    assert convening.says(db, world, case, "police", "", "yes").state == "seated"


def test_a_consent_taken_back_ends_it_at_once(db: Db, world: World) -> None:
    case = convening.seated(db, world, "police")
    assert sees(db, world, case, "police")
    seat = convening.says(db, world, case, "police", "", "no")
    assert seat.state == "left"
    assert not sees(db, world, case, "police")
    with pytest.raises(Refused):
        advise(db, world.actor("police"), seat.id, "还想说一句")
    assert dispute.told(db, account_id=world.accounts["police"].id)[-1] == "team.over"


def test_a_member_leaves_and_somebody_else_may_be_asked(db: Db, world: World) -> None:
    case = convening.seated(db, world, "social_worker")
    leave(db, world.actor("social_worker"), convening.seat(db, world, case, "social_worker").id)
    assert not sees(db, world, case, "social_worker")
    assert convening.called(db, world, case, "social_worker2")


def test_a_party_answers_for_nobody_else(db: Db, world: World) -> None:
    convening.roster(db, world)
    case, other = dispute.accepted(db, world), dispute.accepted(db, world)
    convening.called(db, world, case, "police")
    seat = convening.states(db, world, case, "police")
    for who in (dispute.visitor(dispute.applicant(db, other)), world.actor("mediator"), world.actor("police")):
        with pytest.raises(Refused):
            answer(db, who, seat.id, "yes")
    answer(db, dispute.visitor(dispute.applicant(db, case)), seat.id, "yes")
    pending = [one.answer for one in convening.seat(db, world, case, "police").consents]
    assert sorted(pending) == ["pending", "yes"]


def test_everybody_is_told_at_every_step(db: Db, world: World) -> None:
    case = convening.seated(db, world, "judge")
    person = dispute.applicant(db, case).person_id
    heard = [key for key in dispute.told(db, person_id=person) if key.startswith("team.")]
    assert heard == ["team.asking", "team.came"]
    member = dispute.told(db, account_id=world.accounts["judge"].id)
    assert [key for key in member if key.startswith("team.")] == ["team.invited", "team.seated"]
    mediator = dispute.told(db, account_id=case.mediator_id)
    assert [key for key in mediator if "team" in key] == ["mediation.team_asked", "mediation.team_seated"]
    story = timeline_for(db, dispute.visitor(dispute.applicant(db, case)), case.matter)
    words = [line.text for line in story if line.key.startswith("team.")]
    assert "法官judge 同志来帮忙了" in words[0]
    assert "请在" in words[1]
    assert "以前说愿不愿意" in words[1]
