"""The pages of a record on the spot: what is asked again, what is kept, who comes in; two posts are one record."""

import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from mediation.oral.models import OralAgreement, OralDraft
from portal.accounts.models import Account
from portal.accounts.passwords.hashing import hash_password
from portal.app import Portal
from portal.intake.alarms.models import Alarm
from portal.kernel import clock
from portal.matters.models import Matter
from portal.notices.models import Notice
from tests.mediation.oral import spot
from tests.world import World

PASSWORD = "five-minutes-on-a-phone"


@pytest.fixture
def mediator(portal: Portal, world: World, client: FlaskClient) -> FlaskClient:
    """Signed in, with a password to sign with."""
    with portal.database.writing() as db:
        db.get_one(Account, world.accounts["mediator"].id).password_hash = hash_password(PASSWORD)
    world.sign_in(client, portal.database, "mediator")
    return client


def begun(client: FlaskClient, world: World) -> str:
    """A new draft; where it lies."""
    answer = client.post(f"/oral/new/{world.committee.id}")
    assert answer.status_code == 303
    return answer.headers["Location"].rsplit("/", 1)[0]


def happened(**changes: Any) -> dict[str, Any]:
    local = (clock.now() - timedelta(minutes=1)).astimezone(ZoneInfo("Asia/Shanghai"))
    told = {"agreed_on": local.date().isoformat(), "agreed_time": f"{local:%H:%M}"}
    return {"dangers": "none", "story": spot.STORY, "place": spot.PLACE, **told, **changes}


PEOPLE = {
    "parties-0-name": "罗阿贵", "parties-0-kind": "natural", "parties-0-channel": "sms", "parties-0-gender": "",
    "parties-1-name": "石满仓", "parties-1-kind": "natural", "parties-1-channel": "sms", "parties-1-gender": "",
    "parties-2-kind": "natural", "parties-2-channel": "sms", "parties-2-gender": "",
    "parties-3-kind": "natural", "parties-3-channel": "sms", "parties-3-gender": "", "adults": "yes",
}  # fmt: skip
TERMS = {
    "class_code": "other", "other": "0204", "reason": "邻里小事。", "duties-0-debtor": "0", "duties-0-creditor": "1",
    "duties-0-what": "赔青菜", "duties-0-amount": "120", "duties-0-when": "once", "duties-1-debtor": "0",
    "duties-1-creditor": "", "duties-2-debtor": "0", "duties-2-creditor": "",
}  # fmt: skip
CHECK = {
    "confirmed": ["agree", "rights", "data", "oral"], "written": "no", "public": "no", "interest": "none",
    "password": PASSWORD,
}  # fmt: skip


def filled(client: FlaskClient, world: World) -> str:
    """Up to the last page."""
    where = begun(client, world)
    for name, told in (("happened", happened()), ("people", PEOPLE), ("terms", TERMS)):
        answer = client.post(f"{where}/{name}", data=told)
        assert answer.status_code == 303, (name, answer.get_data(as_text=True))
    assert answer.headers["Location"].endswith("/check")
    return where


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    words: str = answer.get_data(as_text=True)
    return words


def test_four_steps_and_two_slips(mediator: FlaskClient, world: World, portal: Portal) -> None:
    where = filled(mediator, world)
    assert "人民币壹佰贰拾元整" in text(mediator.get(f"{where}/check"))
    answer = mediator.post(f"{where}/check", data=CHECK)
    assert answer.headers["Location"] == "/oral/slips"
    first = text(mediator.get("/oral/slips"))
    assert "请交给罗阿贵" in first
    pin = re.search(r'id="case-pin">(\d{6})<', first)
    assert pin is not None
    person = re.search(r'name="person" value="(\w+)"', first)
    assert person is not None
    assert mediator.post("/oral/slips", data={"person": person[1]}).status_code == 303
    second = text(mediator.get("/oral/slips"))
    assert "请交给石满仓" in second
    assert pin[1] not in second
    assert mediator.post("/oral/slips", data={"person": person[1]}).status_code == 303, "pressed twice"
    assert "请交给石满仓" in text(mediator.get("/oral/slips"))
    text(mediator.get("/oral"))
    with portal.database.reading() as db:
        case = db.scalars(select(OralAgreement)).one().case_id
    assert "口头协议" in text(mediator.get(f"/cases/{case}"))


def test_two_posts_are_one_record(mediator: FlaskClient, world: World, portal: Portal) -> None:
    where = filled(mediator, world)
    posted = {**CHECK, "once": "the-same-page"}
    places = [mediator.post(f"{where}/check", data=posted).headers["Location"] for _time in range(2)]
    other = mediator.post(f"{where}/check", data={**CHECK, "once": "another-window"})
    assert places == ["/oral/slips"] * 2
    assert other.status_code == 303
    for name in ("happened", "people", "terms", "on"):
        assert mediator.post(f"{where}/{name}", data=PEOPLE).status_code == 303
    with portal.database.reading() as db:
        for model in (OralAgreement, Matter):
            assert db.scalar(select(func.count()).select_from(model)) == 1


@pytest.mark.parametrize(
    ("name", "told", "sentence"),
    [
        ("happened", {"dangers": []}, "请先确认"),
        ("happened", {"dangers": ["none", "threat"]}, "不能和别的一起选"),
        ("happened", {"story": " "}, "一两句话"),
        ("happened", {"story": "打 13800001234 找他"}, "各方都看得到"),
        ("happened", {"agreed_on": "2099-01-01"}, "还没有到"),
        ("happened", {"agreed_on": "2020-01-01"}, "天以内登记"),
        ("happened", {"agreed_on": "昨天"}, "2026-11-22"),
        ("people", {"parties-1-name": ""}, "请填写姓名或名称"),
        ("people", {"parties-1-name": "罗阿贵"}, "写得一样"),
        ("people", {"parties-0-age": "很大"}, "请写岁数"),
        ("people", {"parties-0-phone": "123"}, "11 位"),
        ("people", {"adults": ""}, "都满十八岁"),
        ("terms", {"class_code": ""}, "请选择属于哪一类"),
        ("terms", {"other": ""}, "请在这里选一个类型"),
        ("terms", {"reason": ""}, "请写一句理由"),
        ("terms", {"duties-0-what": ""}, "请写下做什么"),
        ("terms", {"duties-0-creditor": "0"}, "不能是同一个人"),
        ("terms", {"duties-0-amount": "很多"}, "请写成数字"),
        ("terms", {"duties-0-when": ""}, "当场做到了，还是"),
        ("terms", {"duties-0-when": "dated", "duties-0-due_on": "2020-01-01"}, "今天或者以后"),
        ("terms", {"duties-0-when": "dated", "duties-0-due_on": ""}, "今天或者以后"),
        ("terms", {"duties-1-what": "再赔一次"}, "当场做到了，还是"),
        ("check", {"confirmed": []}, "每一项都要当面说过"),
        ("check", {"confirmed": ["agree", "rights", "data"]}, "每一项都要当面说过"),
        ("check", {"interest": ""}, "请选择一项"),
        ("check", {"password": "wrong"}, "登录密码不对"),
    ],
)
def test_what_is_asked_again_keeps_what_was_typed(
    mediator: FlaskClient, world: World, portal: Portal, name: str, told: dict[str, Any], sentence: str
) -> None:
    where = filled(mediator, world)
    page = text(mediator.post(f"{where}/{name}", data={**given(name), **told}), 422)
    assert sentence in page
    if name == "people" and "parties-0-age" not in told:
        assert "石满仓" in page or told.get("parties-1-name") is not None
    if name == "terms":
        assert "0204" in page
    with portal.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(OralAgreement)) == 0


def given(name: str) -> dict[str, Any]:
    return happened() if name == "happened" else {"people": PEOPLE, "terms": TERMS, "check": CHECK}[name]


@pytest.mark.parametrize(
    ("name", "told", "sentence"),
    [
        ("people", {"adults": "no"}, "监护人"),
        ("people", {"parties-0-age": "16"}, "监护人"),
        ("terms", {"other": "0116"}, "人民调解法第二十五条"),
        ("terms", {"other": "0702"}, "劳动争议调解仲裁法第十四条"),
        ("terms", {"other": "1113"}, "限定知情的人"),
        ("check", {"interest": "relation"}, "另请一位调解员"),
        ("check", {"written": "yes"}, "书面协议"),
    ],
)
def test_the_ordinary_way_says_why(
    mediator: FlaskClient, world: World, portal: Portal, name: str, told: dict[str, Any], sentence: str
) -> None:
    where = filled(mediator, world)
    answer = mediator.post(f"{where}/{name}", data={**given(name), **told})
    assert answer.headers["Location"] == f"{where}/on"
    assert sentence in text(mediator.get(f"{where}/on"))
    assert mediator.get(f"{where}/check").status_code in (200, 303)
    text(mediator.post(f"{where}/on"), 422)
    assert mediator.post(f"{where}/on", data={"consent": "y"}).headers["Location"] == "/oral/slips"
    with portal.database.reading() as db:
        matter = db.scalars(select(Matter)).one()
        assert (matter.stage, matter.story) == ("registered", spot.STORY)
        assert db.scalar(select(func.count()).select_from(OralAgreement)) == 0


def test_danger_stops_everything(mediator: FlaskClient, world: World, portal: Portal) -> None:
    where = begun(mediator, world)
    answer = mediator.post(f"{where}/happened", data=happened(dangers="hurt_now"))
    assert answer.headers["Location"] == f"{where}/on"
    page = text(mediator.get(f"{where}/on"))
    for number in ("tel:110", "tel:120", "tel:12356"):
        assert number in page
    mediator.post(f"{where}/call", data={"phone": "13800009999"})
    mediator.post(f"{where}/happened", data=happened())
    assert "请先保证安全" in text(mediator.get(f"{where}/on")), "a yes that is taken back stays one"
    with portal.database.reading() as db:
        alarm = db.scalars(select(Alarm)).one()
        assert (alarm.matched, alarm.phone) == (["hurt_now"], "13800009999")


def test_steps_come_one_after_the_other(mediator: FlaskClient, world: World) -> None:
    where = begun(mediator, world)
    for name in ("people", "terms"):
        assert mediator.get(f"{where}/{name}").headers["Location"] == f"{where}/happened"
    assert mediator.get(f"{where}/check").headers["Location"] == f"{where}/on"
    assert mediator.get(f"{where}/on").headers["Location"] == f"{where}/happened"


def test_a_draft_is_there_again_and_can_be_dropped(mediator: FlaskClient, world: World, portal: Portal) -> None:
    where = begun(mediator, world)
    mediator.post(f"{where}/happened", data=happened())
    assert f'href="{where}/on"' in text(mediator.get("/oral"))
    assert spot.STORY in text(mediator.get(f"{where}/happened"))
    mediator.post(f"{where}/drop")
    assert mediator.get(f"{where}/happened").status_code == 404
    with portal.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(OralDraft)) == 0


@pytest.mark.parametrize("login", ["clerk", "police", "admin", "centre_head"])
def test_others_find_no_such_page(client: FlaskClient, world: World, portal: Portal, login: str) -> None:
    world.sign_in(client, portal.database, login)
    assert client.get("/oral").status_code == 404
    assert client.post(f"/oral/new/{world.committee.id}").status_code == 404


def test_nobody_begins_for_another_committee(mediator: FlaskClient, world: World) -> None:
    assert mediator.post(f"/oral/new/{world.other_committee.id}").status_code == 404


def test_a_page_older_than_the_draft_is_refused(mediator: FlaskClient, world: World, portal: Portal) -> None:
    where = filled(mediator, world)
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', text(mediator.get(f"{where}/check")))
    assert seen is not None
    mediator.post(f"{where}/terms", data={**TERMS, "duties-0-amount": "300"})
    page = text(mediator.post(f"{where}/check", data={**CHECK, "seen": seen[1]}), 409)
    assert "叁佰元整" in page
    with portal.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(OralAgreement)) == 0


def test_a_party_reads_it_and_says_that_it_is_wrong(client: FlaskClient, world: World, portal: Portal) -> None:
    with portal.database.writing() as db:
        made = spot.recorded(db, world, duties=[spot.FENCE])
    with clock.held(spot.NOW + timedelta(hours=1)):
        world.come_with_code(client, portal.database, made.slips[1].person_id, made.case.matter_id)
        page = text(client.get("/my/matter"))
        for words in ("您和对方当场说好的事", "把鸭棚围好", "2026年11月30日", "司法确认", "登记得不对"):
            assert words in page, words
        assert "13800004321" not in page
        text(client.get("/my/oral/wrong"))
        text(client.post("/my/oral/wrong", data={"words": ""}), 422)
        assert client.post("/my/oral/wrong", data={"words": "还有竹篱笆钱"}).headers["Location"] == "/my/matter"
        assert "您在" in text(client.get("/my/matter"))
        text(client.post("/my/oral/wrong", data={"words": "再说一次"}), 409)
        world.sign_in(client, portal.database, "head")
        assert "还有竹篱笆钱" in text(client.get(f"/cases/{made.case.id}"))
        assert "还有竹篱笆钱" in text(client.get(f"/oral/{made.oral.id}/seal"))
        text(client.get("/"))
    with portal.database.reading() as db:
        keys = set(db.scalars(select(Notice.key).where(Notice.account_id == world.accounts["head"].id)))
        assert keys == {"oral.to_seal", "oral.contested"}


def test_an_old_slip_is_not_shown(mediator: FlaskClient, world: World) -> None:
    where = filled(mediator, world)
    mediator.post(f"{where}/check", data=CHECK)
    now = clock.now()
    with clock.held(now + timedelta(minutes=20)):
        assert mediator.get("/oral/slips").status_code == 200
    with clock.held(now + timedelta(minutes=31)):
        assert mediator.get("/oral/slips").headers["Location"] == "/oral"


def test_what_waits_is_counted_in_the_rail(client: FlaskClient, world: World, portal: Portal) -> None:
    with portal.database.writing() as db:
        spot.recorded(db, world)
    world.sign_in(client, portal.database, "head")
    with clock.held(spot.NOW):
        page = re.sub(r"\s+", "", text(client.get("/oral")))
    assert '当场调解<spanclass="count">1</span>' in page
