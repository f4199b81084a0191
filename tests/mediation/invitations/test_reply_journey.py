"""The other side, from the message to the answer, page by page in a browser without JavaScript."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.cases.models import MediationCase
from mediation.consents.models import PartyConsent
from mediation.invitations.models import Invitation
from portal.accounts.models import PersonalLink
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.outbox import drain
from portal.matters.models import Matter, Party
from portal.matters.rules import show_code
from portal.notices.models import Delivery, Notice
from tests.mediation import dispute
from tests.mediation.rights import one_by_one
from tests.world import World

SECRETS = (dispute.APPLICANTS[0], "漏水", "邻里", dispute.STORY[:6], "城关")


@dataclass
class Sent:
    """One invitation on its way."""

    case_id: uuid.UUID
    matter_id: uuid.UUID
    party: Party
    code: str
    words: str

    @property
    def link(self) -> str:
        """The personal link."""
        return dispute.link_in(self.words)

    @property
    def pin(self) -> str:
        """The PIN of the message."""
        return dispute.pin_in(self.words)

    @property
    def tail(self) -> str:
        """The last digits of the phone."""
        return dispute.phone_of(self.party.person.name)[-4:]


@pytest.fixture
def send(portal: Portal, world: World) -> Callable[[], Sent]:
    """Open a case and invite its respondent; the message is made by the worker."""

    def act() -> Sent:
        with portal.database.writing() as db:
            case = dispute.opened(db, world)
            party = dispute.respondent(db, case)
            invitation = dispute.invited(db, world, case, party)
        return _made(portal, case, party, invitation)

    return act


def _made(portal: Portal, case: MediationCase, party: Party, invitation: Invitation) -> Sent:
    drain(portal.database, portal.handlers)
    with portal.database.reading() as db:
        words = dispute.words_sent(db, invitation)
        code = show_code(db.get_one(Matter, case.matter_id).code)
    return Sent(case.id, case.matter_id, party, code, words)


def _answer(portal: Portal, sent: Sent) -> PartyConsent:
    with portal.database.reading() as db:
        return db.scalars(select(PartyConsent).where(PartyConsent.party_id == sent.party.id)).one()


def _enter(client: FlaskClient, sent: Sent) -> None:
    answer = client.post(sent.link, data={"name": sent.party.person.name, "digits": sent.tail})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert answer.location == "/my/reply"


def test_the_message_says_nothing_of_the_matter(send: Callable[[], Sent]) -> None:
    sent = send()
    assert not [secret for secret in (*SECRETS, sent.party.person.name) if secret in sent.words]
    for needed in (sent.code, sent.link, sent.pin, "/r ，", "0900-7654321", "/register"):
        assert needed in sent.words


def test_a_link_preview_burns_nothing_and_learns_nothing(send: Callable[[], Sent], client: FlaskClient) -> None:
    sent = send()
    for _ in range(3):
        page = dispute.body(client, sent.link)
        assert not [secret for secret in (*SECRETS, sent.party.person.name, sent.tail) if secret in page]
    assert FlaskClient.open(client, sent.link, method="HEAD").status_code == 200
    _enter(client, sent)


def test_three_screens_to_a_yes(portal: Portal, send: Callable[[], Sent], client: FlaskClient) -> None:
    sent = send()
    _enter(client, sent)
    reply = dispute.body(client, "/my/reply")
    for question in ("为什么找我", "是真的吗", "不理会怎样", "可以拒绝吗"):
        assert question in reply
    assert dispute.APPLICANTS[0] in reply
    assert dispute.STORY not in reply
    assert client.post("/my/reply", data={"answer": "yes"}).location == "/my/rights/1"
    assert _answer(portal, sent).answer == "pending"
    rights = one_by_one(client)
    for word in ("第二十三条", "第二十四条", "不收任何费用", "回避", "私谈", "公开"):
        assert word in rights
    assert _answer(portal, sent).answer == "pending", "reading records nothing"
    dispute.body(client, "/my/rights/paper")
    assert client.post("/my/rights", data={"public": "no"}).status_code == 422
    assert client.post("/my/rights", data={"public": "no", "read": "y"}).location == "/my/matter"
    assert _answer(portal, sent).answer == "yes"
    page = dispute.body(client, "/my/matter")
    assert "停止调解" in page
    assert dispute.STORY not in page


def test_the_letters_way_needs_code_pin_and_name(portal: Portal, send: Callable[[], Sent], client: FlaskClient) -> None:
    sent = send()
    dispute.body(client, "/r")
    data = {"code": sent.code.lower(), "pin": sent.pin, "name": " 卞 立言"}
    assert client.post("/r", data={**data, "name": "卞立研"}).status_code == 422
    assert client.post("/r", data={**data, "pin": "000000" if sent.pin != "000000" else "111111"}).status_code == 422
    assert client.post("/r", data={**data, "code": "ZZ 990101 20261122 00000 0"}).status_code == 422
    assert client.post("/r", data=data).location == "/my/reply"
    assert client.post("/my/reply", data={"answer": "no", "reason": "他打过我妈"}).status_code == 303
    with portal.database.reading() as db:
        assert db.get_one(MediationCase, sent.case_id).state == "terminated"


def test_the_letters_pin_at_the_case_codes_door_leads_to_the_door_that_asks_the_name(
    send: Callable[[], Sent], client: FlaskClient
) -> None:
    """Behind the other door the head of each page would show the name to whoever got the message by mistake."""
    sent = send()
    answer = client.post("/case", data={"code": sent.code, "pin": sent.pin})
    assert answer.location.startswith("/r?code=")
    page = dispute.body(client, answer.location)
    assert "写上您的姓名" in page
    assert sent.party.person.name not in page
    assert client.get("/my/matter").status_code in (303, 404)


def test_whoever_finds_the_letter_later_cannot_shut_the_respondent_out(
    portal: Portal, world: World, send: Callable[[], Sent], app: Flask
) -> None:
    sent = send()
    data = {"code": sent.code, "pin": sent.pin, "name": sent.party.person.name}
    assert app.test_client().post("/r", data=data).location == "/my/reply"
    finder = app.test_client()
    assert finder.post("/r/not-me", data={"code": sent.code, "pin": sent.pin}).location == "/r/thanks"
    assert app.test_client().post("/r", data=data).location == "/my/reply"
    with portal.database.reading() as db:
        assert "mediation.astray" in dispute.told(db, account_id=world.accounts["mediator"].id)


def test_who_has_said_who_they_are_keeps_the_pin_as_long_as_the_case(send: Callable[[], Sent], app: Flask) -> None:
    sent = send()
    data = {"code": sent.code, "pin": sent.pin, "name": sent.party.person.name}
    assert app.test_client().post("/r", data=data).location == "/my/reply"
    with clock.held(clock.now() + timedelta(days=90)):
        assert app.test_client().post("/r", data=data).status_code == 303


def test_the_other_party_does_not_lock_the_letters_door(send: Callable[[], Sent], app: Flask) -> None:
    sent = send()
    data = {"code": sent.code, "pin": sent.pin, "name": sent.party.person.name}
    elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
    for _ in range(5):
        app.test_client().post("/r", data={**data, "pin": "1"}, environ_overrides=elsewhere)
    assert app.test_client().post("/r", data=data, environ_overrides=elsewhere).status_code == 422
    assert app.test_client().post("/r", data=data).status_code == 303


@pytest.mark.parametrize(("name", "digits"), [("卞立言", "9999"), ("别的人", None), ("", None), ("卞立言", "")])
def test_name_or_digits_alone_are_not_enough(
    send: Callable[[], Sent], client: FlaskClient, name: str, digits: str | None
) -> None:
    sent = send()
    given = sent.tail if digits is None else digits
    answer = client.post(sent.link, data={"name": name, "digits": given})
    assert answer.status_code == 422
    assert not [secret for secret in SECRETS if secret in answer.get_data(as_text=True)]


def test_five_wrong_answers_shut_the_door_even_for_a_new_link(
    portal: Portal, world: World, send: Callable[[], Sent], client: FlaskClient
) -> None:
    sent = send()
    for _ in range(5):
        client.post(sent.link, data={"name": "猜的", "digits": "1234"})
    right = {"name": sent.party.person.name, "digits": sent.tail}
    assert client.post(sent.link, data=right).status_code == 422
    with portal.database.writing() as db:
        case = db.get_one(MediationCase, sent.case_id)
        again = dispute.invited(db, world, case, sent.party)
    assert client.post(_made(portal, case, sent.party, again).link, data=right).status_code == 422


def test_a_resend_voids_the_former_link_and_pin(
    portal: Portal, world: World, send: Callable[[], Sent], client: FlaskClient
) -> None:
    first = send()
    with portal.database.writing() as db:
        case = db.get_one(MediationCase, first.case_id)
        again = dispute.invited(db, world, case, first.party)
    second = _made(portal, case, first.party, again)
    assert client.get(first.link).status_code == 410
    data = {"code": first.code, "name": first.party.person.name}
    assert client.post("/r", data={**data, "pin": first.pin}).status_code == 422
    assert client.post("/r", data={**data, "pin": second.pin}).status_code == 303


def test_a_spent_link_is_gone(send: Callable[[], Sent], client: FlaskClient) -> None:
    sent = send()
    _enter(client, sent)
    spent, unknown = (dispute.body(client, path, 410) for path in (sent.link, "/r/" + "x" * 32))
    assert "用不了" in spent
    assert spent.partition("<main")[2].partition("</main>")[0] in unknown


def test_not_me_ends_link_and_pin_and_tells_staff(
    portal: Portal, world: World, send: Callable[[], Sent], client: FlaskClient
) -> None:
    sent = send()
    answer = client.post(sent.link + "/not-me")
    assert answer.location == "/r/thanks"
    assert not [secret for secret in SECRETS if secret in dispute.body(client, "/r/thanks")]
    assert client.get(sent.link).status_code == 410
    data = {"code": sent.code, "pin": sent.pin, "name": sent.party.person.name}
    assert client.post("/r", data=data).status_code == 422
    with portal.database.reading() as db:
        for who in ("mediator", "head"):
            assert "mediation.astray" in dispute.told(db, account_id=world.accounts[who].id)
        assert db.scalars(select(PersonalLink)).one().ended_at is not None
    world.sign_in(client, portal.database, "mediator")
    assert "送错了人" in dispute.body(client, f"/cases/{sent.case_id}")


def test_a_letter_to_the_wrong_house(portal: Portal, send: Callable[[], Sent], client: FlaskClient) -> None:
    sent = send()
    dispute.body(client, "/r/not-me")
    assert client.post("/r/not-me", data={"code": sent.code, "pin": "12"}).status_code == 422
    assert client.post("/r/not-me", data={"code": sent.code, "pin": sent.pin}).location == "/r/thanks"
    assert client.get(sent.link).status_code == 410


def test_time_to_think_and_back_again(portal: Portal, send: Callable[[], Sent], client: FlaskClient) -> None:
    sent = send()
    _enter(client, sent)
    assert client.post("/my/reply", data={"answer": "later"}).status_code == 422
    assert client.post("/my/reply", data={"answer": "later", "later_on": "不知道"}).status_code == 422
    assert client.post("/my/reply", data={"answer": "later", "later_on": "2000-01-01"}).status_code == 422
    day = dispute.in_days(3)
    assert client.post("/my/reply", data={"answer": "later", "later_on": day.isoformat()}).location == "/my/reply"
    assert _answer(portal, sent).later_on == day
    assert "需要时间" in dispute.body(client, "/my/reply")
    again = client.post("/my/reply", data={"answer": "later", "later_on": day.isoformat()})
    assert again.status_code == 409
    fresh = client.application.test_client()
    data = {"code": sent.code, "pin": sent.pin, "name": sent.party.person.name}
    assert fresh.post("/r", data=data).location == "/my/reply"
    one_by_one(fresh)
    fresh.post("/my/rights", data={"public": "yes", "read": "y"})
    assert _answer(portal, sent).answer == "yes"


def test_every_later_message_shows_an_address_to_type(portal: Portal, send: Callable[[], Sent]) -> None:
    sent = send()
    with portal.database.writing() as db:
        case = db.get_one(MediationCase, sent.case_id)
        for party in dispute.parties(db, case):
            dispute.says(db, case, party, "yes")
    drain(portal.database, portal.handlers)
    with portal.database.reading() as db:
        for party in dispute.parties(db, case):
            found = select(Delivery).join(Delivery.notice).where(Notice.person_id == party.person_id)
            words = db.scalars(found.where(Notice.key == "mediation.accepted")).one().words
            assert "/case " in words
            assert not [secret for secret in (*SECRETS, party.person.name) if secret in words]
