"""The mediator's docket and file: found by state, page by page, with the same number of queries however many."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from mediation.cases import queries
from mediation.cases.models import MediationCase
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.matters.models import Matter
from portal.matters.services import flag_danger
from tests.mediation import dispute
from tests.world import World


@contextmanager
def counted(portal: Portal) -> Iterator[list[str]]:
    """The statements that a page asks of the database."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    for engine in (portal.database.engine, portal.database.reader):
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        for engine in (portal.database.engine, portal.database.reader):
            event.remove(engine, "before_cursor_execute", note)


def _open(db: Db, world: World, number: int, state: str = "") -> list[MediationCase]:
    made = []
    for step in range(number):
        with clock.held(clock.now() - timedelta(minutes=number - step)):
            made.append(dispute.accepted(db, world) if state == "accepted" else dispute.opened(db, world))
    return made


def test_the_docket_asks_the_same_however_many_cases(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        _open(db, world, 2)
        dispute.assigned(db, world)
    world.sign_in(client, portal.database, "mediator")
    dispute.body(client, "/cases")
    with counted(portal) as few:
        dispute.body(client, "/cases")
    with portal.database.writing() as db:
        _open(db, world, 12)
        for _ in range(3):
            dispute.assigned(db, world)
    with counted(portal) as many:
        dispute.body(client, "/cases")
    assert len(many) == len(few)


def test_the_file_asks_the_same_however_many_parties(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        small = dispute.opened(db, world)
        large = dispute.opened(db, world, applicants=2, respondents=3)
        for case in (small, large):
            dispute.invited(db, world, case, dispute.respondent(db, case))
    world.sign_in(client, portal.database, "mediator")
    dispute.body(client, f"/cases/{small.id}")
    with counted(portal) as few:
        dispute.body(client, f"/cases/{small.id}")
    with counted(portal) as many:
        dispute.body(client, f"/cases/{large.id}")
    assert len(many) == len(few)


def test_page_by_page_newest_first(
    portal: Portal, world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    with portal.database.writing() as db:
        made = _open(db, world, 7)
    world.sign_in(client, portal.database, "mediator")
    path, seen = "/cases", []
    while path:
        page = dispute.body(client, path)
        seen += re.findall(r'href="/cases/([0-9a-f-]{36})"', page)
        following = re.search(r'href="(/cases\?[^"]*after=[^"]+)"', page)
        path = following.group(1).replace("&amp;", "&") if following else ""
    assert seen == [str(case.id) for case in reversed(made)]


def test_filtered_by_state(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        waiting, done = _open(db, world, 1), _open(db, world, 1, "accepted")
    world.sign_in(client, portal.database, "mediator")
    page = dispute.body(client, "/cases?state=accepted")
    assert str(done[0].id) in page
    assert str(waiting[0].id) not in page
    assert str(waiting[0].id) in dispute.body(client, "/cases?state=nonsense")


def test_the_file_shows_answers_masked_people_and_never_why(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.opened(db, world, respondents=2)
        first, one, two = dispute.parties(db, case)
        dispute.invited(db, world, case, one)
        dispute.says(db, case, first, "yes", wants_public=True)
        dispute.says(db, case, two, "no", reason="秘密原因在此")
    for who in ("mediator", "head", "secretary"):
        world.sign_in(client, portal.database, who)
        page = dispute.body(client, f"/cases/{case.id}")
        assert "第 2 次征求意见" in page
        assert one.person.name in page
        for hidden in ("秘密原因在此", dispute.phone_of(one.person.name), "西街3号"):
            assert hidden not in page
        matter = dispute.body(client, f"/matters/{case.matter_id}")
        assert f"/cases/{case.id}" in matter
        assert "秘密原因在此" not in matter


def test_only_the_mediator_is_offered_to_invite_and_record(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.opened(db, world)
        other = dispute.respondent(db, case)
    for who, offered in (("mediator", True), ("head", False), ("secretary", False)):
        world.sign_in(client, portal.database, who)
        page = dispute.body(client, f"/cases/{case.id}")
        for path in (f"/cases/{case.id}/invite/{other.id}", f"/cases/{case.id}/answers/{other.id}"):
            assert (path in page) is offered
            dispute.body(client, path, 200 if offered else 404)


def test_r16_the_light_is_that_of_the_clocks_and_danger_takes_the_pressure_off(
    portal: Portal, world: World, client: FlaskClient
) -> None:
    """The docket and the file say what the matter's own page says; the promised day of the next step gives no light."""
    with portal.database.writing() as db, clock.held(clock.now() - timedelta(days=20)):
        case = dispute.opened(db, world)
        case.matter.next_due_at = clock.now() + timedelta(days=90)
    world.sign_in(client, portal.database, "mediator")
    pages = ("/cases", f"/cases/{case.id}", f"/matters/{case.matter_id}")
    for path in pages:
        assert "已超期：" in dispute.body(client, path), path
    with portal.database.writing() as db:
        flag_danger(db, world.actor("mediator"), db.get_one(Matter, case.matter_id))
    for path in pages:
        body = dispute.body(client, path)
        assert "只计时，不催办" in body, path
        assert "已超期：" not in body, path
