"""Who is owed says that it was not done: the mediator's bell rings, the file shows it, the next step has a day."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from mediation.cases.models import MediationCase
from mediation.performing.following_up import break_off, follow_up
from portal.app import Portal
from portal.followup.obligations import queries as ledger
from portal.followup.obligations import services
from portal.followup.obligations.models import Obligation
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World

SAID = "收据是假的，钱没到账"


def in_force(db: Db, world: World) -> tuple[MediationCase, Obligation]:
    """One payment is owed."""
    case = deal.case_of(deal.sealed(db, world))
    (duty,) = ledger.of_matter(db, case.matter)
    return case, duty


def says(db: Db, duty: Obligation, act: str) -> None:
    """Whoever may say it does."""
    party = duty.debtor if act == "report" else duty.creditor
    assert party is not None
    services.speak(db, Actor(person=party.person_id, scope=duty.matter_id), duty.id, act, SAID)


def bell(db: Db, world: World, login: str = "mediator") -> list[str]:
    return dispute.told(db, account_id=world.accounts[login].id)


def test_a_dispute_rings_the_mediator(db: Db, world: World) -> None:
    case, duty = in_force(db, world)
    says(db, duty, "report")
    assert "duty.disputed_file" not in bell(db, world)
    says(db, duty, "dispute")
    assert bell(db, world)[-1] == "duty.disputed_file"
    assert (case.matter.next_key, case.matter.next_due_at is not None) == ("next.duty_disputed", True)


def test_the_follow_up_has_a_next_step_with_a_day(db: Db, world: World) -> None:
    case, duty = in_force(db, world)
    says(db, duty, "dispute")
    follow_up(db, world.actor("mediator"), case.id, duty.id, "phone", "promised", "")
    assert (case.matter.next_key, case.matter.next_due_at is not None) == ("next.after_follow_up", True)


def test_a_breach_is_told_to_the_committee_and_what_is_said_after_it_to_the_mediator(db: Db, world: World) -> None:
    case, duty = in_force(db, world)
    says(db, duty, "dispute")
    follow_up(db, world.actor("mediator"), case.id, duty.id, "phone", "refused", "")
    break_off(db, world.actor("mediator"), case.id)
    assert "mediation.breached_file" in bell(db, world, "head")
    says(db, duty, "report")
    assert bell(db, world)[-1] == "duty.spoken_file"
    assert case.matter.next_key == "next.after_breach"


def test_the_day_after_the_last_one_the_mediator_hears_of_it(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        in_force(db, world)
    with clock.held(datetime(2099, 2, 1, 4, 0, tzinfo=UTC)), portal.database.writing() as db:
        services.remind(services.Job(portal.database, db.info["settings"] and world.center.id, {}, 1))
    with portal.database.reading() as db:
        assert bell(db, world)[-1] == "duty.overdue_file"


@pytest.mark.parametrize("login", ["mediator", "head"])
def test_the_file_shows_the_duties_to_mediator_and_committee(
    portal: Portal, world: World, client: FlaskClient, login: str
) -> None:
    with portal.database.writing() as db:
        case, duty = in_force(db, world)
        says(db, duty, "dispute")
        case_id, text = case.id, duty.text
    world.sign_in(client, portal.database, login)
    page = dispute.body(client, f"/cases/{case_id}")
    assert text in page
    assert SAID in page
    assert "有一方说没有做到" in page
    assert ("记录回访" in page.split("履行督促")[1]) is (login == "mediator")


def test_the_page_says_who_was_told(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case, duty = in_force(db, world)
        assert duty.creditor is not None
        person, matter, duty_id = duty.creditor.person_id, case.matter_id, duty.id
    world.come_with_code(client, portal.database, person, matter)
    path = f"/my/duties/{duty_id}/dispute"
    assert "对方、调解员和调委会" in dispute.body(client, path)
    client.post(path, data={"seen": "1", "note": SAID})
    assert "告诉了对方和调解员" in dispute.body(client, "/my/matter")
