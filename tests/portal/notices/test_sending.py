"""Notices on their way outside: as the receiver wishes, in neutral words, and never silently lost."""

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.outbox import ATTEMPTS, OutboxRow, drain
from portal.notices import kinds
from portal.notices.models import Delivery, Notice
from portal.notices.services import UNDELIVERED, notify
from portal.people.persons.models import Person
from tests.portal.notices.conftest import STORY
from tests.portal.notices.postbox import Postbox
from tests.world import World

MakePerson = Callable[..., uuid.UUID]
Deliveries = Callable[[], list[Delivery]]
Work = Callable[[], int]
SetUp = Callable[..., None]
EMAIL = {"contact_channel": "email", "email": "li@example.com"}
SMS = {"contact_channel": "sms", "phone": "13800000001"}

pytestmark = pytest.mark.both_engines


def tell(database: Database, key: str, **to: object) -> uuid.UUID:
    with database.writing() as db:
        return notify(db, key, **to).id  # type: ignore[arg-type]


def mail_server(box: Postbox) -> str:
    return f"smtp://127.0.0.1:{box.port}"


def desk_bells(database: Database, world: World) -> list[str]:
    desk = {world.accounts[login].id for login in ("clerk", "dispatcher")}
    with database.reading() as db:
        told = db.scalars(select(Notice).where(Notice.key == UNDELIVERED)).all()
    assert {notice.account_id for notice in told} <= desk
    return [notice.key for notice in told]


def test_an_email_goes_out_with_fresh_secrets_and_is_kept_without_them(
    database: Database, person: MakePerson, work: Work, deliveries: Deliveries, set_up: SetUp, test_kinds: list[str]
) -> None:
    tell(database, "test.invite", person_id=person(**EMAIL))
    assert test_kinds == [], "nothing is minted before it is sent"
    with Postbox() as box:
        set_up(smtp_url=mail_server(box), sender="centre@example.org")
        work()
        work()
    (letter,) = box.letters
    assert letter.get_content().strip() == "请打开 https://door/secret-1 ，口令 secret-2，电话 0900-1234567。"
    (delivery,) = deliveries()
    assert (delivery.state, delivery.how, delivery.masked_to) == ("sent", "machine", "l***@example.com")
    assert delivery.words == "请打开 ＊＊＊，口令 ＊＊＊，电话 0900-1234567。"
    assert b"0900" not in (delivery.words_sealed or b"")


def test_words_outside_say_nothing_of_the_case_and_the_page_does(
    database: Database, person: MakePerson, work: Work, set_up: SetUp
) -> None:
    tell(database, "test.invite", person_id=person(**EMAIL))
    with Postbox() as box:
        set_up(smtp_url=mail_server(box))
        work()
    everything = box.letters[0].as_string() + box.letters[0].get_content() + str(box.letters[0]["Subject"])
    assert not any(word in everything for word in STORY)


@pytest.mark.parametrize("key", [*sorted({"test.invite", "test.plain"})])
def test_whoever_asks_for_care_is_asked_to_call_and_nothing_is_minted(
    key: str, database: Database, person: MakePerson, work: Work, set_up: SetUp, test_kinds: list[str]
) -> None:
    someone = person(**EMAIL, contact_words="只说是社区的")
    tell(database, key, person_id=someone, due_on=date(2026, 11, 30))
    with Postbox() as box:
        set_up(smtp_url=mail_server(box))
        work()
    said = box.letters[0].get_content().strip()
    assert said.startswith("您好，方便时请回个电话：")
    assert "社区" not in said
    assert test_kinds == []


def test_what_somebody_asks_for_this_minute_goes_out_although_they_asked_for_care(
    database: Database, person: MakePerson, work: Work, set_up: SetUp
) -> None:
    tell(database, "test.code", person_id=person(**EMAIL, contact_words="您预约的体检报告出来了"))
    with Postbox() as box:
        set_up(smtp_url=mail_server(box))
        work()
    assert box.letters[0].get_content().strip() == "验证码 secret-1"


def test_a_shared_phone_hears_only_that_we_ask_for_a_call(
    database: Database, person: MakePerson, work: Work, deliveries: Deliveries, set_up: SetUp, test_kinds: list[str]
) -> None:
    set_up(demonstration=True)
    tell(database, "test.invite", person_id=person(**SMS, phone_shared=True))
    work()
    (delivery,) = deliveries()
    assert delivery.words.startswith("您好，方便时请回个电话：")
    assert test_kinds == []


def test_a_code_never_goes_to_a_shared_phone(
    database: Database, person: MakePerson, work: Work, deliveries: Deliveries, set_up: SetUp, test_kinds: list[str]
) -> None:
    set_up(demonstration=True)
    tell(database, "test.code", person_id=person(**SMS, phone_shared=True))
    work()
    (delivery,) = deliveries()
    assert (delivery.state, delivery.error, test_kinds) == ("failed", "shared_phone", [])


def test_words_are_in_the_receivers_language(
    database: Database, person: MakePerson, deliveries: Deliveries, work: Work, set_up: SetUp
) -> None:
    set_up(demonstration=True)
    tell(database, "test.invite", person_id=person(**SMS, phone_shared=True, locale="en"))
    work()
    (delivery,) = deliveries()
    assert delivery.words.startswith("Hello, please call back when it suits you:")


@pytest.mark.parametrize(
    ("wishes", "channel", "state", "error"),
    [
        (SMS, "sms", "waiting", None),
        ({"contact_channel": "call", "phone": "13800000001"}, "call", "waiting", None),
        ({"contact_channel": "visit", "address": "东村5号"}, "visit", "waiting", None),
        ({"contact_channel": "letter", "address": "东村5号"}, "letter", "waiting", None),
        ({"contact_channel": "none", "phone": "13800000001"}, "none", "waiting", None),
        ({"contact_channel": "sms"}, "sms", "failed", "no_address"),
        ({"contact_channel": "email", "phone": "13800000001"}, "email", "failed", "no_address"),
        (EMAIL, "email", "failed", "no_server"),
    ],
)
def test_what_no_machine_can_do_waits_for_the_desk_and_is_never_dropped(
    wishes: dict[str, str], channel: str, state: str, error: str | None,
    database: Database, world: World, person: MakePerson, deliveries: Deliveries, work: Work,
) -> None:  # fmt: skip
    tell(database, "test.invite", person_id=person(**wishes))
    work()
    (delivery,) = deliveries()
    assert (delivery.channel, delivery.state, delivery.error) == (channel, state, error)
    assert delivery.center_id == world.center.id
    assert len(desk_bells(database, world)) == (2 if state == "failed" else 0)


def test_a_refused_address_is_told_to_the_desk_and_not_tried_again(
    database: Database, world: World, person: MakePerson, deliveries: Deliveries, work: Work, set_up: SetUp
) -> None:
    tell(database, "test.plain", person_id=person(**EMAIL), due_on=date(2026, 11, 30))
    with Postbox({"RCPT": "550 no such user"}) as box:
        set_up(smtp_url=mail_server(box))
        work()
    (delivery,) = deliveries()
    assert (delivery.state, delivery.error) == ("failed", "refused")
    assert len(desk_bells(database, world)) == 2
    with database.reading() as db:
        assert db.scalars(select(OutboxRow).where(OutboxRow.done_at.is_(None))).all() == []


def test_a_server_that_is_away_is_tried_again_with_new_secrets_and_in_the_end_the_desk_is_told(
    portal: Portal, world: World, person: MakePerson, deliveries: Deliveries, set_up: SetUp, test_kinds: list[str]
) -> None:
    database, now = portal.database, clock.now()
    tell(database, "test.code", person_id=person(**EMAIL))
    with Postbox({"DATA": "451 later"}) as box:
        set_up(smtp_url=mail_server(box))
        for attempt in range(1, ATTEMPTS + 1):
            with database.reading() as db:
                row = db.scalars(select(OutboxRow)).one()
            with clock.held(max(now, row.next_at)):
                assert drain(database, portal.handlers) == 1
            (delivery,) = deliveries()
            assert delivery.state == ("waiting" if attempt < ATTEMPTS else "failed")
    assert delivery.error == "no_answer"
    assert len(test_kinds) == ATTEMPTS, "each try mints anew, so the former secret is void"
    with database.reading() as db:
        row = db.scalars(select(OutboxRow)).one()
    assert row.dead_at is not None
    assert row.error == "the mail server asks to come back later (451)"
    assert "li@example.com" not in str(row.payload)
    assert len(desk_bells(database, world)) == 2


def test_words_that_cannot_be_made_end_on_the_desks_list(
    portal: Portal, person: MakePerson, deliveries: Deliveries, set_up: SetUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(demonstration=True)
    tell(portal.database, "test.invite", person_id=person(**SMS))
    monkeypatch.delitem(kinds._kinds, "test.invite")
    for _ in range(ATTEMPTS):
        with portal.database.reading() as db:
            row = db.scalars(select(OutboxRow)).one()
        with clock.held(row.next_at):
            drain(portal.database, portal.handlers)
    (delivery,) = deliveries()
    assert (delivery.state, delivery.error) == ("failed", "broken")


def test_a_wish_that_changed_meanwhile_is_followed(
    database: Database, person: MakePerson, deliveries: Deliveries, work: Work, set_up: SetUp, test_kinds: list[str]
) -> None:
    someone = person(**EMAIL, address="东村5号")
    tell(database, "test.invite", person_id=someone)
    with database.writing() as db:
        db.get_one(Person, someone).contact_channel = "letter"
    with Postbox() as box:
        set_up(smtp_url=mail_server(box))
        work()
    (delivery,) = deliveries()
    assert (delivery.channel, delivery.state, box.letters, test_kinds) == ("letter", "waiting", [], [])


def test_an_account_has_the_bell_and_email_beside_it(
    database: Database, world: World, deliveries: Deliveries, work: Work, set_up: SetUp
) -> None:
    clerk, dispatcher = world.accounts["clerk"], world.accounts["dispatcher"]
    with database.writing() as db:
        db.merge(clerk).email = "clerk@example.org"
    for account in (clerk, dispatcher):
        tell(database, "test.plain", account_id=account.id, due_on=date(2026, 11, 30))
        tell(database, "test.bell", account_id=account.id, count=3)
    with Postbox() as box:
        set_up(smtp_url=mail_server(box))
        work()
    assert [letter["To"] for letter in box.letters] == ["clerk@example.org"]
    assert [delivery.state for delivery in deliveries()] == ["sent"]


def test_a_bare_phone_gets_what_it_asked_for_in_its_language(
    database: Database, world: World, deliveries: Deliveries, work: Work, set_up: SetUp
) -> None:
    set_up(demonstration=True)
    tell(database, "test.code", phone="13800000009", locale="en")
    work()
    (delivery,) = deliveries()
    assert (delivery.state, delivery.masked_to) == ("sent", "138****0009")
    assert delivery.words.endswith("secret-1")


def test_a_notice_has_one_receiver(database: Database, person: MakePerson, world: World) -> None:
    with pytest.raises(Exception, match=r"receiver|CHECK"):
        tell(database, "test.bell", person_id=person(), account_id=world.accounts["clerk"].id, count=1)


def test_a_kind_that_nobody_registered_fails_the_act(database: Database, world: World) -> None:
    with pytest.raises(KeyError):
        tell(database, "test.unknown", account_id=world.accounts["clerk"].id)


@pytest.mark.parametrize(("key", "params"), [("test.bell", {}), ("test.plain", {"due": 1}), ("test.odd", {})])
def test_a_sentence_that_cannot_be_filled_in_fails_the_act(
    database: Database, world: World, monkeypatch: pytest.MonkeyPatch, key: str, params: dict[str, int]
) -> None:
    odd = kinds.Kind("test.odd", page="有事", outside="请打开 %(nobody_fills_this)s")
    monkeypatch.setitem(kinds._kinds, odd.key, odd)
    with pytest.raises(KeyError, match="nobody fills in"):
        tell(database, key, account_id=world.accounts["clerk"].id, **params)
