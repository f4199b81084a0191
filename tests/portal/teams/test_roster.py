"""Who stands on the roster: holders of the role, once each, entered by the desk of their centre."""

import itertools

import pytest
from sqlalchemy import select

from portal.accounts.models import RoleGrant
from portal.directory.organisations.models import Organisation
from portal.directory.organisations.queries import area
from portal.directory.organisations.services import add_organisation
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS, SYSTEM, Conflict, Refused
from portal.notices.models import Notice
from portal.teams.roster import queries
from portal.teams.roster.models import RosterEntry
from portal.teams.roster.policy import KEEP
from portal.teams.roster.services import enter, remove, set_days
from tests.world import World


def other_centre(db: Db, world: World) -> None:
    """A second centre with a desk and a police officer of its own."""
    place = area(db, "990101")
    assert place is not None
    body = add_organisation(
        db, SYSTEM, kind="center", area=place, names=("邻县综治中心", "Next Centre"), short_name="邻",
        phone="0900-7777777", addresses=("邻县1号", "1 Next Road"),
    )  # fmt: skip
    world.account(db, "other_clerk", "clerk", body)
    world.account(db, "other_police", "police", body)


@pytest.mark.parametrize(("login", "post"), [("clerk", "police"), ("police", "judge"), ("other_police", "police")])
def test_only_who_holds_the_role_at_this_centre_is_entered(db: Db, world: World, login: str, post: str) -> None:
    other_centre(db, world)
    with pytest.raises(Conflict):
        enter(db, world.actor("clerk"), world.center, post, world.accounts[login].id)


@pytest.mark.parametrize(
    ("who", "may"),
    [("clerk", True), ("dispatcher", True), ("other_clerk", False), ("mediator", False), ("head", False),
     ("centre_head", False), ("admin", False), ("police", False)],
)  # fmt: skip
def test_who_enters_changes_and_removes(db: Db, world: World, who: str, may: bool) -> None:
    other_centre(db, world)
    there = world.accounts["police"].id
    if not may:
        with pytest.raises(Refused):
            enter(db, world.actor(who), world.center, "police", there)
        row = enter(db, world.actor("clerk"), world.center, "police", there)
        with pytest.raises(Refused):
            set_days(db, world.actor(who), row.id, "1")
        with pytest.raises(Refused):
            remove(db, world.actor(who), row.id)
        return
    row = enter(db, world.actor(who), world.center, "police", there, "51")
    assert row.weekdays == "15"
    with pytest.raises(Conflict):
        enter(db, world.actor(who), world.center, "police", there)
    set_days(db, world.actor(who), row.id, "2")
    remove(db, world.actor(who), row.id)
    with pytest.raises(Refused):
        remove(db, world.actor(who), row.id)
    assert enter(db, world.actor(who), world.center, "police", there)
    told = db.scalars(select(Notice.key).where(Notice.account_id == there).order_by(Notice.id)).all()
    assert told == ["roster.entered.police", "roster.days", "roster.removed", "roster.entered.police"]


def test_policy_and_query_agree(db: Db, world: World) -> None:
    other_centre(db, world)
    enter(db, world.actor("clerk"), world.center, "police", world.accounts["police"].id)
    gone = enter(db, world.actor("other_clerk"), _center(db, world), "police", world.accounts["other_police"].id)
    remove(db, world.actor("other_clerk"), gone.id)
    enter(db, world.actor("other_clerk"), _center(db, world), "police", world.accounts["other_police"].id)
    actors = [ANONYMOUS, *(world.actor(login) for login in world.accounts)]
    seen = 0
    for actor, row in itertools.product(actors, db.scalars(select(RosterEntry)).unique().all()):
        listed = db.scalar(queries.visible_to(actor).where(RosterEntry.id == row.id)) is not None
        assert listed is KEEP.allows(db, actor, row)
        seen += listed
    assert seen == 3, "clerk, dispatcher, the other clerk"


def _center(db: Db, world: World) -> Organisation:
    return next(one for one in queries.centres(db, world.actor("other_clerk")))


def test_whoever_lost_the_role_stands_there_no_more(db: Db, world: World) -> None:
    enter(db, world.actor("clerk"), world.center, "police", world.accounts["police"].id)
    assert len(queries.of_centre(db, world.center.id, "police")) == 1
    grant = db.scalars(select(RoleGrant).where(RoleGrant.account_id == world.accounts["police"].id)).one()
    grant.until = clock.now()
    db.flush()
    assert queries.of_centre(db, world.center.id) == []
