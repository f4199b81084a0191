"""The desk of every role: it leads somewhere, or says calmly what will be done here and what can be done meanwhile."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from portal.accounts.roles import ROLES
from portal.app import Portal
from portal.app.demo.staff import STAFF
from portal.dashboard.desk.words import TO_COME
from tests.world import World

IN_COMMITTEE = ("mediator", "committee_head", "secretary")


def links(page: str) -> list[str]:
    """Where the page itself leads, without head and foot."""
    inside = re.search(r"<main.*?</main>", page, re.S)
    assert inside is not None
    return [unescape(one) for one in re.findall(r'href="(/[^"]*)"', inside[0])]


@pytest.mark.parametrize("role", ROLES)
def test_nobody_lands_on_an_empty_page(client: FlaskClient, portal: Portal, world: World, role: str) -> None:
    with portal.database.writing() as db:
        world.account(db, "somebody", role, world.committee if role in IN_COMMITTEE else world.center)
    world.sign_in(client, portal.database, "somebody")
    page = client.get("/desk").get_data(as_text=True)
    ways = links(page)
    assert ways
    for way in ways:
        assert client.get(way).status_code == 200, way
    assert ("还不在这里办的工作" in page) is (role in TO_COME)


def test_what_is_to_come_is_said_only_of_roles_that_have_no_queue(
    client: FlaskClient, portal: Portal, world: World
) -> None:
    """As soon as a role has a line in the menu, its row in the table is out of date."""
    for role in TO_COME:
        with portal.database.writing() as db:
            world.account(db, f"{role}-here", role, world.center)
        world.sign_in(client, portal.database, f"{role}-here")
        page = client.get("/desk").get_data(as_text=True)
        assert "card-act" not in page, role


def test_every_role_of_the_table_is_tried_in_the_demonstration() -> None:
    assert set(TO_COME) <= {role for one in STAFF for role, _body in one.roles}
