"""When something goes wrong in production: each answer carries the headers, and no page shows what it was."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from flask import Flask, abort, render_template_string, send_file
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.test import TestResponse

from portal.app import Portal, create_app
from portal.kernel.db import Db
from portal.kernel.db.database import commit
from portal.kernel.files.services import store
from portal.kernel.live.sockets import Sockets
from portal.kernel.policy import PUBLIC, Conflict, Refused
from portal.kernel.settings import Settings
from portal.kernel.web import db as session_of_request
from portal.kernel.web.access import access
from portal.matters.evidence.services import add_evidence
from tests.conftest import StrictClient
from tests.portal.matters.filing import file_matter
from tests.world import World

SECRET = "the secret of 张三"


@pytest.fixture
def house(app: Flask, settings: Settings) -> Flask:
    """The same house as whoever serves it has it: with the handler for what nobody foresaw."""
    served = create_app(replace(settings, testing=False))
    served.config["WTF_CSRF_ENABLED"] = False
    served.extensions["portal"].database.services["wake"] = app.extensions["portal"].database.services.get("wake")
    return served


def well_headed(answer: TestResponse) -> bool:
    """Whether an answer carries what every answer carries."""
    policy = answer.headers.get("Content-Security-Policy", "")
    return (
        ("default-src 'self'" in policy or "default-src 'none'" in policy)
        and "unsafe" not in policy
        and answer.headers.get("X-Content-Type-Options") == "nosniff"
        and answer.headers.get("X-Frame-Options") == "DENY"
        and answer.headers.get("Referrer-Policy") == "same-origin"
        and "Cache-Control" in answer.headers
    )


def raising(error: BaseException) -> object:
    """A view in which something goes wrong."""

    @access(PUBLIC)
    def view() -> str:
        raise error

    return view


@access(PUBLIC)
def asks_wrongly() -> str:
    """A view whose question the database does not understand."""
    session_of_request().execute(text("select * from nowhere where name = :name"), {"name": SECRET})
    return ""


@access(PUBLIC)
def renders_wrongly() -> str:
    """A view whose template names what nobody gave it."""
    return render_template_string("{{ secret.of }}" + SECRET)


BROKEN = {
    "an error": raising(RuntimeError(SECRET)),
    "a missing key": raising(KeyError(SECRET)),
    "a failed assertion": raising(AssertionError(SECRET)),
    "a wrong question": asks_wrongly,
    "a wrong template": renders_wrongly,
}


@pytest.mark.parametrize("what", BROKEN)
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.usefixtures("world")
def test_the_page_for_a_fault_says_nothing_of_the_fault(house: Flask, what: str, method: str) -> None:
    view: Any = BROKEN[what]
    house.add_url_rule("/broken", view_func=view, endpoint="broken", methods=["GET", "POST"])
    answer = StrictClient(house).open("/broken", method=method)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "我们这边出了故障" in page
    for word in (SECRET, "张三", "Error", "Traceback", "nowhere", "select", "secret"):
        assert word not in page, word
    assert well_headed(answer)


STATUSES = (400, 401, 403, 404, 405, 408, 409, 410, 411, 412, 413, 414, 415, 416, 422, 428, 429, 431, 500, 502, 503)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.usefixtures("world")
def test_every_refusal_carries_the_headers(house: Flask, status: int) -> None:
    @access(PUBLIC)
    def refuse() -> str:
        abort(status)

    house.add_url_rule("/refused", view_func=refuse)
    answer = StrictClient(house).get("/refused")
    assert answer.status_code == status
    assert well_headed(answer)


@pytest.mark.parametrize(
    ("error", "status"), [(Conflict("已经改过了。"), 409), (StaleDataError(SECRET), 409), (Refused(SECRET), 404)]
)
@pytest.mark.usefixtures("world")
def test_what_the_house_itself_refuses_carries_them(house: Flask, error: Exception, status: int) -> None:
    house.add_url_rule("/refused", view_func=raising(error), methods=["POST"])  # type: ignore[arg-type]
    answer = StrictClient(house).post("/refused")
    assert answer.status_code == status
    assert SECRET not in answer.get_data(as_text=True)
    assert well_headed(answer)


@pytest.mark.usefixtures("world")
def test_a_flood_is_refused_with_them(house: Flask) -> None:
    client = FlaskClient(house)
    answers = [client.post("/account/sign-in", data={"phone": ""}) for _ in range(31)]
    assert [answer.status_code == 429 for answer in answers] == [False] * 30 + [True]
    assert well_headed(answers[-1])


@pytest.mark.usefixtures("world")
def test_pieces_of_a_file_carry_them(house: Flask) -> None:
    client = FlaskClient(house)
    for asked, status in (("bytes=0-9", 206), ("bytes=99999999-", 416)):
        answer = client.get("/static/css/onedoor.css", headers={"Range": asked})
        assert answer.status_code == status
        assert well_headed(answer)


def test_a_download_carries_them(client: FlaskClient, portal: Portal, world: World) -> None:
    with portal.database.session(writes=True) as db:
        evidence = handed_in(db, world, portal)
        commit(db)
    world.sign_in(client, portal.database, "clerk")
    answer = client.get(f"/evidence/{evidence}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    assert well_headed(answer)


def handed_in(db: Db, world: World, portal: Portal) -> object:
    """A text that the clerk took at the counter."""
    matter = file_matter(db, world).matter
    file = store(db, "他欠我三千元。".encode(), "欠条.txt", portal.settings)
    return add_evidence(db, world.actor("clerk"), matter, file, matter.parties[0]).id


def test_a_file_that_is_sent_anew_carries_them(house: Flask) -> None:
    @access(PUBLIC)
    def give() -> object:
        return send_file(BytesIO(b"words"), "text/plain", etag="x")

    house.add_url_rule("/given", view_func=give)  # type: ignore[arg-type]
    client = FlaskClient(house)
    assert well_headed(client.get("/given"))
    assert well_headed(client.head("/given"))
    assert well_headed(client.options("/given"))


def test_sockets_carry_them(app: Flask, portal: Portal) -> None:
    portal.settings = replace(portal.settings, extra={"async_mode": "threading"})
    Sockets(app, portal)
    client = FlaskClient(app)
    for query, status in (("EIO=4&transport=polling", 200), ("EIO=99&transport=polling", 400), ("", 400)):
        answer = client.get(f"/socket.io/?{query}")
        assert answer.status_code == status
        assert well_headed(answer)
