"""The page of messages sent: everything in the demonstration, nothing in a real centre."""

import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from portal.kernel.db import Database
from portal.notices.rules import pieces
from portal.notices.services import notify
from tests.world import World

MakePerson = Callable[..., uuid.UUID]


def test_a_real_centre_has_no_such_page(client: FlaskClient, database: Database, world: World) -> None:
    assert client.get("/messages").status_code == 404
    world.sign_in(client, database, "admin")
    assert client.get("/messages").status_code == 404


def test_the_demonstration_shows_everything_as_it_went_out(
    client: FlaskClient, database: Database, person: MakePerson, work: Callable[[], int], set_up: Callable[..., None]
) -> None:
    set_up(demonstration=True)
    assert "还没有发出消息" in client.get("/messages").get_data(as_text=True)
    ways = (
        {"contact_channel": "sms", "phone": "13800000001"},
        {"contact_channel": "email", "email": "li@example.com"},
        {"contact_channel": "letter", "address": "东村5号"},
    )
    for name, wishes in zip(("李四", "王五", "赵六"), ways, strict=True):
        with database.writing() as db:
            notify(db, "test.invite", person_id=person(name, **wishes))
    work()
    page = client.get("/messages").get_data(as_text=True)
    for words in ("李四", "王五", "赵六", "短信", "电子邮件", "信件", "138****0001", "l***@example.com"):
        assert words in page
    for number in range(1, 7):
        assert f"secret-{number}" in page
    assert 'href="https://door/secret-1"' in page, "links can be followed"
    assert "13800000001" not in page


def test_what_the_desk_opens_in_the_demonstration_is_shown_too(
    client: FlaskClient, database: Database, world: World, person: MakePerson, set_up: Callable[..., None],
    deliveries: Callable[[], list[object]],
) -> None:  # fmt: skip
    set_up(demonstration=True)
    with database.writing() as db:
        notify(db, "test.invite", person_id=person(contact_channel="call", phone="13800000001"))
    assert "secret" not in client.get("/messages").get_data(as_text=True)
    world.sign_in(client, database, "clerk")
    client.post(f"/desk/deliveries/{deliveries()[0].id}/paper")  # type: ignore[attr-defined]
    assert "口令 secret-2" in client.get("/messages").get_data(as_text=True)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("请打开 https://door/a_b-C?x=1，填口令", ["https://door/a_b-C?x=1"]),
        ("http://one http://two。", ["http://one", "http://two"]),
        ("javascript:alert(1) ftp://x", []),
        ("", []),
    ],
)
def test_only_web_addresses_become_links_and_nothing_is_lost(words: str, found: list[str]) -> None:
    assert [part for part, link in pieces(words) if link] == found
    assert "".join(part for part, _link in pieces(words)) == words
