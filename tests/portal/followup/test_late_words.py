"""Two tabs: what was settled in one is not a dead page in the other, and nothing typed there is lost."""

import pytest
from flask.testing import FlaskClient

from portal.app import Portal
from portal.followup.obligations import services
from tests.portal.followup.test_obligations import owed, side
from tests.world import World

NOTE = "到今天一分钱也没有收到"


@pytest.mark.parametrize("seen", ["1", None])
def test_what_was_typed_is_shown_again(portal: Portal, world: World, client: FlaskClient, seen: str | None) -> None:
    with portal.database.writing() as db:
        matter, duty = owed(db, world)
        creditor = side(matter, 0)
        services.speak(db, creditor, duty.id, "confirm")
    assert creditor.person is not None
    world.come_with_code(client, portal.database, creditor.person, matter.id)
    path = f"/my/duties/{duty.id}/dispute"
    answer = client.post(path, data={"note": NOTE, **({"seen": seen} if seen else {})})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert NOTE in page
    assert "已经变了" in page or "已经有了变化" in page
    looked = client.get(path)
    assert (looked.status_code, looked.headers["Location"]) == (303, "/my/matter")
    assert "已经变了" in client.get("/my/matter").get_data(as_text=True)


def test_others_still_find_nothing(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        matter, duty = owed(db, world)
        debtor = side(matter, 1)
    assert debtor.person is not None
    world.come_with_code(client, portal.database, debtor.person, matter.id)
    for act in ("dispute", "confirm", "waive", "nonsense"):
        assert client.get(f"/my/duties/{duty.id}/{act}").status_code == 404
