"""The pages of a team, from the roster to the note: by hand, without JavaScript."""

import difflib
import re
import uuid

import pytest
from flask.testing import FlaskClient

from mediation.cases.models import MediationCase
from portal.app import Portal
from portal.kernel.db.database import commit
from portal.kernel.policy import SYSTEM
from portal.teams.roster.queries import of_centre
from portal.teams.roster.rules import POSTS
from portal.teams.seats import following, queries
from tests.mediation import dispute
from tests.mediation.teams import convening
from tests.world import World


@pytest.fixture
def case_id(portal: Portal, world: World) -> uuid.UUID:
    """Everybody has agreed to mediate, and the roster is full."""
    with portal.database.session(writes=True) as db:
        convening.roster(db, world)
        case = dispute.accepted(db, world)
        commit(db)
        return case.id


def seat_id(portal: Portal, world: World, case_id: uuid.UUID, login: str) -> uuid.UUID:
    with portal.database.reading() as db:
        team = queries.of_holder(db, case_id)
        assert team is not None
        return next(one.id for one in queries.seats(db, team) if one.account_id == world.accounts[login].id)


def party(client: FlaskClient, portal: Portal, world: World, case_id: uuid.UUID, number: int) -> None:
    with portal.database.reading() as db:
        one = dispute.parties(db, db.get_one(MediationCase, case_id))[number]
        person, matter = one.person_id, one.matter_id
    world.come_with_code(client, portal.database, person, matter)


def fill(client: FlaskClient, way: str, **data: object) -> int:
    """A form as it is shown, with these answers."""
    hidden = dict(re.findall(r'name="(seen|shown)"[^>]*value="([^"]*)"', dispute.body(client, way)))
    return client.post(way, data={**hidden, **data}).status_code


def invited(client: FlaskClient, portal: Portal, world: World, case_id: uuid.UUID, login: str) -> None:
    """By the mediator's form."""
    world.sign_in(client, portal.database, "mediator")
    person = f"{login}:{world.accounts[login].id.hex}"
    way = f"/cases/{case_id}/team/invite"
    assert fill(client, way, person=person, facts=convening.FACTS, question=convening.QUESTION) == 303


def test_an_old_message_leads_to_the_list(
    client: FlaskClient, portal: Portal, world: World, case_id: uuid.UUID
) -> None:
    """Whoever said nothing in time and comes by the bell is told so; for others there is no such page."""
    invited(client, portal, world, case_id, "social_worker")
    with portal.database.writing() as db:
        seat = convening.seat(db, world, db.get_one(MediationCase, case_id), "social_worker")
        row = seat.id
        following.go(db, SYSTEM, seat, "lapsed")
    world.sign_in(client, portal.database, "social_worker")
    assert "这件事的会商已经不用您来了" in client.get(f"/desk/teams/{row}", follow_redirects=True).get_data(
        as_text=True
    )
    world.sign_in(client, portal.database, "police")
    assert client.get(f"/desk/teams/{row}").status_code == 404


def test_from_the_call_to_the_note(client: FlaskClient, portal: Portal, world: World, case_id: uuid.UUID) -> None:
    assert "请人会商" in _case_page(client, portal, world, case_id)
    invited(client, portal, world, case_id, "social_worker")
    seat = seat_id(portal, world, case_id, "social_worker")
    world.sign_in(client, portal.database, "social_worker")
    page = dispute.body(client, "/desk/teams")
    assert "请您先说明有没有利害关系" in page
    assert convening.FACTS not in page
    page = client.get(f"/desk/teams/{seat}", follow_redirects=True).get_data(as_text=True)
    assert "您可以参加会商吗" in page
    assert "申小明" in page
    assert convening.FACTS not in page
    assert fill(client, f"/desk/teams/{seat}/statement") == 422
    assert fill(client, f"/desk/teams/{seat}/statement", free="free") == 303
    page = dispute.body(client, f"/desk/teams/{seat}")
    assert "正在问各方愿不愿意" in page
    assert convening.FACTS not in page
    for number in (0, 1):
        party(client, portal, world, case_id, number)
        assert "愿意请人来帮忙吗" in dispute.body(client, "/my/matter")
        assert "说愿不愿意" in dispute.body(client, "/my/team")
        page = dispute.body(client, f"/my/team/{seat}")
        for words in ("来做什么", "看得到什么", "看不到：电话、住址", "可以不请吗", "不用说理由"):
            assert words in page
        assert convening.FACTS not in page
        assert convening.QUESTION not in page
        assert client.post(f"/my/team/{seat}", data={}).status_code == 422
        assert client.post(f"/my/team/{seat}", data={"wish": "yes"}).status_code == 303
    world.sign_in(client, portal.database, "social_worker")
    page = dispute.body(client, f"/desk/teams/{seat}")
    assert convening.FACTS in page
    assert convening.QUESTION in page
    assert "进团队室" in page
    assert client.post(f"/desk/teams/{seat}/advice", data={"words": ""}).status_code == 422
    assert client.post(f"/desk/teams/{seat}/advice", data={"words": "先把生活费解决"}).status_code == 303
    party(client, portal, world, case_id, 0)
    assert "先把生活费解决" not in dispute.body(client, "/my/team")
    _mediator_goes_on(client, portal, world, case_id, seat)
    party(client, portal, world, case_id, 1)
    page = dispute.body(client, "/my/team")
    assert "先把生活费解决" in page
    assert "先说船期" not in page
    assert "改主意" in page
    assert client.post(f"/my/team/{seat}", data={"wish": "no"}).status_code == 303
    world.sign_in(client, portal.database, "social_worker")
    assert client.get(f"/desk/teams/{seat}").headers["Location"] == "/desk/teams"
    assert "现在没有请您会商的案件" in dispute.body(client, "/desk/teams")


def _case_page(client: FlaskClient, portal: Portal, world: World, case_id: uuid.UUID) -> str:
    world.sign_in(client, portal.database, "mediator")
    return dispute.body(client, f"/cases/{case_id}")


def _mediator_goes_on(
    client: FlaskClient, portal: Portal, world: World, case_id: uuid.UUID, seat: uuid.UUID
) -> None:  # fmt: skip
    world.sign_in(client, portal.database, "mediator")
    page = dispute.body(client, f"/cases/{case_id}/team")
    assert "先把生活费解决" in page
    assert fill(client, f"/cases/{case_id}/team/plan", plan="长" * 801) == 422
    assert fill(client, f"/cases/{case_id}/team/plan", plan="先说船期，再说钱") == 303
    note = {"held_on": "2020-01-02", "place": "渔港工作室", "decision": "分两次给", "steps": "社工周五前回访"}
    assert client.post(f"/cases/{case_id}/team/notes/new", data={**note, "held_on": "2999-01-01"}).status_code == 422
    done = client.post(f"/cases/{case_id}/team/notes/new", data=note)
    page = dispute.body(client, done.headers["Location"])
    assert "social_worker 同志" in page
    assert "分两次给" in page
    assert "mediator 同志" in page
    (way,) = set(re.findall(r'action="(/cases/[^"]+/share)"', dispute.body(client, f"/cases/{case_id}/team")))
    assert client.post(way).status_code == 303
    world.sign_in(client, portal.database, "head")
    page = dispute.body(client, f"/cases/{case_id}/team")
    assert "social_worker 同志" in page
    assert "先把生活费解决" not in page
    assert "先说船期" not in page
    assert client.get(f"/cases/{case_id}/team/plan").status_code == 404


def test_the_mediator_never_reads_who_would_and_who_would_not(
    client: FlaskClient, portal: Portal, world: World, case_id: uuid.UUID
) -> None:
    """One party has said no, the other nothing: the mediator's pages are what they were before."""
    invited(client, portal, world, case_id, "police")
    seat = seat_id(portal, world, case_id, "police")
    world.sign_in(client, portal.database, "police")
    assert fill(client, f"/desk/teams/{seat}/statement", free="free") == 303

    def read() -> list[str]:
        world.sign_in(client, portal.database, "mediator")
        client.get(f"/cases/{case_id}")  # what was told to the others before, in this same browser
        pages = [dispute.body(client, way) for way in (f"/cases/{case_id}", f"/cases/{case_id}/team")]
        return [re.sub(r'(name="(once|csrf_token)" value=")[^"]*|nonce="[^"]*"', r"\1", page) for page in pages]

    before = read()
    assert "正在问各方愿不愿意" in before[0]
    party(client, portal, world, case_id, 1)
    assert client.post(f"/my/team/{seat}", data={"wish": "no"}).status_code == 303
    changed = [
        difflib.unified_diff(was.splitlines(), now.splitlines()) for was, now in zip(before, read(), strict=True)
    ]
    assert [list(one) for one in changed] == [[], []]
    party(client, portal, world, case_id, 0)
    assert client.post(f"/my/team/{seat}", data={"wish": "yes"}).status_code == 303
    assert "这次不来" in read()[1]


@pytest.mark.parametrize("post", POSTS)
def test_a_counsellor_is_told_to_keep_silent_and_others_read_their_grounds(
    client: FlaskClient, portal: Portal, world: World, case_id: uuid.UUID, post: str
) -> None:
    invited(client, portal, world, case_id, post)
    world.sign_in(client, portal.database, post)
    page = dispute.body(client, f"/desk/teams/{seat_id(portal, world, case_id, post)}/statement")
    assert ("一个字也不写" in page) is (post == "counsellor")
    assert ("以公职办理" in page) is (post in ("police", "judge", "procurator"))
    assert ("律师法第三十九条" in page) is (post == "lawyer")


def test_bringing_somebody_into_the_room_by_hand(client: FlaskClient, portal: Portal, world: World) -> None:
    with portal.database.session(writes=True) as db:
        case = convening.seated(db, world, "police")
        dispute.open_joint(db, world.actor("mediator"), case)
        found = case.id
        commit(db)
    world.sign_in(client, portal.database, "mediator")
    way = f"/cases/{found}/team/{seat_id(portal, world, found, 'police')}/joint-room"
    assert way in dispute.body(client, f"/cases/{found}/team")
    assert "/rooms/" in client.post(way).headers["Location"]
    assert way not in dispute.body(client, f"/cases/{found}/team")


def test_the_desk_keeps_the_roster(client: FlaskClient, portal: Portal, world: World) -> None:
    world.sign_in(client, portal.database, "clerk")
    page = dispute.body(client, "/desk/roster")
    assert page.count("还差 2 个人") == len(POSTS)
    way = f"/desk/roster/add/{world.center.id}/police"
    assert "police 同志" in dispute.body(client, way)
    assert client.post(way, data={"account": world.accounts["police"].id.hex}).status_code == 422
    data = {"account": world.accounts["police"].id.hex, "weekdays": ["3", "1"]}
    assert client.post(way, data=data).status_code == 303
    page = dispute.body(client, "/desk/roster")
    assert "还差 1 个人" in page
    assert "周一、周三" in page
    assert "没有人值班：周二、周四、周五" in page
    with portal.database.reading() as db:
        (entry,) = of_centre(db, world.center.id)
    assert fill(client, f"/desk/roster/{entry.id}", weekdays=["2"]) == 303
    assert "周二" in dispute.body(client, "/desk/roster")
    assert client.post(f"/desk/roster/{entry.id}/remove").status_code == 303
    assert dispute.body(client, "/desk/roster").count("还差 2 个人") == len(POSTS)
    assert "没有可以列入的人" in dispute.body(client, f"/desk/roster/add/{world.center.id}/judge")


@pytest.mark.parametrize("login", ["mediator", "head", "police", "centre_head"])
def test_others_do_not_keep_it(client: FlaskClient, portal: Portal, world: World, login: str) -> None:
    world.sign_in(client, portal.database, login)
    assert client.get("/desk/roster").status_code == 404
