"""A GET reads in a session that cannot write, by the database itself, on both engines; a POST has another."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from portal.app import Portal
from portal.kernel.outbox import OutboxRow, enqueue
from portal.kernel.policy import PUBLIC
from portal.kernel.web import db as session_of_request
from portal.kernel.web.access import access


@pytest.mark.both_engines
def test_a_view_that_would_write_on_get_is_refused_by_the_database(app: Flask, portal: Portal) -> None:
    @access(PUBLIC)
    def meddle() -> str:
        session_of_request().execute(update(OutboxRow).values(attempts=5))
        return "done"

    with portal.database.writing() as db:
        enqueue(db, "work")
    app.add_url_rule("/meddle", view_func=meddle, methods=["GET", "POST"])
    client = FlaskClient(app)
    with pytest.raises(DBAPIError, match=r"read-?only"):
        client.get("/meddle")
    with portal.database.reading() as db:
        assert db.scalars(select(OutboxRow.attempts)).all() == [0]
    assert client.post("/meddle").status_code == 200
    with portal.database.reading() as db:
        assert db.scalars(select(OutboxRow.attempts)).all() == [5]
