"""A copy goes no way that its receiver did not name as safe; by post it goes under a number."""

import pytest
from flask.testing import FlaskClient

from portal.app import Portal
from portal.documents.papers import deliveries, queries
from portal.documents.papers.rules import first_way, ways_open
from portal.kernel.policy import SYSTEM, Conflict, Refused
from tests.portal.documents import shelf
from tests.world import World


@pytest.mark.parametrize(
    ("channel", "has_address", "first", "ways"),
    [
        ("sms", True, "screen", ("screen", "paper")),
        ("email", True, "email", ("screen", "email", "paper")),
        ("letter", True, "post", ("screen", "paper", "post")),
        ("letter", False, "paper", ("screen", "paper")),
        ("none", True, "paper", ("screen", "paper")),
    ],
)
def test_a_copy_goes_no_way_that_was_not_named_as_safe(
    channel: str, has_address: bool, first: str, ways: tuple[str, ...]
) -> None:
    assert first_way(channel, has_address=has_address) == first
    assert ways_open(channel, has_address=has_address) == ways


def test_a_copy_goes_by_post_to_whoever_is_reached_by_letters(
    portal: Portal, world: World, client: FlaskClient
) -> None:
    with portal.database.writing() as db:
        matter = shelf.matter_of(db, world, "letter")
        matter.parties[0].person.address = "青禾县东村 7 号"
        paper = shelf.sealed(db, world, matter)
        people = [party.person_id for party in matter.parties]
        deliveries.promise(db, SYSTEM, paper, people, None)
        deliveries.send(db, paper)
        ways = {copy.delivery.person_id: copy.delivery for copy in queries.copies(db, paper)}
        assert [ways[person].way for person in people] == ["post", "paper"]
        with pytest.raises(Conflict, match="没有留地址"):
            deliveries.post(db, world.actor("secretary"), ways[people[1]], "XA 1")
        with pytest.raises(Refused):
            deliveries.post(db, world.actor("outsider"), ways[people[0]], "XA 1")
    here = f"/papers/{paper.id}/copies"
    world.sign_in(client, portal.database, "secretary")
    assert client.get(here).get_data(as_text=True).count('/post"') == 1
    path = f"{here}/{ways[people[0]].id}/post"
    assert client.post(path, data={"number": " "}).status_code == 422
    assert client.post(path, data={"number": "XA 1234 5678 9 CN"}).status_code == 303
    page = client.get(here).get_data(as_text=True)
    assert "已寄出" in page
    assert "XA 1234 5678 9 CN" in page
    assert path not in page
    assert client.post(path, data={"number": "XA 2"}).status_code == 409
    with portal.database.reading() as db:
        sent = next(copy for copy in queries.copies(db, paper) if copy.delivery.person_id == people[0])
        assert (sent.state, sent.delivery.handed_by) == ("posted", world.accounts["secretary"].id)
