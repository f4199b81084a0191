"""Matters for tests, and everybody who may stand somewhere near one."""

from typing import Any

from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS, SYSTEM, Actor, Grant
from portal.matters.models import Matter
from portal.matters.services import Opened, involve, open_matter
from portal.people.persons.services import PersonData
from tests.world import World

STORY = "楼上漏水，把我家墙泡了，找他三次都不理。"
ANN = PersonData(name="测试甲", phone="13800000001", address="青禾县人民路12号", id_number="99010119860101123X")
BEN = PersonData(name="测试乙", phone="13800000002")
CAI = PersonData(name="测试丙")


def file_matter(db: Db, world: World, **given: Any) -> Opened:
    """A matter at the centre: one applicant, one respondent."""
    wanted: dict[str, Any] = {
        "center": world.center, "source": "web", "story": STORY, "applicants": [ANN], "respondents": [BEN], **given,
    }  # fmt: skip
    return open_matter(db, wanted.pop("actor", SYSTEM), **wanted)


def mediate(db: Db, world: World, matter: Matter, login: str = "mediator") -> None:
    """As the mediation floor would: the committee and one of its mediators are let in."""
    clerk = world.actor("clerk")
    involve(db, clerk, matter, "committee", organisation_id=world.committee.id, act="test")
    involve(db, clerk, matter, "mediator", account_id=world.accounts[login].id, act="test")


def everybody(world: World, opened: Opened) -> dict[str, Actor]:
    """Every kind of actor, each called by a name that says who it is."""
    matter, ann, ben = opened.matter, opened.applicants[0].person_id, opened.respondents[0].person_id
    staff = {login: world.actor(login) for login in world.accounts}
    mediator = world.accounts["mediator"]
    limited = Grant("clerk", world.center.id, matter.area_path)
    elsewhere = Grant("clerk", world.center.id, "98/")
    return {
        **staff,
        "nobody": ANONYMOUS,
        "applicant": world.visitor(ann, matter.id),
        "respondent": world.visitor(ben, matter.id),
        "applicant of another matter": world.visitor(ann, world.center.id),
        "stranger": world.visitor(world.center.id, matter.id),
        "resident with an account": Actor(account=world.center.id),
        "mediator who lost the role": Actor(account=mediator.id, grants=(Grant("lawyer", world.committee.id),)),
        "clerk of this area": Actor(account=world.accounts["clerk"].id, grants=(limited,)),
        "clerk of another area": Actor(account=world.accounts["clerk"].id, grants=(elsewhere,)),
        "clerk of another centre": Actor(account=world.accounts["clerk"].id, grants=(Grant("clerk", mediator.id),)),
        "second factor still missing": Actor(session=matter.id),
    }
