"""Stopping and ending: who may, what everybody is told, what nobody learns."""

import threading
import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.cases import services
from mediation.cases.models import MediationCase
from mediation.cases.rules import MAY_STOP
from mediation.terminations import queries
from mediation.terminations.models import Termination
from mediation.terminations.rules import REASONS
from mediation.terminations.services import stop, terminate_by_staff
from portal.accounts.passes.services import mint_pin
from portal.app import Portal
from portal.clocks.models import RunningClock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Conflict, Refused
from portal.matters.telling import timeline_for
from tests.mediation import dispute
from tests.world import World

WORDS = "秘密说明：卞立言脾气很大"
ROADS = {
    "consent_pending": (),
    "accepted": (),
    "preparing": ("preparing",),
    "scheduled": ("preparing", "scheduled"),
    "in_session": ("preparing", "in_session"),
    "adjourned": ("preparing", "in_session", "adjourned"),
    "suspended": ("suspended",),
    "drafting": ("preparing", "in_session", "drafting"),
    "signing": ("preparing", "in_session", "drafting", "signing"),
}


def _at(db: Db, world: World, state: str) -> MediationCase:
    if state == "assigned":
        return dispute.assigned(db, world)
    case = dispute.opened(db, world) if state == "consent_pending" else dispute.accepted(db, world)
    for target in ROADS[state]:
        services.move(db, world.actor("mediator"), case, target)
    return case


@pytest.mark.parametrize("state", sorted(MAY_STOP))
def test_r03_a_party_stops_at_any_stage_before_the_agreement_takes_effect(world: World, db: Db, state: str) -> None:
    case = _at(db, world, state)
    assert case.state == state
    notice = stop(db, dispute.visitor(dispute.applicant(db, case)))
    assert (case.state, case.end_reason, notice.party_id) == ("terminated", "withdrew", None)
    assert case.matter.stage == "closed"


def test_r03_the_other_side_stops_too(world: World, db: Db) -> None:
    case = dispute.accepted(db, world)
    stop(db, dispute.visitor(dispute.respondent(db, case)))
    assert case.state == "terminated"


def test_an_agreement_in_force_is_not_stopped(world: World, db: Db) -> None:
    case = _at(db, world, "signing")
    services.move(db, world.actor("mediator"), case, "effective")
    with pytest.raises(Refused):
        stop(db, dispute.visitor(dispute.applicant(db, case)))
    with pytest.raises(Conflict):
        terminate_by_staff(db, world.actor("mediator"), case.id, "other", "")


def test_r10_an_end_always_tells_every_party_the_other_routes_and_the_limits(world: World, db: Db) -> None:
    case = dispute.accepted(db, world, respondents=2)
    notice = terminate_by_staff(db, world.actor("mediator"), case.id, "no_agreement", WORDS)
    assert notice.routes
    assert notice.limits
    for party in dispute.parties(db, case):
        assert dispute.told(db, person_id=party.person_id)[-1] == "mediation.terminated"
        assert queries.get(db, dispute.visitor(party), notice.id) is notice
    assert "mediation.ended" in dispute.told(db, account_id=world.accounts["mediator"].id)
    running = select(RunningClock.code).where(
        RunningClock.subject_id == case.matter_id, RunningClock.stopped_at.is_(None)
    )
    assert not {"CLK-05", "CLK-09", "CLK-11"} & set(db.scalars(running))


def test_r10_a_known_last_day_is_named(world: World, db: Db) -> None:
    case = dispute.accepted(db, world, class_code="0901")
    notice = stop(db, dispute.visitor(dispute.applicant(db, case)))
    clock = db.scalars(select(RunningClock).where(RunningClock.code == "CLK-17")).one()
    assert clock.last_day is not None
    assert notice.limits == {"traffic_police": clock.last_day.isoformat(), "general": None}


def test_r11_whoever_leaves_and_whoever_stays_learn_where_else_to_go(world: World, db: Db) -> None:
    case = dispute.opened(db, world, respondents=2)
    first, one, two = dispute.parties(db, case)
    dispute.known(db, case, two)
    dispute.says(db, case, one, "no", reason=WORDS)
    notice = db.scalars(select(Termination)).one()
    assert notice.party_id == one.id
    assert notice.routes
    assert notice.limits
    for party in (first, one, two):
        assert queries.get(db, dispute.visitor(party), notice.id) is notice
    assert queries.concerning(db, dispute.visitor(one)) is notice
    assert queries.concerning(db, dispute.visitor(first)) is None


def test_who_left_learns_nothing_of_what_comes_after(world: World, db: Db) -> None:
    case = dispute.opened(db, world, respondents=2)
    first, one, two = dispute.parties(db, case)
    dispute.says(db, case, one, "no")
    for party in (first, two):
        dispute.says(db, case, party, "yes")
    whole = stop(db, dispute.visitor(first))
    assert whole.party_id is None
    with pytest.raises(Refused):
        queries.get(db, dispute.visitor(one), whole.id)
    assert dispute.told(db, person_id=one.person_id) == ["mediation.ended_with_you"]


def test_who_was_never_written_to_is_not_told(world: World, db: Db) -> None:
    case = dispute.opened(db, world)
    notice = stop(db, dispute.visitor(dispute.applicant(db, case)))
    other = dispute.respondent(db, case)
    assert dispute.told(db, person_id=other.person_id) == []
    assert [name for _role, name in queries.names_on(db, notice)] == [dispute.APPLICANTS[0]]


def test_the_story_names_no_reason_and_nobody(world: World, db: Db) -> None:
    case = dispute.accepted(db, world)
    other = dispute.respondent(db, case)
    stop(db, dispute.visitor(other))
    for party in dispute.parties(db, case):
        lines = timeline_for(db, dispute.visitor(party), case.matter)
        assert lines[0].key == "mediation.terminated"
        assert other.person.name not in lines[0].text
        assert "要求终止" not in " ".join(line.text for line in lines)


@pytest.mark.parametrize("who", ["mediator2", "outsider", "other_head", "secretary", "clerk", "dispatcher", "police"])
def test_other_staff_cannot_end_it(world: World, db: Db, who: str) -> None:
    case = dispute.accepted(db, world)
    with pytest.raises(Refused):
        terminate_by_staff(db, world.actor(who), case.id, "other", "")
    assert case.state == "accepted"


@pytest.mark.parametrize("who", ["mediator", "head"])
@pytest.mark.parametrize("reason", REASONS)
def test_the_mediator_or_the_head_ends_it_with_a_reason(world: World, db: Db, who: str, reason: str) -> None:
    case = dispute.accepted(db, world)
    notice = terminate_by_staff(db, world.actor(who), case.id, reason, WORDS)
    assert (case.end_reason, notice.reason, notice.words) == (reason, reason, WORDS)


def test_strangers_cannot_stop_it(world: World, db: Db) -> None:
    case = dispute.opened(db, world)
    first, other = dispute.parties(db, case)
    elsewhere = Actor(person=first.person_id, scope=uuid.uuid4())
    for nobody in (Actor(), elsewhere, Actor(person=uuid.uuid4(), scope=case.matter_id), dispute.visitor(other)):
        with pytest.raises(Refused):
            stop(db, nobody)


@pytest.mark.both_engines
def test_two_who_stop_at_once_end_it_once(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        both = dispute.parties(db, case)
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def act(number: int) -> None:
        gate.wait()
        try:
            with portal.database.writing() as db:
                stop(db, dispute.visitor(both[number]))
            outcomes.append("done")
        except (Conflict, Refused):
            outcomes.append("refused")

    threads = [threading.Thread(target=act, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    with portal.database.reading() as db:
        assert len(db.scalars(select(Termination)).all()) == 1
        assert dispute.told(db, person_id=both[0].person_id).count("mediation.terminated") == 1


def test_an_applicant_who_left_is_led_to_the_notice(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.opened(db, world, applicants=2)
        first, second, *_others = dispute.parties(db, case)
        dispute.says(db, case, first, "no")
        notice = db.scalars(select(Termination)).one()
        pin = mint_pin(db, case.matter_id, first.person_id, "receipt")
        code = case.matter.code
    world.come_with_code(client, portal.database, first.person_id, case.matter_id)
    assert client.get("/my/matter").location == f"/my/ended/{notice.id}"
    dispute.body(client, f"/my/ended/{notice.id}")
    entered = client.post("/case", data={"code": code, "pin": pin})
    assert entered.location == f"/my/ended/{notice.id}"
    world.come_with_code(client, portal.database, second.person_id, case.matter_id)
    dispute.body(client, "/my/matter")


def test_whoever_is_invited_is_led_to_the_question_and_a_stranger_nowhere(
    portal: Portal, world: World, client: FlaskClient
) -> None:
    with portal.database.writing() as db:
        case = dispute.opened(db, world)
        other = dispute.respondent(db, case)
        dispute.known(db, case, other)
        elsewhere = dispute.opened(db, world)
    world.come_with_code(client, portal.database, other.person_id, case.matter_id)
    assert client.get("/my/matter").location == "/my/reply"
    world.come_with_code(client, portal.database, other.person_id, elsewhere.matter_id)
    dispute.body(client, "/my/matter", 404)


def test_the_stop_page_asks_once_more_and_gives_no_reason(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        first, other = dispute.parties(db, case)
    world.come_with_code(client, portal.database, other.person_id, case.matter_id)
    page = dispute.body(client, "/my/stop")
    assert "12348" in page
    with portal.database.reading() as db:
        assert db.get_one(MediationCase, case.id).state == "accepted"
    answer = client.post("/my/stop", data={})
    assert answer.status_code == 303
    notice = dispute.body(client, answer.location)
    paper = dispute.body(client, answer.location.replace("/my/ended/", "/terminations/"))
    assert dispute.body(client, "/my/stop", 404)
    world.come_with_code(client, portal.database, first.person_id, case.matter_id)
    theirs = dispute.body(client, answer.location.replace("/my/ended/", "/terminations/"))
    for text in (notice, paper, theirs):
        assert "民法典第一百八十八条" in text
        assert not [word for word in ("拒绝", "要求终止", "撤回", "不愿意") if word in text]
    main = paper.partition("<h1")[2].partition("actions")[0]
    assert main == theirs.partition("<h1")[2].partition("actions")[0]


def test_staff_end_it_on_a_page_and_the_words_stay_in_the_file(
    portal: Portal, world: World, client: FlaskClient
) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        first = dispute.applicant(db, case)
    world.sign_in(client, portal.database, "head")
    dispute.body(client, f"/cases/{case.id}/terminate")
    assert client.post(f"/cases/{case.id}/terminate", data={"words": WORDS}).status_code == 422
    data = {"reason": "false_facts", "words": WORDS}
    assert client.post(f"/cases/{case.id}/terminate", data=data).location == f"/cases/{case.id}"
    assert "隐瞒重要事实" in dispute.body(client, f"/cases/{case.id}")
    assert client.post(f"/cases/{case.id}/terminate", data=data).status_code == 409
    with portal.database.reading() as db:
        notice = db.scalars(select(Termination)).one()
    world.come_with_code(client, portal.database, first.person_id, case.matter_id)
    for path in ("/my/matter", f"/my/ended/{notice.id}", f"/terminations/{notice.id}", "/bell"):
        page = dispute.body(client, path)
        assert WORDS not in page
        assert "隐瞒" not in page
