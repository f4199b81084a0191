"""A company files on the web, wishes are asked, and the counter takes photos and prints in the person's language."""

import io
import re

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from stdnum.cn import uscc

from portal.app import Portal
from portal.intake.alarms.models import Alarm
from portal.intake.filing import rules
from portal.matters.models import Evidence, EvidenceConsent, Matter
from portal.people.consents.models import Consent
from portal.people.persons.models import Person
from tests.portal.intake.test_filing import STORY, once, post
from tests.world import World

CODE = "91379901MA0000001" + uscc.calc_check_digit("91379901MA0000001")
FIRM = "青禾县鸿运物业有限公司"
BODY = {"contact_name": "小卞", "uscc": CODE, "legal_representative": "卞立言", "representative_title": "法定代表人"}
COUNTER = {
    "source": "counter", "consent": "spoken", "story": STORY, "dangers": "none", "name": "赵老汉", "channel": "none",
}  # fmt: skip


def photo() -> tuple[io.BytesIO, str]:
    data = io.BytesIO()
    Image.new("RGB", (40, 30)).save(data, "JPEG")
    return io.BytesIO(data.getvalue()), "墙.jpg"


def up_to_people(client: FlaskClient, **more: str) -> str:
    """The steps before it; answers where the people step leads."""
    post(client, "/file")
    post(client, "/file/story", story=STORY, **more)
    post(client, "/file/safety", dangers="none")
    answer = post(client, "/file/people", name=FIRM, phone="13800000001", kind="legal")
    return str(answer.headers["Location"])  # type: ignore[attr-defined]


@pytest.fixture
def resident(client: FlaskClient, world: World) -> FlaskClient:
    """A browser in a county that has opened its door."""
    return client


def the_matter(portal: Portal) -> Matter:
    with portal.database.reading() as db:
        return db.scalars(select(Matter)).one()


def test_a_company_files_on_the_web(resident: FlaskClient, portal: Portal) -> None:
    assert up_to_people(resident) == "/file/body"
    assert post(resident, "/file/body", **BODY).headers["Location"] == "/file/contact"  # type: ignore[attr-defined]
    post(resident, "/file/contact", channel="call")
    check = resident.get("/file/check").get_data(as_text=True)
    for shown in (FIRM, CODE, "小卞"):
        assert shown in check
    resident.post("/file/check", data={"once": once(check)})
    with portal.database.reading() as db:
        firm = db.scalars(select(Person)).one()
        assert (firm.kind, firm.name, firm.uscc, firm.legal_representative, firm.contact_name) == (
            "legal", FIRM, CODE, "卞立言", "小卞",
        )  # fmt: skip


@pytest.mark.parametrize("wrong", [CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), "12345"])
def test_a_wrong_code_is_said_and_kept(resident: FlaskClient, wrong: str) -> None:
    up_to_people(resident)
    answer = post(resident, "/file/body", **{**BODY, "uscc": wrong})
    assert answer.status_code == 422  # type: ignore[attr-defined]
    page = answer.get_data(as_text=True)  # type: ignore[attr-defined]
    assert "统一社会信用代码不对" in page
    assert wrong in page


def test_without_a_code_at_hand_one_goes_on_but_says_who_is_typing(resident: FlaskClient) -> None:
    up_to_people(resident)
    assert post(resident, "/file/body", contact_name="").status_code == 422  # type: ignore[attr-defined]
    answer = post(resident, "/file/body", contact_name="小卞", representative_title="法定代表人")
    assert answer.headers["Location"] == "/file/contact"  # type: ignore[attr-defined]


def test_whoever_turns_out_to_be_a_person_leaves_nothing_of_the_body(resident: FlaskClient, portal: Portal) -> None:
    up_to_people(resident)
    post(resident, "/file/body", **BODY)
    answer = post(resident, "/file/people", name="王小青", kind="natural")
    assert answer.headers["Location"] == "/file/contact"  # type: ignore[attr-defined]
    post(resident, "/file/contact", channel="none")
    post(resident, "/file/check")
    with portal.database.reading() as db:
        person = db.scalars(select(Person)).one()
        assert (person.kind, person.uscc, person.contact_name) == ("natural", None, None)


def test_a_body_is_no_child(resident: FlaskClient) -> None:
    post(resident, "/file")
    answer = post(resident, "/file/people", name=FIRM, kind="legal", minor="minor")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert not rules.under_age({"kind": "legal", "minor": ["minor"]})
    assert rules.first_missing({"story": "", "dangers": [], "name": "", "kind": "legal", "channel": ""}) == "body"


def test_the_wish_is_asked_and_shown_to_those_who_handle_it(
    resident: FlaskClient, portal: Portal, world: World
) -> None:
    up_to_people(resident, wish="把墙修好就行")
    post(resident, "/file/body", **BODY)
    post(resident, "/file/contact", channel="none")
    assert "把墙修好就行" in resident.get("/file/check").get_data(as_text=True)
    post(resident, "/file/check")
    assert "把墙修好就行" in resident.get("/my/matter/story").get_data(as_text=True)
    matter = the_matter(portal)
    world.sign_in(resident, portal.database, "clerk")
    assert "把墙修好就行" in resident.get(f"/matters/{matter.id}").get_data(as_text=True)


def test_danger_in_a_wish_is_heard(resident: FlaskClient, portal: Portal) -> None:
    post(resident, "/file")
    answer = post(resident, "/file/story", story=STORY, wish="我要拿刀砍死他全家")
    assert answer.headers["Location"].startswith("/file/danger")  # type: ignore[attr-defined]
    with portal.database.reading() as db:
        assert len(db.scalars(select(Alarm)).all()) == 1


def test_what_a_photo_shows_is_agreed_to_in_the_filing(resident: FlaskClient, portal: Portal) -> None:
    up_to_people(resident)
    post(resident, "/file/body", **BODY)
    post(resident, "/file/contact", channel="none")
    unanswered = post(resident, "/file/photos", photos=photo())
    assert unanswered.status_code == 422  # type: ignore[attr-defined]
    post(resident, "/file/photos", photos=photo(), shows="none")
    post(resident, "/file/photos", photos=photo(), shows="bank_account")
    post(resident, "/file/check")
    with portal.database.reading() as db:
        assert db.scalars(select(Consent.purpose).order_by(Consent.id)).all() == ["service", "bank_account"]
        pieces = db.scalars(select(Evidence).order_by(Evidence.id)).all()
        assert [link.evidence_id for link in db.scalars(select(EvidenceConsent))] == [pieces[1].id]


def test_the_counter_takes_photos_and_the_wish_for_the_person(
    client: FlaskClient, portal: Portal, world: World
) -> None:
    world.sign_in(client, portal.database, "clerk")
    given = {**COUNTER, "locale": "zh", "wish": "让他道歉"}
    assert post(client, "/desk/file", **given, photos=photo()).status_code == 422  # type: ignore[attr-defined]
    bad = (io.BytesIO(b"<html>"), "x.jpg")
    refused = post(client, "/desk/file", **given, photos=bad, shows="none")
    assert "x.jpg" in refused.get_data(as_text=True)  # type: ignore[attr-defined]
    with portal.database.reading() as db:
        assert db.scalars(select(Matter)).all() == []
    answer = post(client, "/desk/file", **given, photos=photo(), shows="health")
    assert answer.headers["Location"] == "/filed"  # type: ignore[attr-defined]
    with portal.database.reading() as db:
        matter = db.scalars(select(Matter)).one()
        assert matter.wish == "让他道歉"
        (piece,) = db.scalars(select(Evidence)).all()
        assert piece.party_id == matter.parties[0].id
        rows = db.execute(select(Consent.purpose, Consent.channel).order_by(Consent.id)).all()
        assert [tuple(row) for row in rows] == [("service", "counter"), ("health", "counter")]


@pytest.mark.parametrize(("locale", "said"), [("en", "We have it."), ("zh", "收到了")])
def test_the_receipt_speaks_the_persons_language_and_the_button_the_clerks(
    client: FlaskClient, portal: Portal, world: World, locale: str, said: str
) -> None:
    world.sign_in(client, portal.database, "clerk")
    post(client, "/desk/file", **COUNTER, locale=locale)
    page = client.get("/filed").get_data(as_text=True)
    assert said in re.findall(r"<h1>([^<]*)", page)[0]
    assert f'<html lang="{"en" if locale == "en" else "zh-CN"}"' in page
    assert "交给本人了，登记下一件" in page
