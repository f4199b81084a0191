"""The desk: a machine proposes, a person decides, a committee gets the matter, a decline names other routes."""

import threading
import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.models import RoleGrant
from portal.app import Portal
from portal.intake.alarms import services as alarms
from portal.intake.alarms.models import Alarm
from portal.intake.declines.rules import GROUNDS, ROUTES
from portal.intake.dispatch import queries, rules, services
from portal.intake.dispatch.models import Triage
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Conflict, Refused
from portal.matters.models import Matter
from portal.matters.services import open_matter
from portal.notices.models import Notice
from portal.people.persons.services import PersonData
from tests.world import LONG_AGO, World

STORY = "楼上漏水，把我家墙泡了，找他三次都不理"


def matter_in(db: Db, world: World, story: str = STORY) -> Matter:
    """A registered matter of the world's centre."""
    opened = open_matter(
        db, SYSTEM, center=world.center, source="web", story=story, applicants=[PersonData(name="王小青")],
        respondents=[PersonData(name="李小禾")],
    )  # fmt: skip
    return opened.matter


def decide(db: Db, world: World, matter: Matter, **changes: object) -> Matter:
    """The clerk's decision, as proposed unless changed."""
    choice: dict[str, object] = {"class_code": "0202", "mode": "M", "dangers": ["none"], "reason": ""}
    return services.decide(db, world.actor("dispatcher"), matter.id, **{**choice, **changes})  # type: ignore[arg-type]


def test_r19_the_proposal_is_stored_with_its_words_and_decides_nothing(db: Db, world: World) -> None:
    matter = matter_in(db, world)
    record = queries.triage_of(db, matter)
    first = record.proposal["candidates"][0]
    assert first["code"] == "0202"
    assert first["matched"]
    assert all(word in STORY or word for word in first["matched"])
    assert (matter.class_code, matter.stage, record.decided_at) == (None, "registered", None)


def test_r19_the_same_story_gives_the_same_proposal(db: Db, world: World) -> None:
    one, two = (queries.triage_of(db, matter_in(db, world)).proposal for _ in range(2))
    assert one == two


@pytest.mark.parametrize(
    ("class_code", "mode", "reason", "passes"),
    [
        ("0202", "M", "", True),
        ("0201", "M", "", False),
        ("0202", "T", "", False),
        ("0201", "M", "现场看过，是噪声", True),
    ],
)
def test_r19_another_choice_needs_a_reason(
    db: Db, world: World, class_code: str, mode: str, reason: str, passes: bool
) -> None:
    matter = matter_in(db, world)
    if not passes:
        with pytest.raises(Conflict):
            decide(db, world, matter, class_code=class_code, mode=mode, reason=reason)
        return
    decide(db, world, matter, class_code=class_code, mode=mode, reason=reason)
    record = queries.triage_of(db, matter)
    assert (record.class_code, record.decided_by) == (class_code, world.accounts["dispatcher"].id)


def test_a_yes_at_the_desk_raises_the_alarm_and_bars_joint_rooms(db: Db, world: World) -> None:
    matter = matter_in(db, world)
    decide(db, world, matter, dangers=["hurt"])
    assert matter.danger
    assert matter.joint_barred


def test_a_yes_rings_unless_it_rings_already(db: Db, world: World) -> None:
    matter = matter_in(db, world)
    told = select(Alarm).where(Alarm.matter_id == matter.id).order_by(Alarm.id)
    for _again in range(2):
        decide(db, world, matter, dangers=["hurt"])
        assert len(db.scalars(told).all()) == 1, "nobody has answered it yet"
    alarms.acknowledge(db, world.actor("dispatcher"), db.scalars(told).one().id)
    decide(db, world, matter, dangers=["none"])
    assert len(db.scalars(told).all()) == 1
    decide(db, world, matter, dangers=["hurt"])
    first, second = db.scalars(told).all()
    assert (first.acknowledged_at is None, second.acknowledged_at is None) == (False, True)


@pytest.mark.parametrize("login", ["mediator", "head", "police", "admin", "centre_head", "outsider"])
def test_only_the_desk_triages(db: Db, world: World, login: str) -> None:
    matter = matter_in(db, world)
    with pytest.raises(Refused):
        services.decide(db, world.actor(login), matter.id, class_code="0202", mode="M", dangers=["none"], reason="")


def test_assigning_needs_a_class_and_a_mediator_in_office(db: Db, world: World) -> None:
    matter = matter_in(db, world)
    mediator, outsider = world.accounts["mediator"].id, world.accounts["outsider"].id
    with pytest.raises(Conflict):
        services.assign(db, world.actor("dispatcher"), matter.id, world.committee.id, mediator)
    decide(db, world, matter)
    with pytest.raises(Conflict):
        services.assign(db, world.actor("dispatcher"), matter.id, world.committee.id, outsider)
    services.assign(db, world.actor("dispatcher"), matter.id, world.committee.id, mediator)
    assert matter.stage == "routed"
    with pytest.raises(Conflict):
        services.assign(db, world.actor("dispatcher"), matter.id, world.committee.id, mediator)


def test_a_mediator_does_not_open_the_file_before_the_statement(
    client: FlaskClient, portal: Portal, world: World
) -> None:
    with portal.database.writing() as db:
        matter = matter_in(db, world)
        decide(db, world, matter)
        services.assign(db, world.actor("dispatcher"), matter.id, world.committee.id, world.accounts["mediator"].id)
        matter_id = matter.id
    world.sign_in(client, portal.database, "mediator")
    for path in ("", "/triage", "/assign", "/decline"):
        answer = client.get(f"/matters/{matter_id}{path}")
        assert answer.status_code == 404
        assert "漏水" not in answer.get_data(as_text=True)


def test_a_matter_without_a_class_is_not_offered_to_committees(
    client: FlaskClient, portal: Portal, world: World
) -> None:
    with portal.database.writing() as db:
        matter_id = matter_in(db, world).id
    world.sign_in(client, portal.database, "dispatcher")
    here = f"/matters/{matter_id}"
    for path in ("assign", "transfer"):
        answer = client.get(f"{here}/{path}")
        assert (answer.status_code, answer.headers["Location"]) == (303, here)
        assert "请先分类" in client.get(here).get_data(as_text=True)
    with portal.database.writing() as db:
        decide(db, world, db.get_one(Matter, matter_id))
    assert client.get(f"{here}/assign").status_code == 200
    assert client.get(f"{here}/transfer").status_code == 303


@pytest.mark.parametrize("ground", list(GROUNDS))
def test_r11_a_decline_has_reasons_and_somewhere_to_go(db: Db, world: World, ground: str) -> None:
    from portal.intake.declines.services import decline

    matter = matter_in(db, world)
    decline(db, world.actor("clerk"), matter.id, ground, "这件事法院已经受理了。")
    assert (matter.stage, matter.close_kind) == ("closed", "declined")
    told = db.scalars(select(Notice).where(Notice.matter_id == matter.id, Notice.key == "declined")).all()
    assert [notice.person_id for notice in told] == [matter.parties[0].person_id]
    assert GROUNDS[ground].routes
    assert GROUNDS[ground].source


def test_r11_every_route_is_worded() -> None:
    assert {route for ground in GROUNDS.values() for route in ground.routes} <= set(ROUTES)


def test_r11_the_applicant_reads_the_routes(client: FlaskClient, portal: Portal, world: World) -> None:
    from portal.intake.declines.services import decline

    with portal.database.writing() as db:
        matter = matter_in(db, world)
        decline(db, world.actor("clerk"), matter.id, "already_handled", "这件事法院已经受理了。")
        person, matter_id = matter.parties[0].person_id, matter.id
    world.come_with_code(client, portal.database, person, matter_id)
    page = client.get("/my/matter").get_data(as_text=True)
    assert "这件事法院已经受理了。" in page
    assert "12368" in page


@pytest.mark.both_engines
def test_two_dispatchers_at_once_one_assignment(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        matter_id = decide(db, world, matter_in(db, world)).id
    outcomes: list[str] = []
    gate = threading.Barrier(4)

    def assign(login: str) -> None:
        gate.wait()
        try:
            with portal.database.writing() as own:
                services.assign(own, world.actor("dispatcher"), matter_id, world.committee.id, world.accounts[login].id)
            outcomes.append("done")
        except Exception as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=assign, args=(login,)) for login in ("mediator", "mediator2") * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("done") == 1, outcomes


def test_a_stale_triage_page_is_told_so(client: FlaskClient, portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        matter = matter_in(db, world)
        matter_id, version = matter.id, matter.version
    world.sign_in(client, portal.database, "dispatcher")
    data = {"seen": version + 7, "dangers": "none", "class_code": "0202", "mode": "M", "once": "x"}
    assert client.post(f"/matters/{matter_id}/triage", data=data).status_code == 409
    with portal.database.reading() as db:
        assert db.scalars(select(Triage.decided_at)).all() == [None]


@pytest.mark.parametrize(
    ("codes", "service", "class_code", "mode", "needed"),
    [
        (("0202",), "M", "0202", "M", False),
        (("0202",), "M", "0203", "M", True),
        (("0202",), "M", "0202", "L", True),
        ((), "M", "0202", "M", True),
    ],
)
def test_needs_reason(codes: tuple[str, ...], service: str, class_code: str, mode: str, needed: bool) -> None:
    assert rules.needs_reason(rules.Proposal(codes, service), class_code, mode) is needed


def test_a_matter_without_another_side_is_not_assigned_until_it_has_one(
    client: FlaskClient, portal: Portal, world: World
) -> None:
    with portal.database.writing() as db:
        matter = open_matter(
            db, SYSTEM, center=world.center, source="web", story=STORY, applicants=[PersonData(name="王小青")],
            respondents=[],
        ).matter  # fmt: skip
        decide(db, world, matter)
        matter_id = matter.id
    mediator = world.accounts["mediator"].id
    with portal.database.session(writes=True) as db, pytest.raises(Conflict):
        services.assign(db, world.actor("dispatcher"), matter_id, world.committee.id, mediator)
    world.sign_in(client, portal.database, "clerk")
    path = f"/matters/{matter_id}/respondent"
    assert client.post(path, data={"name": " ", "once": "1"}).status_code == 422
    for _click in range(2):
        assert client.post(path, data={"name": "李小禾", "phone": "13800000002", "once": "2"}).status_code == 303
    with portal.database.writing() as db:
        assert [p.side for p in db.get_one(Matter, matter_id).parties] == ["a", "b"]
        services.assign(db, world.actor("dispatcher"), matter_id, world.committee.id, mediator)


def test_the_only_head_of_a_committee_is_not_offered(db: Db, world: World) -> None:
    """Nobody seals their own mediation: with nobody else to seal, an agreement would never be in force."""
    matter, head = matter_in(db, world), world.accounts["head"]
    held = {"organisation_id": world.committee.id, "since": LONG_AGO}
    db.add(RoleGrant(account_id=head.id, role="mediator", **held))
    db.flush()

    def offered() -> set[uuid.UUID]:
        people = {body.id: people for body, people in queries.choices(db, matter)}
        return {one.account for one in people[world.committee.id]}

    assert offered() == {world.accounts[name].id for name in ("mediator", "mediator2")}
    db.add(RoleGrant(account_id=world.accounts["secretary"].id, role="committee_head", **held))
    db.flush()
    assert head.id in offered()
