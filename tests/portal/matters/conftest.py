"""A matter with a mediator, and the browsers of those who look at it."""

import pytest
from flask.testing import FlaskClient

from portal.app import Portal
from portal.matters.services import Opened
from tests.portal.matters.filing import file_matter, mediate
from tests.portal.matters.reading import SECRET
from tests.world import World


@pytest.fixture
def opened(world: World, portal: Portal) -> Opened:
    """A matter with a mediator, committed."""
    with portal.database.writing() as db:
        made = file_matter(db, world, applicants=[SECRET], wish="把墙修好")
        mediate(db, world, made.matter)
    return made


@pytest.fixture
def applicant(world: World, portal: Portal, client: FlaskClient, opened: Opened) -> FlaskClient:
    """The applicant's browser."""
    world.come_with_code(client, portal.database, opened.applicants[0].person_id, opened.matter.id)
    return client


@pytest.fixture
def clerk(world: World, portal: Portal, client: FlaskClient, opened: Opened) -> FlaskClient:
    """The clerk's browser."""
    world.sign_in(client, portal.database, "clerk")
    return client
