"""A danger that comes to light in the middle: nobody is left in one room with the other, and nobody reads why."""

from sqlalchemy import select

from mediation.rooms.services import SHUT_WORDS, open_caucus, open_joint
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM
from portal.matters.models import Matter
from portal.matters.services import flag_danger
from portal.matters.telling import timeline_for
from portal.notices.models import Notice
from portal.rooms.rooms import queries as rooms
from tests.mediation import dispute
from tests.world import World


def test_what_was_open_to_both_is_shut_and_caucuses_go_on(db: Db, world: World) -> None:
    case = dispute.at(db, world, "in_session")
    joint = open_joint(db, world.actor("mediator"), case.id)
    caucus = open_caucus(db, world.actor("mediator"), case.id, "a")
    matter = db.get_one(Matter, case.matter_id)
    flag_danger(db, SYSTEM, matter)
    assert (joint.closed_at is not None, caucus.closed_at) == (True, None)
    assert [one["text"] for one in rooms.messages_before(db, joint, None)] == [SHUT_WORDS]
    rung = select(Notice.account_id).where(Notice.key == "room.danger")
    assert db.scalars(rung).all() == [world.actor("mediator").account]
    for party in (dispute.applicant(db, case), dispute.respondent(db, case)):
        said = " ".join(str(line.text) for line in timeline_for(db, dispute.visitor(party), matter))
        assert "危险" not in said
