"""The window's small page of a matter that a committee has: what stands on it, what does not, and that each way on it
leads somewhere."""

import re

import pytest
from flask.testing import FlaskClient

from mediation.cases.models import MediationCase
from mediation.replacements.services import ask
from portal.app import Portal
from portal.kernel.db import Db
from portal.matters.models import Matter
from portal.matters.queries import workers
from portal.matters.rules import show_code
from portal.matters.words import class_name
from tests.mediation import dispute
from tests.world import World

VERBS = ("identity", "evidence")


def ways(page: str) -> set[str]:
    """Every address of the house that the page's own part leads to."""
    body = page[page.index('id="content"') :]
    return set(re.findall(r'(?:href|action)="(/[^"#]*)"', body))


def given(portal: Portal, world: World) -> tuple[Matter, MediationCase]:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        return db.get_one(Matter, case.matter_id), case


@pytest.mark.parametrize("login", ["clerk", "dispatcher"])
def test_what_stands_on_it_and_what_does_not(portal: Portal, world: World, client: FlaskClient, login: str) -> None:
    matter, case = given(portal, world)
    world.sign_in(client, portal.database, login)
    for tab in ("", "?tab=people", "?tab=papers", "?tab=evidence", "?tab=clocks"):
        page = dispute.body(client, f"/matters/{matter.id}{tab}")
        for shown in (show_code(matter.code), *dispute.APPLICANTS[:1], dispute.RESPONDENTS[0], world.committee.name_zh):
            assert shown in page
        for hidden in (dispute.STORY, class_name(dispute.CLASS), "办理经过", "查看完整号码", "更正或补充"):
            assert hidden not in page
        assert not re.search(r"1380000\d{4}", page)
    assert all(any(verb in way for way in ways(page)) for verb in VERBS)
    for way in ways(page):
        assert client.get(way, follow_redirects=True).status_code == 200, way
    party = next(iter(dispute_parties(portal, case)))
    for path in ("/triage", "/assign", "/decline", "/transfer", "/respondent", f"/people/{party}", "/archive"):
        dispute.body(client, f"/matters/{matter.id}{path}", 404)
    docket = dispute.body(client, "/docket")
    assert f"/matters/{matter.id}" in docket
    assert class_name(dispute.CLASS) not in docket
    assert dispute.RESPONDENTS[0] not in docket
    assert f"{dispute.RESPONDENTS[0][:1]}**" in docket


def dispute_parties(portal: Portal, case: MediationCase) -> list[object]:
    with portal.database.reading() as db:
        return [party.id for party in dispute.parties(db, db.get_one(MediationCase, case.id))]


def test_whoever_is_looked_for_by_name_is_shown_by_name(portal: Portal, world: World, client: FlaskClient) -> None:
    given(portal, world)
    world.sign_in(client, portal.database, "clerk")
    found = dispute.body(client, f"/docket?q={dispute.APPLICANTS[0]}")
    assert found.count(dispute.APPLICANTS[0]) > 1
    assert dispute.RESPONDENTS[0] not in found


def test_the_window_hands_in_for_a_party_and_does_not_see_it_again(
    portal: Portal, world: World, client: FlaskClient
) -> None:
    matter, _case = given(portal, world)
    world.sign_in(client, portal.database, "clerk")
    form = dispute.body(client, f"/matters/{matter.id}/evidence")
    assert "工作人员自己收集的" not in form
    page = dispute.body(client, f"/matters/{matter.id}?tab=evidence")
    assert "还没有材料" not in page


def test_the_dispatcher_answers_a_request_for_another_mediator(
    portal: Portal, world: World, client: FlaskClient
) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        ask(db, dispute.visitor(dispute.applicant(db, case)), None, "")
    world.sign_in(client, portal.database, "dispatcher")
    way = f"/cases/{case.id}/mediator"
    assert way in dispute.body(client, f"/matters/{case.matter_id}")
    dispute.body(client, way)
    world.sign_in(client, portal.database, "clerk")
    assert way not in dispute.body(client, f"/matters/{case.matter_id}")


def test_who_must_still_say_whether_they_may_is_nobody_who_works_on_it(world: World, db: Db) -> None:
    case = dispute.assigned(db, world)
    assert {capacity for capacity, _, _ in workers(db, db.get_one(Matter, case.matter_id))} == {"desk", "committee"}
