"""The mediator's pages: checking, sending, printing, writing down what was said."""

import re
import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.cases.models import MediationCase
from mediation.consents.models import PartyConsent
from mediation.consents.services import Reply, record
from mediation.invitations.minting import letter_pin, reply_link
from mediation.invitations.models import Invitation
from mediation.invitations.rules import CHANNELS, Contact, missing, same_name, same_tail
from mediation.invitations.services import invite
from portal.accounts.models import CasePin, PersonalLink
from portal.app import Portal
from portal.clocks.models import RunningClock
from portal.kernel.audit import AuditLine
from portal.kernel.db import Db
from portal.kernel.outbox import drain
from portal.kernel.policy import Conflict, Refused
from portal.matters.models import Party
from portal.matters.services import flag_danger
from portal.notices.models import Notice
from portal.people.persons.models import Guardianship
from tests.mediation import dispute
from tests.mediation.rights import one_by_one
from tests.world import World

GOOD = {"name": "卞立言", "channel": "sms", "phone": "138 0000 2222"}


@pytest.fixture
def case(portal: Portal, world: World, client: FlaskClient) -> MediationCase:
    """A case whose mediator is signed in."""
    with portal.database.writing() as db:
        made = dispute.opened(db, world)
        made.respondent_id = dispute.respondent(db, made).id  # type: ignore[attr-defined]
    world.sign_in(client, portal.database, "mediator")
    return made


def _page(case: MediationCase, what: str = "invite") -> str:
    return f"/cases/{case.id}/{what}/{case.respondent_id}"  # type: ignore[attr-defined]


def _party(portal: Portal, case: MediationCase) -> Party:
    with portal.database.reading() as db:
        return dispute.respondent(db, case)


@pytest.mark.parametrize(
    ("channel", "known", "field"),
    [
        ("sms", {}, "phone"),
        ("call", {"email": "a@b.cn"}, "phone"),
        ("email", {"phone": "138"}, "email"),
        ("letter", {"phone": "138"}, "address"),
        ("visit", {}, "address"),
        ("sms", {"phone": "138"}, None),
        ("letter", {"address": "西街"}, None),
    ],
)
def test_each_channel_needs_its_address(channel: str, known: dict[str, str], field: str | None) -> None:
    assert channel in CHANNELS
    assert missing(Contact(channel, **known)) == field


@pytest.mark.parametrize(
    ("typed", "written", "same"),
    [
        ("卞立言", "卞立言", True),
        (" 卞 立言 ", "卞立言", True),
        ("阿布都•热合曼", "阿布都·热合曼", True),
        ("Ｂｉａｎ Li", "bian li", True),
        ("卞立研", "卞立言", False),
        ("", "卞立言", False),
        ("·", "", False),
        ("卞", "卞立言", False),
    ],
)
def test_the_name_as_on_the_letter(typed: str, written: str, same: bool) -> None:
    assert same_name(typed, written) is same


@pytest.mark.parametrize(
    ("typed", "phone", "same"),
    [
        ("2222", "13800002222", True),
        ("222", "13800002222", False),
        ("", "13800002222", False),
        ("2222", None, False),
        ("13800002222", "13800002222", False),
    ],
)
def test_the_last_digits(typed: str, phone: str | None, same: bool) -> None:
    assert same_tail(typed, phone) is same


def test_checking_correcting_and_sending(portal: Portal, case: MediationCase, client: FlaskClient) -> None:
    page = dispute.body(client, _page(case))
    assert dispute.phone_of("卞立言") in page
    with portal.database.reading() as db:
        assert db.scalars(select(AuditLine).where(AuditLine.action == "person.revealed")).all()
    answer = client.post(_page(case), data={**GOOD, "name": "卞立岩", "address": "青禾县西街3号"})
    assert answer.location == f"/cases/{case.id}"
    party = _party(portal, case)
    assert (party.person.name, party.person.phone, party.person.contact_channel) == ("卞立岩", "13800002222", "sms")
    assert "邀请已发出" in dispute.body(client, f"/cases/{case.id}")
    with portal.database.reading() as db:
        running = select(RunningClock.code).where(RunningClock.stopped_at.is_(None))
        assert not {"CLK-05", "CLK-08"} & set(db.scalars(running))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "请填写姓名或名称"),
        ({"channel": ""}, "请选择怎样送到"),
        ({"phone": ""}, "请填电话"),
        ({"phone": "12"}, "电话号码不对"),
        ({"channel": "email"}, "请填电子邮箱"),
        ({"channel": "email", "email": "没有"}, "电子邮箱不对"),
        ({"channel": "letter"}, "请填地址"),
        ({"born_on": "昨天"}, "这样的日期"),
        ({"guardian_name": "卞父"}, "与对方的关系"),
        ({"born_on": "2020-01-01"}, "未满十八周岁"),
        ({"born_on": "2020-01-01", "guardian_name": "卞父", "guardian_relation": "父亲"}, "未满十四周岁"),
    ],
)
def test_a_wrong_answer_keeps_what_was_typed_and_changes_nothing(
    portal: Portal, case: MediationCase, client: FlaskClient, wrong: dict[str, str], sentence: str
) -> None:
    response = client.post(_page(case), data={**GOOD, "address": "", "name": "改过的名字", **wrong})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert sentence in page
    assert wrong.get("name", "改过的名字") in page
    assert _party(portal, case).person.name == "卞立言"
    with portal.database.reading() as db:
        assert db.scalars(select(Invitation)).all() == []
        assert db.scalars(select(Guardianship)).all() == []


def test_r12_the_letter_for_a_child_goes_to_the_guardian(
    portal: Portal, case: MediationCase, client: FlaskClient
) -> None:
    data = {
        **GOOD, "born_on": "2020-01-01", "guardian_name": "卞父", "guardian_relation": "父亲", "guardian_consents": "y",
    }  # fmt: skip
    assert client.post(_page(case), data=data).status_code == 303
    with portal.database.reading() as db:
        row = db.scalars(select(Guardianship)).one()
        assert db.scalars(select(Invitation)).one().person_id == row.guardian_id
        assert dispute.told(db, person_id=row.guardian_id) == ["mediation.invited"]
        assert dispute.told(db, person_id=row.ward_id) == []
    drain(portal.database, portal.handlers)
    with portal.database.reading() as db:
        words = dispute.words_sent(db, db.scalars(select(Invitation)).one())
    visitor = client.application.test_client()
    entered = visitor.post(dispute.link_in(words), data={"name": "卞父", "digits": "2222"})
    assert entered.location == "/my/reply"
    assert "监护人" in dispute.body(visitor, "/my/reply")
    one_by_one(visitor)
    assert visitor.post("/my/rights", data={"public": "no", "read": "y"}).location == "/my/matter"
    assert "停止调解" in dispute.body(visitor, "/my/matter")


def test_danger_is_talked_over_with_the_applicant_first(
    portal: Portal, world: World, case: MediationCase, client: FlaskClient
) -> None:
    with portal.database.writing() as db:
        flag_danger(db, world.actor("dispatcher"), db.get_one(MediationCase, case.id).matter)
    assert "危险" in dispute.body(client, _page(case))
    assert client.post(_page(case), data=GOOD).status_code == 422
    assert client.post(_page(case), data={**GOOD, "safe": "y"}).status_code == 303


def test_a_letter_is_printed_once_and_its_pin_works(portal: Portal, case: MediationCase, client: FlaskClient) -> None:
    assert client.post(_page(case, "letter")).status_code == 409
    assert client.get(_page(case, "letter")).status_code == 405
    client.post(_page(case), data={**GOOD, "channel": "letter", "address": "青禾县西街3号"})
    pins = []
    for _ in range(2):
        page = client.post(_page(case, "letter")).get_data(as_text=True)
        assert "青禾县西街3号" in page
        for hidden in (dispute.APPLICANTS[0], "漏水", "邻里"):
            assert hidden not in page
        pins += re.findall(r'<b class="number">(\d{6})</b>', page)
        codes = re.findall(r"ZZ [0-9A-Z ]{20,}", page)
    visitor = client.application.test_client()
    data = {"code": codes[0], "name": "卞立言"}
    assert visitor.post("/r", data={**data, "pin": pins[0]}).status_code == 422
    assert visitor.post("/r", data={**data, "pin": pins[1]}).status_code == 303


def test_a_stale_page_and_a_party_who_has_answered(
    portal: Portal, world: World, case: MediationCase, client: FlaskClient
) -> None:
    assert client.post(_page(case), data={**GOOD, "seen": str(case.version + 1)}).status_code == 409
    with portal.database.writing() as db:
        row = db.get_one(MediationCase, case.id)
        dispute.says(db, row, dispute.respondent(db, row), "yes")
    response = client.post(_page(case), data=GOOD)
    assert response.status_code == 422
    assert "已经答复" in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({}, "请选择一项"),
        ({"answer": "yes", "channel": "phone"}, "请选择公开还是不公开"),
        ({"answer": "yes", "channel": "phone", "public": "no"}, "先告知权利义务"),
        ({"answer": "later", "channel": "phone"}, "请选明天到"),
        ({"answer": "yes", "channel": "web", "public": "no", "told": "y"}, "valid choice"),
    ],
)
def test_recording_asks_for_everything(
    case: MediationCase, client: FlaskClient, wrong: dict[str, str], sentence: str
) -> None:
    dispute.body(client, _page(case, "answers"))
    response = client.post(_page(case, "answers"), data=wrong)
    assert response.status_code == 422
    if sentence != "valid choice":
        assert sentence in response.get_data(as_text=True)


def test_what_was_said_on_the_phone_is_recorded_and_the_party_is_told(
    portal: Portal, world: World, case: MediationCase, client: FlaskClient
) -> None:
    data = {"answer": "yes", "channel": "phone", "public": "yes", "told": "y"}
    party = _party(portal, case)
    with portal.database.writing() as db:
        dispute.invited(db, world, db.get_one(MediationCase, case.id), db.get_one(Party, party.id))
    assert client.post(_page(case, "answers"), data=data).status_code == 303
    with portal.database.reading() as db:
        row = db.scalars(select(PartyConsent).where(PartyConsent.party_id == party.id)).one()
        assert (row.answer, row.channel, row.recorded_by) == ("yes", "phone", world.accounts["mediator"].id)
        assert "mediation.recorded" in dispute.told(db, person_id=party.person_id)


@pytest.mark.parametrize(("word", "taken"), [("yes", False), ("later", False), ("no", True)])
def test_nobody_is_in_it_by_word_of_mouth_alone(
    portal: Portal, case: MediationCase, client: FlaskClient, word: str, taken: bool
) -> None:
    """Whoever was never invited has no link and no PIN: they could neither read nor stop what was agreed for them."""
    more = {"yes": {"public": "no", "told": "y"}, "later": {"later_on": dispute.in_days(3).isoformat()}, "no": {}}[word]
    assert "先核对联系方式、发出邀请" in dispute.body(client, _page(case, "answers"))
    response = client.post(_page(case, "answers"), data={"answer": word, "channel": "phone", **more})
    assert response.status_code == (303 if taken else 422)
    with portal.database.reading() as db:
        row = db.scalars(select(PartyConsent).where(PartyConsent.party_id == _party(portal, case).id)).one()
        assert row.answer == (word if taken else "pending")


def test_the_service_asks_the_same(world: World, db: Db) -> None:
    case = dispute.opened(db, world)
    row = dispute.consent_of(db, case, dispute.respondent(db, case))
    with pytest.raises(Conflict, match="发出邀请"):
        record(db, world.actor("mediator"), row, Reply("yes", "phone", wants_public=False))
    invitation = dispute.invited(db, world, case, row.party)
    invitation.denied_at = invitation.sent_at
    with pytest.raises(Conflict, match="发出邀请"):
        record(db, world.actor("mediator"), row, Reply("yes", "phone", wants_public=False))
    invitation.denied_at = None
    record(db, world.actor("mediator"), row, Reply("yes", "phone", wants_public=False))
    assert row.answer == "yes"


def test_an_invitation_is_for_those_who_were_not_the_ones_to_ask(world: World, db: Db) -> None:
    case = dispute.opened(db, world)
    with pytest.raises(Conflict):
        dispute.invited(db, world, case, dispute.applicant(db, case))
    other = dispute.respondent(db, case)
    for who in ("mediator2", "head", "secretary", "clerk"):
        with pytest.raises(Refused):
            invite(db, world.actor(who), case.id, other.id, "卞立言", dispute.contact_of(other))


def test_secrets_are_minted_while_sending_and_void_the_former(world: World, db: Db) -> None:
    case = dispute.opened(db, world)
    other = dispute.respondent(db, case)
    invitation = dispute.invited(db, world, case, other)
    assert db.scalars(select(PersonalLink)).all() == []
    assert db.scalars(select(CasePin).where(CasePin.purpose == "letter")).all() == []
    notice = db.get_one(Notice, invitation.notice_id)
    assert not [value for value in notice.params.values() if "/r/" in str(value)]
    assert reply_link(db, notice) != reply_link(db, notice)
    first, second = letter_pin(db, notice), letter_pin(db, notice)
    assert {first, second}
    links = db.scalars(select(PersonalLink)).all()
    pins = db.scalars(select(CasePin).where(CasePin.purpose == "letter")).all()
    assert [row.ended_at is None for row in sorted(links, key=lambda row: row.id)] == [False, True]
    assert [row.ended_at is None for row in sorted(pins, key=lambda row: row.id)] == [False, True]
    assert {pin.matter_id for pin in pins} == {case.id}
    assert uuid.UUID(notice.params["case"]) == case.id
