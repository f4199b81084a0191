"""Nobody chooses a way to be reached that this house cannot go; what was written down before stays readable."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.app import Portal
from portal.kernel.settings import Settings
from portal.matters.reaching import offered, reach_of
from portal.matters.words import CHANNELS
from portal.people.persons.models import Person
from tests.mediation import dispute
from tests.portal.intake.test_filing import once
from tests.world import World

SMS, MAIL = 'value="sms"', 'value="email"'
WAYS = [({}, ()), ({"smtp_url": "smtp://mail.invalid"}, (MAIL,)), ({"demonstration": True}, (SMS, MAIL))]
CALLED = "工作人员会打电话告诉您"


@pytest.fixture
def settings(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """A house with what the test says, else with nothing that sends."""
    house = Settings(data=tmp_path / "data", database_url=url, testing=True)
    return replace(house, **getattr(request, "param", {}))


def says(page: str, sends: tuple[str, ...]) -> bool:
    """Whether the page offers these ways of machines and no other, and a call in any case."""
    return 'value="call"' in page and all((way in page) == (way in sends) for way in (SMS, MAIL))


@pytest.mark.parametrize(("settings", "sends"), WAYS, indirect=["settings"])
def test_a_resident_chooses_among_what_the_house_does(
    client: FlaskClient, world: World, sends: tuple[str, ...]
) -> None:
    client.post("/file", data={"once": once(client.get("/file").get_data(as_text=True))})
    page = client.get("/file/contact").get_data(as_text=True)
    assert says(page, sends)
    assert (CALLED in page) == (SMS not in sends)
    assert ('name="email"' in page) == (MAIL in sends), "no address is asked for that nobody writes to"
    if MAIL not in sends:
        posted = {"once": once(page), "channel": "email", "email": "a@example.com"}
        assert client.post("/file/contact", data=posted).status_code == 422


@pytest.mark.parametrize(("settings", "sends"), WAYS, indirect=["settings"])
def test_so_do_clerk_and_mediator(portal: Portal, client: FlaskClient, world: World, sends: tuple[str, ...]) -> None:
    with portal.database.writing() as db:
        case = dispute.opened(db, world)
        written = dispute.respondent(db, case)
    world.sign_in(client, portal.database, "clerk")
    assert says(client.get("/desk/file").get_data(as_text=True), sends)
    world.sign_in(client, portal.database, "mediator")
    page = client.get(f"/matters/{case.matter_id}/people/{written.id}/correct").get_data(as_text=True)
    assert says(page, sends)
    assert says(client.get(f"/cases/{case.id}/invite/{written.id}").get_data(as_text=True), sends)


def test_what_was_written_down_stays_readable_and_as_it_is(portal: Portal, client: FlaskClient, world: World) -> None:
    with portal.database.writing() as db:
        case = dispute.opened(db, world)
        asks = next(one for one in case.matter.parties if one.role == "applicant")
        assert asks.person.contact_channel == "sms"
    world.sign_in(client, portal.database, "mediator")
    address = f"/matters/{case.matter_id}/people/{asks.id}/correct"
    page = client.get(address).get_data(as_text=True)
    assert '<option selected value="sms">打电话（登记的是短信' in page
    given = {"name": asks.person.name, "gender": "", "contact_channel": "sms", "occupation": "农民"}
    assert client.post(address, data=given).status_code == 303
    with portal.database.reading() as db:
        person = db.get_one(Person, asks.person_id)
        assert (person.contact_channel, person.occupation) == ("sms", "农民")
        assert "打电话" in str(reach_of(db, person).channel)
        assert offered(db, CHANNELS.items())[0][0] == "call"
