"""Withdrawing before any mediation runs: who may, what closes, who learns of it, what stays as it was."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.terminations.policy import WITHDRAW
from mediation.terminations.withdrawing import has_left, withdraw
from portal.app import Portal
from portal.documents.volumes.policy import ARCHIVE
from portal.kernel.audit import AuditLine
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused
from portal.matters import services as acts
from portal.matters.models import Matter, Party
from portal.matters.telling import timeline_for
from portal.people.persons.services import PersonData
from tests.mediation import dispute
from tests.world import World


def _filed(db: Db, world: World, stage: str = "registered", **how: Any) -> Matter:
    matter = dispute.file(db, world, **how)
    if stage != "routed":
        matter.stage = stage
        db.flush()
    return matter


def _who(matter: Matter, number: int = 0, role: str = "applicant") -> Actor:
    party: Party = [one for one in matter.parties if one.role == role][number]
    return dispute.visitor(party)


@pytest.mark.parametrize("stage", ["registered", "triaged", "routed"])
def test_the_applicant_withdraws_while_no_mediation_runs(world: World, db: Db, stage: str) -> None:
    matter = _filed(db, world, stage)
    who = _who(matter)
    withdraw(db, who)
    assert (matter.stage, matter.close_kind) == ("closed", "procedural")
    assert timeline_for(db, who, matter)[0].key == "matter.withdrawn"
    assert dispute.told(db, account_id=world.accounts["dispatcher"].id)[-1] == "matter.withdrawn"
    for party in matter.parties:
        assert dispute.told(db, person_id=party.person_id) == [], "nobody outside learns of it"
    assert "matter.withdrawn" in db.scalars(select(AuditLine.action)).all()
    with pytest.raises(Refused):
        withdraw(db, who)


def test_an_open_mediation_is_stopped_and_not_withdrawn(world: World, db: Db) -> None:
    case = dispute.assigned(db, world)
    with pytest.raises(Refused):
        withdraw(db, dispute.visitor(dispute.applicant(db, case)))


def test_neither_the_other_side_nor_another_matter_nor_staff(world: World, db: Db) -> None:
    matter, other = _filed(db, world), _filed(db, world)
    stranger = Actor(person=_who(other).person, scope=matter.id)
    for who in (_who(matter, role="respondent"), stranger, world.actor("dispatcher")):
        with pytest.raises(Refused):
            withdraw(db, who)
    assert matter.stage == "registered"


def test_one_of_several_leaves_alone_and_the_last_closes(world: World, db: Db) -> None:
    matter = _filed(db, world, applicants=2)
    first, second = _who(matter, 0), _who(matter, 1)
    withdraw(db, first)
    assert matter.stage == "registered"
    assert has_left(db, first)
    assert not has_left(db, second)
    assert not WITHDRAW.allows(db, first, matter)
    assert timeline_for(db, second, matter)[0].key == "matter.one_withdrew"
    withdraw(db, second)
    assert matter.stage == "closed"


def test_a_guardian_withdraws_for_the_child_who_does_not_alone(world: World, db: Db) -> None:
    matter = _filed(db, world)
    child = _who(matter)
    party = matter.parties[0]
    party.person.born_on = date(2015, 5, 5)
    parent = PersonData("申母", contact_channel="none")
    row = acts.add_guardian(db, world.actor("clerk"), matter, party, parent, "parent", consents=True)
    with pytest.raises(Refused):
        withdraw(db, child)
    withdraw(db, Actor(person=row.guardian_id, scope=matter.id))
    assert matter.stage == "closed"


def test_danger_stays_marked_and_the_desk_is_asked_to_look(world: World, db: Db) -> None:
    matter = _filed(db, world)
    acts.flag_danger(db, world.actor("dispatcher"), matter)
    withdraw(db, _who(matter))
    assert matter.danger
    assert dispute.told(db, account_id=world.accounts["dispatcher"].id)[-1] == "matter.withdrawn_danger"


def test_the_clerk_puts_the_file_away_that_no_committee_had(world: World, db: Db) -> None:
    matter = _filed(db, world)
    withdraw(db, _who(matter))
    assert ARCHIVE.allows(db, world.actor("clerk"), matter)
    assert not ARCHIVE.allows(db, world.actor("outsider"), matter)


@pytest.mark.parametrize("applicants", [1, 2])
def test_the_pages(portal: Portal, world: World, client: FlaskClient, applicants: int) -> None:
    with portal.database.writing() as db:
        matter = _filed(db, world, applicants=applicants)
        who = _who(matter)
    assert who.person is not None
    world.come_with_code(client, portal.database, who.person, matter.id)
    status = dispute.body(client, "/my/matter")
    assert 'href="/my/withdraw"' in status
    assert 'href="/my/stop"' not in status
    page = dispute.body(client, "/my/withdraw")
    assert ("其他申请人的事照常办理" in page) == (applicants == 2)
    where = client.post("/my/withdraw").location
    assert where == ("/my/matter" if applicants == 1 else "/my/withdraw")
    after = dispute.body(client, where)
    assert ("这件事不再办理" in after) == (applicants == 1)
    assert ("您已经撤回申请" in after) == (applicants == 2)
    assert dispute.STORY not in after
    again = client.get("/my/matter")
    assert again.location == (None if applicants == 1 else "/my/withdraw"), "whoever left lands there"


def test_once_a_mediation_is_given_away_the_way_leads_to_stopping(
    portal: Portal, world: World, client: FlaskClient
) -> None:
    with portal.database.writing() as db:
        party = dispute.applicant(db, dispute.assigned(db, world))
    world.come_with_code(client, portal.database, party.person_id, party.matter_id)
    status = dispute.body(client, "/my/matter")
    assert 'href="/my/stop"' in status
    assert "/my/withdraw" not in status
    assert client.get("/my/withdraw").status_code == 404
