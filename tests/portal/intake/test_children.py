"""A child at the door (R-12): asked in plain words, never sent away, and the desk knows who still has to be found."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.app import Portal
from portal.intake.filing import rules
from portal.kernel.audit import AuditLine
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from portal.matters.guarding import gaps, guardian_agrees
from portal.matters.models import Involvement, Matter
from portal.matters.services import classify, move
from portal.people.consents.models import Consent
from portal.people.persons.models import Guardianship, Person
from portal.people.persons.services import PersonData
from tests.portal.matters.filing import file_matter
from tests.world import World

CHILD = {"minor": "minor", "name": "测试小", "other_name": "测试大"}
MOTHER = {"guardian_name": "测试母", "relation": "母亲", "guardian_phone": "138 0000 0007"}
COUNTER = {
    "source": "counter", "locale": "zh", "consent": "spoken", "story": "同学总抢我的东西", "dangers": "none",
    "name": "测试小", "channel": "none",
}  # fmt: skip


@pytest.fixture
def child(client: FlaskClient, world: World) -> FlaskClient:
    """A browser in which a child has said what happened and that they are a child."""
    ask(client, "/file")
    ask(client, "/file/story", story="同学总抢我的东西")
    ask(client, "/file/safety", dangers="none")
    assert ask(client, "/file/people", **CHILD).headers["Location"] == "/file/guardian"
    return client


def ask(client: FlaskClient, path: str, **answers: str) -> Any:
    client.get(path)
    return client.post(path, data=answers, content_type="multipart/form-data")


def hand_in(client: FlaskClient) -> str:
    """The rest of the way; the receipt."""
    ask(client, "/file/contact", channel="none")
    assert ask(client, "/file/check").headers["Location"] == "/filed"
    return client.get("/filed").get_data(as_text=True)


def matter(db: Db) -> Matter:
    return db.scalars(select(Matter)).one()


def lacking(portal: Portal) -> list[str]:
    with portal.database.reading() as db:
        return list(gaps(db, matter(db)).values())


def test_the_steps_of_a_child_and_of_an_adult() -> None:
    assert rules.steps({}) == rules.steps({"minor": []})
    assert [one for one in rules.STEPS if one not in rules.steps({})] == ["body", "guardian"]
    assert rules.after("people", {}) == "contact"
    assert rules.before("contact", {"minor": ["minor"]}) == "guardian"
    assert (
        rules.first_missing({"story": "", "dangers": [], "name": "", "minor": ["minor"], "channel": ""}) == "guardian"
    )
    assert rules.said_age({"minor": ["minor"], "age": "child"}) == "child"
    assert rules.said_age({"minor": [], "age": "child"}) is None


def test_an_adult_is_not_asked_for_a_guardian(client: FlaskClient, world: World) -> None:
    ask(client, "/file")
    assert ask(client, "/file/people", name="测试甲").headers["Location"] == "/file/contact"
    assert client.get("/file/guardian").headers["Location"] == "/file/people"


def test_r12_a_named_guardian_stands_beside_the_child(child: FlaskClient, portal: Portal) -> None:
    assert ask(child, "/file/guardian", age="child", agrees="agrees", **MOTHER).status_code == 303
    assert "没有大人陪着" not in hand_in(child)
    with portal.database.reading() as db:
        ward, guardian = matter(db).parties[0].person, db.scalars(select(Person).where(Person.name == "测试母")).one()
        row = db.scalars(select(Guardianship)).one()
        assert (row.ward_id, row.guardian_id, row.relation) == (ward.id, guardian.id, "母亲")
        assert (ward.said_age, ward.born_on, guardian.phone) == ("child", None, "13800000007")
        seat = db.scalars(select(Involvement).where(Involvement.capacity == "guardian")).one()
        assert (seat.person_id, seat.side) == (guardian.id, "a")
        agreed = db.scalars(select(Consent).where(Consent.purpose == "minor")).one()
        assert (agreed.person_id, agreed.channel, agreed.recorded_by) == (ward.id, "web", None)
    assert lacking(portal) == []


def test_r12_from_fourteen_on_nobody_asks_for_a_consent(child: FlaskClient, portal: Portal) -> None:
    ask(child, "/file/guardian", age="teen", **MOTHER)
    hand_in(child)
    assert lacking(portal) == []
    with portal.database.reading() as db:
        assert db.scalars(select(Consent.purpose)).all() == ["service"]


SAFE = {"channel": "call", "hours": "只在中午", "words": "只说是学校", "shared": "shared"}


@pytest.mark.parametrize(
    ("guardian", "childs", "answered", "wanted"),
    [
        ({"guardian_phone": "138 0000 0007"}, "", SAFE, ("call", "13800000007", True)),
        ({"guardian_phone": "138 0000 0007"}, "", {"channel": "none"}, ("none", "13800000007", False)),
        ({"guardian_phone": "138 0000 0007"}, "138 0000 0008", {"channel": "call"}, ("call", "13800000007", False)),
        ({}, "138 0000 0008", {"channel": "call"}, ("call", "13800000008", True)),
        ({}, "", {"channel": "none"}, ("none", None, True)),
    ],
)
def test_r12_a_guardian_is_reached_as_it_was_said_to_be_safe(
    child: FlaskClient, portal: Portal, guardian: dict[str, str], childs: str, answered: dict[str, str],
    wanted: tuple[str, str | None, bool],
) -> None:  # fmt: skip
    """Messages for a child go to the guardian: on that channel, at those hours, with those words. Where the child's
    phone is the only one, no code is sent to it."""
    ask(child, "/file/people", **CHILD, phone=childs)
    ask(child, "/file/guardian", age="teen", guardian_name="测试母", relation="母亲", **guardian)
    assert "照这一页填的方式、时间和话" in child.get("/file/contact").get_data(as_text=True)
    assert ask(child, "/file/contact", **answered).status_code == 303
    assert ask(child, "/file/check").headers["Location"] == "/filed"
    with portal.database.reading() as db:
        one = db.scalars(select(Person).where(Person.name == "测试母")).one()
        assert (one.contact_channel, one.phone, one.phone_shared) == wanted
        assert (one.contact_hours, one.contact_words) == (answered.get("hours"), answered.get("words"))


@pytest.mark.parametrize(("given", "gap"), [({}, "guardian"), (MOTHER, "consent")])
def test_r12_a_childs_filing_is_never_lost(
    child: FlaskClient, portal: Portal, world: World, given: dict[str, str], gap: str
) -> None:
    assert ask(child, "/file/guardian", age="child", **given).status_code == 303
    assert "没有大人陪着也没关系" in hand_in(child)
    assert lacking(portal) == [gap]
    status = child.get("/my/matter").get_data(as_text=True)
    assert "您还不满十八岁，也一样受理" in status
    assert "12355" in status
    world.sign_in(child, portal.database, "clerk")
    with portal.database.reading() as db:
        file = matter(db)
        address = f"/matters/{file.id}"
        assert file.stage == "registered"
    assert "请先补齐监护人" in child.get(address).get_data(as_text=True)
    people = child.get(f"{address}?tab=people").get_data(as_text=True)
    (way,) = set(re.findall(rf'href="({address}/people/[^"]+/guardian[^"]*)"', people))
    words = {"channel": "phone"} if gap == "consent" else {"name": "测试母", "relation": "母亲", "consents": "y"}
    assert ask(child, way, **words).status_code == 303
    assert lacking(portal) == []
    assert "测试母（母亲）" in child.get(f"{address}?tab=people").get_data(as_text=True)
    with portal.database.reading() as db:
        agreed = db.scalars(select(Consent).where(Consent.purpose == "minor")).one()
        assert agreed.recorded_by == world.accounts["clerk"].id


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "请选择满没满十四岁"),
        ({"age": "child", "guardian_phone": "13800000007"}, "请填写监护人的姓名"),
        ({"age": "child", "agrees": "agrees"}, "请填写监护人的姓名"),
        ({"age": "child", "guardian_name": "测试母"}, "请选择监护人是当事人的什么人"),
        ({"age": "child", **MOTHER, "guardian_phone": "12"}, "11 位数字"),
        ({"age": "child", **MOTHER, "relation": "邻居"}, "有误"),
    ],
)
def test_a_wrong_answer_about_the_guardian_keeps_what_was_typed(
    child: FlaskClient, given: dict[str, str], sentence: str
) -> None:
    answer = ask(child, "/file/guardian", **given)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert given.get("guardian_name", "") in page


def test_grown_up_after_all(child: FlaskClient, portal: Portal) -> None:
    """Who goes back and takes the tick away has no guardian, whatever was typed before."""
    ask(child, "/file/guardian", age="child", agrees="agrees", **MOTHER)
    ask(child, "/file/people", name="测试甲")
    hand_in(child)
    with portal.database.reading() as db:
        assert db.scalars(select(Guardianship)).all() == []
        assert matter(db).parties[0].person.said_age is None


def test_a_tick_on_the_check_page_asks_for_the_guardian(client: FlaskClient, world: World) -> None:
    ask(client, "/file")
    for step, answers in (("story", {"story": "x"}), ("safety", {"dangers": "none"}), ("people", {"name": "测试小"})):
        ask(client, f"/file/{step}", **answers)
    ask(client, "/file/contact", channel="none")
    assert ask(client, "/file/people?check=1", **CHILD).headers["Location"] == "/file/guardian"


@pytest.mark.parametrize(
    ("given", "gap"),
    [
        ({"minor": "minor", "age": "child", "agrees": "agrees", **MOTHER}, []),
        ({"minor": "minor", "age": "teen", **MOTHER}, []),
        ({"minor": "minor", "age": "child", **MOTHER}, ["consent"]),
        ({"minor": "minor", "age": "teen"}, ["guardian"]),
        ({}, []),
    ],
)
def test_r12_at_the_counter(
    client: FlaskClient, portal: Portal, world: World, given: dict[str, str], gap: list[str]
) -> None:
    world.sign_in(client, portal.database, "clerk")
    assert ask(client, "/desk/file", **COUNTER, **given).headers["Location"] == "/filed"
    assert lacking(portal) == gap


def test_at_the_counter_the_guardians_phone_is_enough_for_a_call(
    client: FlaskClient, portal: Portal, world: World
) -> None:
    world.sign_in(client, portal.database, "clerk")
    given = {**COUNTER, "minor": "minor", "age": "teen", **MOTHER, "channel": "call"}
    assert ask(client, "/desk/file", **given).headers["Location"] == "/filed"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({"minor": "minor"}, "请选择满没满十四岁"), (MOTHER, "还不满十八岁"), ({"age": "teen"}, "还不满十八岁")],
)
def test_the_counter_is_told_what_does_not_fit(
    client: FlaskClient, portal: Portal, world: World, given: dict[str, str], sentence: str
) -> None:
    world.sign_in(client, portal.database, "clerk")
    answer = ask(client, "/desk/file", **COUNTER, **given)
    assert answer.status_code == 422
    assert '-error">' in answer.get_data(as_text=True)
    assert sentence in answer.get_data(as_text=True)


def test_r12_a_said_age_holds_up_the_work_until_the_guardian_is_there(world: World, db: Db) -> None:
    clerk = world.actor("clerk")
    opened = file_matter(db, world, applicants=[PersonData(name="测试小", said_age="child")])
    classify(db, clerk, opened.matter, "0201", "M")
    move(db, clerk, opened.matter, "triaged")
    move(db, clerk, opened.matter, "routed")
    with pytest.raises(Conflict, match="监护人"):
        move(db, clerk, opened.matter, "active")
    opened.applicants[0].person.said_age = None
    move(db, clerk, opened.matter, "active")


def test_only_those_who_handle_it_record_the_guardians_consent_and_once(world: World, db: Db) -> None:
    opened = file_matter(db, world, applicants=[PersonData(name="测试小", said_age="child")])
    party, clerk = opened.applicants[0], world.actor("clerk")
    with pytest.raises(Conflict):
        guardian_agrees(db, clerk, opened.matter, party)
    mother = Person(name="测试母", center_id=world.center.id, created_at=opened.matter.registered_at)
    db.add(mother)
    db.flush()
    db.add(Guardianship(ward_id=party.person_id, guardian_id=mother.id, relation="母亲"))
    db.flush()
    with pytest.raises(Refused):
        guardian_agrees(db, world.actor("outsider"), opened.matter, party)
    assert list(gaps(db, opened.matter).values()) == ["consent"]
    guardian_agrees(db, clerk, opened.matter, party, "phone")
    assert not gaps(db, opened.matter)
    with pytest.raises(Conflict):
        guardian_agrees(db, clerk, opened.matter, party)
    lines = db.scalars(select(AuditLine.account_id).where(AuditLine.action == "guardian.consented")).all()
    assert lines == [clerk.account]
