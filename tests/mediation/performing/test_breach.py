"""A promise that is not kept: never by itself, only after it was followed up, and whoever is owed learns what now."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.performing import queries
from mediation.performing.following_up import break_off, follow_up
from mediation.performing.models import FollowUp
from mediation.performing.rules import REMEDIES, late, may_break, remedies
from portal.app import Portal
from portal.followup.confirmations.services import applied
from portal.followup.obligations import queries as ledger
from portal.followup.obligations.models import Obligation
from portal.followup.obligations.rules import STATES
from portal.followup.obligations.services import speak
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from portal.matters.telling import timeline_for
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World

TODAY = date(2026, 11, 23)
WORDS = "秘密说明：他说鱼还没卖"
AFTER = datetime(2099, 2, 10, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("days", "past"), [(-1, True), (0, False), (1, False), (None, False)])
def test_what_is_late(state: str, days: int | None, past: bool) -> None:
    due = TODAY + timedelta(days=days) if days is not None else None
    settled = state in ("confirmed", "waived")
    assert late(state, due, TODAY) is (state == "disputed" or (past and not settled))


@pytest.mark.parametrize(
    ("duties", "followed_up", "may"),
    [
        ([("open", TODAY - timedelta(days=1))], True, True),
        ([("open", TODAY - timedelta(days=1))], False, False),
        ([("open", TODAY)], True, False),
        ([("disputed", None)], True, True),
        ([("confirmed", TODAY - timedelta(days=9))], True, False),
        ([], True, False),
    ],
)
def test_never_by_itself(duties: list[tuple[str, date | None]], followed_up: bool, may: bool) -> None:
    assert may_break(duties, TODAY, followed_up=followed_up) is may


def test_the_court_is_always_open_the_rest_only_where_it_holds() -> None:
    assert REMEDIES["sue"] in remedies(())
    for key, one in REMEDIES.items():
        assert (one in remedies(())) is (one.when is None), key
        assert one.when is None or one in remedies({one.when})


def owed(db: Db, world: World) -> tuple[MediationCase, Obligation]:
    """In force, with one payment until the last day of January 2099, disputed by whoever is owed."""
    case = deal.case_of(deal.sealed(db, world))
    (duty,) = ledger.of_matter(db, case.matter)
    assert duty.creditor is not None
    speak(db, dispute.visitor(duty.creditor), duty.id, "dispute", "没收到")
    return case, duty


def followed(db: Db, world: World, case: MediationCase, duty: Obligation) -> FollowUp:
    return follow_up(db, world.actor("mediator"), case.id, duty.id, "phone", "refused", WORDS)


def test_a_person_says_it_and_everybody_learns_what_now(db: Db, world: World) -> None:
    case, duty = owed(db, world)
    with pytest.raises(Conflict):
        break_off(db, world.actor("mediator"), case.id)
    row = followed(db, world, case, duty)
    assert WORDS.encode() not in (row.words_sealed or b"")
    break_off(db, world.actor("mediator"), case.id)
    assert (case.state, case.matter.stage, case.matter.close_kind) == ("breached", "closed", "procedural")
    assert duty.creditor is not None
    for party, key in ((duty.creditor, "mediation.breached_owed"), (duty.debtor, "mediation.breached_owing")):
        assert dispute.told(db, person_id=party.person_id).count(key) == 1
        assert queries.broken(db, dispute.visitor(party)) is case
        lines = " ".join(line.text for line in timeline_for(db, dispute.visitor(party), case.matter))
        assert WORDS not in lines
    with pytest.raises(Conflict):
        break_off(db, world.actor("mediator"), case.id)


def test_what_is_paid_late_still_counts(db: Db, world: World) -> None:
    case, duty = owed(db, world)
    followed(db, world, case, duty)
    break_off(db, world.actor("mediator"), case.id)
    assert duty.creditor is not None
    speak(db, dispute.visitor(duty.debtor), duty.id, "report", "今天转了")
    speak(db, dispute.visitor(duty.creditor), duty.id, "confirm")
    assert (duty.state, case.state) == ("confirmed", "breached")
    assert queries.unsettled(db, case) == []


def test_confirmation_is_named_while_the_thirty_days_run(db: Db, world: World) -> None:
    case, duty = owed(db, world)
    ways, last = queries.open_remedies(db, case, [duty])
    assert last is not None
    assert REMEDIES["confirm"] in ways
    assert REMEDIES["payment_order"] in ways
    assert REMEDIES["labour_order"] not in ways
    with clock.held(AFTER):
        ways, last = queries.open_remedies(db, case, [duty])
        assert (last, REMEDIES["confirm"] in ways) == (None, False)
    for party in cases.parties(db, case.matter_id):
        applied(db, dispute.visitor(party), case.matter)
    ways, _last = queries.open_remedies(db, case, [duty])
    assert REMEDIES["enforce"] in ways
    assert REMEDIES["confirm"] not in ways


def test_a_late_day_is_followed_up_without_anybody_disputing(db: Db, world: World) -> None:
    case = deal.case_of(deal.sealed(db, world))
    (duty,) = ledger.of_matter(db, case.matter)
    with pytest.raises(Refused):
        followed(db, world, case, duty)
    with clock.held(AFTER):
        followed(db, world, case, duty)
        break_off(db, world.actor("mediator"), case.id)
    assert case.state == "breached"


@pytest.mark.parametrize("login", ["head", "secretary", "mediator2", "outsider", "clerk", "police"])
def test_only_the_mediator_of_the_case(db: Db, world: World, login: str) -> None:
    case, duty = owed(db, world)
    with pytest.raises(Refused):
        follow_up(db, world.actor(login), case.id, duty.id, "phone", "refused", "")
    with pytest.raises(Refused):
        break_off(db, world.actor(login), case.id)


def test_a_duty_of_another_matter_is_not_there(db: Db, world: World) -> None:
    case, _duty = owed(db, world)
    _other, theirs = owed(db, world)
    with pytest.raises(Refused):
        followed(db, world, case, theirs)


def test_the_pages(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case, duty = owed(db, world)
        one, other = dispute.parties(db, case)
    world.come_with_code(client, portal.database, one.person_id, case.matter_id)
    dispute.body(client, "/my/breach", 404)
    world.sign_in(client, portal.database, "mediator")
    path = f"/cases/{case.id}/duties/{duty.id}/follow-up"
    assert path in dispute.body(client, f"/cases/{case.id}")
    assert "请先回访" in dispute.body(client, f"/cases/{case.id}/breach")
    dispute.body(client, path)
    dispute.body(client, f"/cases/{case.id}/duties/{uuid.uuid4()}/follow-up", 404)
    assert client.post(path, data={"way": "phone"}).status_code == 422
    for _click in range(2):
        data = {"way": "phone", "found": "refused", "words": WORDS, "once": "twice"}
        assert client.post(path, data=data).location == f"/cases/{case.id}"
    with portal.database.reading() as db:
        assert len(db.scalars(select(FollowUp)).all()) == 1
    assert WORDS in dispute.body(client, f"/cases/{case.id}")
    assert "民事诉讼法" in dispute.body(client, f"/cases/{case.id}/breach")
    assert client.post(f"/cases/{case.id}/breach", data={}).status_code == 422
    assert client.post(f"/cases/{case.id}/breach", data={"sure": "y", "seen": "99"}).status_code == 409
    assert client.post(f"/cases/{case.id}/breach", data={"sure": "y"}).status_code == 303
    assert client.post(f"/cases/{case.id}/breach", data={"sure": "y"}).status_code == 409
    dispute.body(client, f"/cases/{case.id}")
    for party, word in ((one, "现在可以这样办"), (other, "您现在做到，仍然算数")):
        world.come_with_code(client, portal.database, party.person_id, case.matter_id)
        assert "/my/breach" in dispute.body(client, "/my/matter")
        page = dispute.body(client, "/my/breach")
        assert word in page
        assert WORDS not in page
