"""Roles are given and ended by the administrator of the organisation, never by oneself."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.grants import queries, services
from portal.accounts.grants.policy import GRANT
from portal.accounts.models import RoleGrant
from portal.accounts.roles import ROLES
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Conflict, Refused
from tests.world import World

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("role", "where", "fits"),
    [
        ("mediator", "committee", True), ("mediator", "center", False), ("committee_head", "center", False),
        ("clerk", "center", True), ("clerk", "committee", False), ("police", "center", True),
        ("police", "committee", True),
        ("emperor", "center", False),
    ],
)  # fmt: skip
def test_which_role_fits_where(db: Db, role: str, where: str, fits: bool) -> None:
    world = World(db)
    organisation = world.committee if where == "committee" else world.center
    account = world.accounts["police"]
    if fits:
        services.give(db, world.actor("admin"), account, role, organisation.id)
        assert role in {grant.role for grant in account.grants}
    else:
        with pytest.raises(Conflict):
            services.give(db, world.actor("admin"), account, role, organisation.id)


@pytest.mark.parametrize("login", ["clerk", "centre_head", "mediator", "head", "police"])
def test_only_administrators_give_roles(db: Db, login: str) -> None:
    world = World(db)
    with pytest.raises(Refused):
        services.give(db, world.actor(login), world.accounts["outsider"], "mediator", world.committee.id)


def test_nobody_gives_themselves_a_role(db: Db) -> None:
    world = World(db)
    with pytest.raises(Refused):
        services.give(db, world.actor("admin"), world.accounts["admin"], "mediator", world.committee.id)


def test_policy_and_query_agree(db: Db) -> None:
    world = World(db)
    for login in world.accounts:
        actor = world.actor(login)
        seen = {row.id for row in db.scalars(queries.visible_to(actor))}
        allowed = {row.id for row in db.scalars(select(RoleGrant)) if GRANT.allows(db, actor, row)}
        assert seen == allowed
        assert bool(seen) is (login == "admin")


def test_a_role_ends_now_and_for_good(db: Db) -> None:
    world = World(db)
    account, actor = world.accounts["mediator2"], world.actor("admin")
    grant = account.grants[0]
    with clock.held(NOW):
        assert account in queries.holders(db, "mediator", world.committee.id)
        services.end(db, actor, grant.id)
        assert grant.until == NOW
        assert account not in queries.holders(db, "mediator", world.committee.id)
    with clock.held(NOW + timedelta(days=1)):
        services.end(db, actor, grant.id)
    assert grant.until == NOW
    with pytest.raises(Refused):
        services.end(db, world.actor("head"), grant.id)


def test_a_role_for_a_time(db: Db) -> None:
    world = World(db)
    account = world.accounts["clerk"]
    with clock.held(NOW):
        services.give(
            db, SYSTEM, account, "duty", world.center.id, since=NOW + timedelta(days=1), until=NOW + timedelta(days=2)
        )
        with pytest.raises(Conflict):
            services.give(db, SYSTEM, account, "duty", world.center.id, until=NOW)
    for day, holds in ((0, False), (1, True), (2, False)):
        with clock.held(NOW + timedelta(days=day)):
            assert (account in queries.holders(db, "duty", world.center.id)) is holds


def test_every_role_has_a_name() -> None:
    assert len(ROLES) == len(set(ROLES)) >= 22
