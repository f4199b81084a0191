"""Staff who see danger in a running matter call help with one press, and the two sides are kept apart."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.app import Portal
from portal.intake.alarms import services
from portal.intake.alarms.models import Alarm
from portal.kernel.db import Db
from portal.kernel.policy import Refused
from portal.matters.models import Matter
from portal.matters.telling import timeline_for
from tests.mediation import dispute
from tests.world import World

SAID = "他私下说今晚要去烧了对方的车"
MAY = ("mediator", "head", "clerk", "dispatcher")


@pytest.mark.parametrize("who", MAY)
def test_whoever_works_on_it_calls_help(db: Db, world: World, who: str) -> None:
    case = dispute.at(db, world, "in_session")
    joint = dispute.open_joint(db, world.actor("mediator"), case)
    alarm = services.warn(db, world.actor(who), case.matter_id, ["threat"], SAID)
    matter = db.get_one(Matter, case.matter_id)
    assert (alarm.source, alarm.center_id, alarm.matter_id) == ("staff", matter.center_id, matter.id)
    assert alarm.matched == sorted(["threat", SAID])
    assert (matter.danger, matter.joint_barred, joint.closed_at is not None) == (True, True, True)
    for party in (dispute.applicant(db, case), dispute.respondent(db, case)):
        said = " ".join(str(line.text) for line in timeline_for(db, dispute.visitor(party), matter))
        assert "危险" not in said
        assert SAID not in said


def test_what_is_told_while_the_alarm_rings_is_added_and_later_rings_anew(db: Db, world: World) -> None:
    case, mediator = dispute.at(db, world, "in_session"), world.actor("mediator")
    first = services.warn(db, mediator, case.matter_id, ["threat"], "")
    assert services.warn(db, mediator, case.matter_id, ["child_harm"], "") is first
    assert first.matched == ["child_harm", "threat"]
    services.acknowledge(db, world.actor("clerk"), first.id)
    again = services.warn(db, mediator, case.matter_id, ["child_harm"], "")
    assert again is not first
    assert again.acknowledged_at is None
    assert len(db.scalars(select(Alarm).where(Alarm.matter_id == case.matter_id)).all()) == 2


@pytest.mark.parametrize("who", ["outsider", "other_head", "centre_head", "duty"])
def test_nobody_else_does(db: Db, world: World, who: str) -> None:
    case = dispute.at(db, world, "in_session")
    with pytest.raises(Refused):
        services.warn(db, world.actor(who), case.matter_id, ["threat"], "")


def test_parties_do_not_get_the_page(db: Db, world: World) -> None:
    case = dispute.at(db, world, "in_session")
    with pytest.raises(Refused):
        services.warn(db, dispute.visitor(dispute.applicant(db, case)), case.matter_id, ["threat"], "")


def test_the_pages(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.at(db, world, "in_session")
        party = dispute.applicant(db, case)
    path = f"/matters/{case.matter_id}/danger"
    world.sign_in(client, portal.database, "mediator")
    assert path in dispute.body(client, f"/cases/{case.id}")
    assert path in dispute.body(client, f"/matters/{case.matter_id}")
    page = dispute.body(client, path)
    assert page.index("tel:110") < page.index("<form", page.index("<main"))
    for wrong in ({}, {"signs": "none"}, {"signs": ["threat", "x"]}, {"signs": "threat", "words": SAID * 30}):
        again = client.post(path, data={"words": SAID, **wrong})
        assert (again.status_code, SAID in again.get_data(as_text=True)) == (422, True)
    for _click in range(2):
        answer = client.post(path, data={"signs": ["threat"], "words": SAID, "once": "twice"})
        assert answer.location == f"/matters/{case.matter_id}"
    world.sign_in(client, portal.database, "clerk")
    assert path in dispute.body(client, f"/matters/{case.matter_id}")
    with portal.database.reading() as db:
        (alarm,) = db.scalars(select(Alarm)).all()
    assert SAID in dispute.body(client, f"/desk/alarms/{alarm.id}")
    world.sign_in(client, portal.database, "other_head")
    dispute.body(client, path, 404)
    world.come_with_code(client, portal.database, party.person_id, case.matter_id)
    assert SAID not in dispute.body(client, "/my/matter")
    assert client.get(path).status_code == 404
