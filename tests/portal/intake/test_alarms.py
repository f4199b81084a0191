"""Alarms: the roster is called one by one until somebody answers; the first answer stands."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from portal.accounts.models import Account, RoleGrant
from portal.app import Portal
from portal.intake.alarms import queries, rules, services
from portal.intake.alarms.models import Alarm
from portal.intake.alarms.policy import ANSWER
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import drain
from portal.kernel.policy import ANONYMOUS, SYSTEM, Conflict, Refused
from portal.notices.models import Delivery, Notice
from tests.world import World

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("roster", "rung", "place"),
    [(0, 0, None), (1, 0, 0), (1, 1, 0), (1, 3, 0), (2, 0, 0), (2, 1, 1), (2, 2, 0), (2, 5, 1), (2, 6, 0)],
)
def test_next_on_roster(roster: int, rung: int, place: int | None) -> None:
    assert rules.next_on_roster(roster, rung) == place


def called(db: Db, world: World) -> list[str]:
    """The logins that were called, in order."""
    names = {account.id: login for login, account in world.accounts.items()}
    rows = db.scalars(select(Notice).where(Notice.key == "alarm").order_by(Notice.id)).all()
    return [names[row.account_id] for row in rows if row.account_id]


@pytest.mark.both_engines
def test_unanswered_for_five_minutes_goes_to_the_next(portal: Portal, world: World) -> None:
    with clock.held(NOON), portal.database.writing() as db:
        alarm = services.raise_alarm(db, SYSTEM, world.center.id, "story", ["不想活"])
        alarm_id = alarm.id
    with clock.held(NOON):
        drain(portal.database, portal.handlers)
    with portal.database.reading() as db:
        assert called(db, world) == ["duty"]
    with clock.held(NOON + timedelta(minutes=4, seconds=59)):
        drain(portal.database, portal.handlers)
    with portal.database.reading() as db:
        assert called(db, world) == ["duty"]
    with clock.held(NOON + timedelta(minutes=5)):
        drain(portal.database, portal.handlers)
    with portal.database.reading() as db:
        assert called(db, world) == ["duty", "duty2"]
    with portal.database.writing() as db:
        services.acknowledge(db, world.actor("duty2"), alarm_id)
    with clock.held(NOON + timedelta(minutes=30)):
        drain(portal.database, portal.handlers)
    with portal.database.reading() as db:
        assert called(db, world) == ["duty", "duty2"]


def test_one_filing_one_alarm_with_all_that_was_matched(db: Db, world: World) -> None:
    draft = world.center.id
    for words in (["刀"], ["杀", "刀"]):
        services.raise_alarm(db, SYSTEM, world.center.id, "story", words, draft_id=draft)
    (alarm,) = db.scalars(select(Alarm)).all()
    assert alarm.matched == ["刀", "杀"]


def test_whoever_was_quick_has_the_matter_too_and_hears_of_what_is_new(db: Db, world: World) -> None:
    """The alarm was taken while the story was still being written."""
    from portal.matters import queries as matters
    from tests.portal.intake.test_dispatch import matter_in

    draft, duty = world.center.id, world.actor("duty")
    alarm = services.raise_alarm(db, SYSTEM, world.center.id, "story", ["刀"], draft_id=draft)
    services.acknowledge(db, duty, alarm.id)
    rung = select(Notice.account_id).where(Notice.key == "alarm")
    before = len(db.scalars(rung).all())
    for _ in range(2):
        services.raise_alarm(db, SYSTEM, world.center.id, "question", ["threat"], draft_id=draft)
    assert db.scalars(rung).all()[before:] == [duty.account]
    matter = matter_in(db, world)
    services.attach(db, draft, matter)
    assert matters.get(db, duty, matter.id) is matter
    with pytest.raises(Refused):
        matters.get(db, world.actor("duty2"), matter.id)


@pytest.mark.both_engines
def test_two_answer_at_once_one_has_it(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        alarm_id = services.raise_alarm(db, SYSTEM, world.center.id, "story", ["刀"]).id
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def answer(login: str) -> None:
        gate.wait()
        try:
            with portal.database.writing() as own:
                services.acknowledge(own, world.actor(login), alarm_id)
            outcomes.append("mine")
        except Exception as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=answer, args=(login,)) for login in ("duty", "duty2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes)[-1] == "mine"
    assert outcomes.count("mine") == 1, outcomes


def test_policy_and_query_agree(db: Db, world: World) -> None:
    alarm = services.raise_alarm(db, SYSTEM, world.center.id, "story", ["刀"])
    desk = {"clerk", "dispatcher", "duty", "duty2", "centre_head"}
    for login in world.accounts:
        actor = world.actor(login)
        assert ANSWER.allows(db, actor, alarm) is (login in desk), login
        assert bool(queries.open_ones(db, actor)) is (login in desk), login
        if login not in desk:
            with pytest.raises(Refused):
                queries.get(db, actor, alarm.id)
    assert queries.open_ones(db, ANONYMOUS) == []


def test_answered_is_answered(db: Db, world: World) -> None:
    alarm = services.raise_alarm(db, SYSTEM, world.center.id, "story", ["刀"])
    services.acknowledge(db, world.actor("duty"), alarm.id)
    with pytest.raises(Conflict):
        services.acknowledge(db, world.actor("clerk"), alarm.id)


def test_whoever_takes_the_alarm_may_open_the_matter_and_nobody_else_of_the_roster(db: Db, world: World) -> None:
    from portal.matters import queries as matters
    from tests.portal.intake.test_dispatch import matter_in

    matter = matter_in(db, world)
    alarm = services.raise_alarm(db, SYSTEM, world.center.id, "triage", ["hurt_now"], matter=matter)
    for login in ("duty", "duty2"):
        with pytest.raises(Refused):
            matters.get(db, world.actor(login), matter.id)
    services.acknowledge(db, world.actor("duty"), alarm.id)
    assert matters.get(db, world.actor("duty"), matter.id) is matter
    with pytest.raises(Refused):
        matters.get(db, world.actor("duty2"), matter.id)


@pytest.mark.parametrize(("roster", "rung", "minutes"), [(2, 0, 5), (2, 5, 5), (2, 6, 30), (0, 0, 5), (0, 3, 30)])
def test_an_alarm_is_called_more_slowly_after_three_rounds_and_never_given_up(
    roster: int, rung: int, minutes: int
) -> None:
    assert rules.call_again_after(roster, rung) == timedelta(minutes=minutes)


def test_without_a_roster_the_desk_is_called(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        db.execute(delete(RoleGrant).where(RoleGrant.role == "duty"))
        services.raise_alarm(db, SYSTEM, world.center.id, "story", ["刀"])
    drain(portal.database, portal.handlers)
    with portal.database.reading() as db:
        assert len(called(db, world)) == 1


def test_the_call_rings_the_phone_of_whoever_is_on_duty(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        account = db.scalars(select(Account).where(Account.login == "duty")).one()
        account.phone = "13800000009"
        services.raise_alarm(db, SYSTEM, world.center.id, "story", ["刀"])
    drain(portal.database, portal.handlers)
    with portal.database.reading() as db:
        (delivery,) = db.scalars(select(Delivery).join(Delivery.notice).where(Notice.key == "alarm")).all()
        assert delivery.channel == "sms"


def test_taking_needs_no_words_and_shows_how_to_reach_everybody(
    portal: Portal, world: World, client: FlaskClient
) -> None:
    from tests.portal.intake.test_dispatch import matter_in

    with portal.database.writing() as db:
        matter = matter_in(db, world)
        person = matter.parties[0].person
        person.phone, person.contact_words = "13800000001", "只说是社区的"
        alarm = services.raise_alarm(db, SYSTEM, world.center.id, "triage", ["hurt_now"], matter=matter)
    world.sign_in(client, portal.database, "duty")
    page = client.get(f"/desk/alarms/{alarm.id}").get_data(as_text=True)
    assert "13800000001" in page
    assert "只说是社区的" in page
    assert client.post(f"/desk/alarms/{alarm.id}/take").status_code == 303
    page = client.get(f"/desk/alarms/{alarm.id}").get_data(as_text=True)
    assert f"/matters/{matter.id}" in page
    assert client.get(f"/matters/{matter.id}").status_code == 200
    assert client.post(f"/desk/alarms/{alarm.id}", data={"note": ""}).status_code == 422
    client.post(f"/desk/alarms/{alarm.id}", data={"note": "已电话联系，已报 110"})
    assert "已电话联系" in client.get("/desk/alarms").get_data(as_text=True)
