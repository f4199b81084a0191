"""The cookie of a sign-in goes out when it changes and at no other time: never with a file that others may keep."""

import pytest
from flask.testing import FlaskClient

from portal.app import Portal
from tests.world import World


@pytest.fixture
def signed_in(client: FlaskClient, portal: Portal, world: World) -> FlaskClient:
    """A clerk's browser; a sign-in outlives the window, so its cookie is one that lasts."""
    world.sign_in(client, portal.database, "clerk")
    with client.session_transaction() as session:
        session.permanent = True
    return client


def test_public_files_carry_nobodys_sign_in(signed_in: FlaskClient) -> None:
    answer = signed_in.get("/static/css/onedoor.css?v=1")
    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "Cookie" in signed_in.get("/desk").headers["Vary"]


def test_an_answer_that_comes_late_brings_no_former_sign_in_back(signed_in: FlaskClient) -> None:
    """A page that was read before changes nothing, so it cannot undo a sign-out or a sign-in that came between."""
    assert "Set-Cookie" in signed_in.get("/desk").headers  # the token against forgery is new
    assert "Set-Cookie" not in signed_in.get("/desk").headers
