"""The pages after an agreement offer a child's acts to the guardian, and to the child nothing to press."""

from datetime import timedelta

from flask.testing import FlaskClient

from portal.app import Portal
from portal.clocks.services import happened
from portal.followup.obligations import queries
from portal.kernel import clock
from portal.kernel.policy import SYSTEM
from portal.matters.models import Matter
from portal.matters.services import move
from portal.matters.timing import subject_of
from tests.portal.followup.test_speaking_for import county, owed
from tests.world import World


def test_the_pages_ask_the_guardian_and_not_the_child(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        matter, person = county(db, world, "creditor")
        duty = owed(db, matter)
        happened(db, SYSTEM, "agreement.effective", subject_of(matter))
    confirm = f"/my/duties/{duty.id}/confirm"
    for name, offered in (("creditor", False), ("debtor2", False), ("guardian of creditor", True)):
        world.come_with_code(client, portal.database, person[name], matter.id)
        page = client.get("/my/matter").get_data(as_text=True)
        assert "约定的事" in page
        assert (confirm in page) is offered, name
        assert ("/my/matter/confirmation-applied" in page) is (name != "creditor"), name
        assert client.get(confirm).status_code == (200 if offered else 404), name
    assert client.post(confirm, data={"seen": duty.version, "note": "收到了"}).status_code == 303
    with portal.database.reading() as db:
        (row,) = queries.of_matter(db, db.get_one(Matter, matter.id))
        assert row.state == "confirmed"


def test_the_rating_page_opens_for_the_guardian_alone(portal: Portal, world: World, client: FlaskClient) -> None:
    with clock.held(clock.now() - timedelta(days=1)), portal.database.writing() as db:
        matter, person = county(db, world, "creditor")
        move(db, SYSTEM, matter, "closed", close_kind="resolved")
    for name, offered in (("creditor", False), ("guardian of creditor", True)):
        world.come_with_code(client, portal.database, person[name], matter.id)
        assert ("/my/matter/rating" in client.get("/my/matter").get_data(as_text=True)) is offered
        assert client.get("/my/matter/rating").status_code == (200 if offered else 404)
