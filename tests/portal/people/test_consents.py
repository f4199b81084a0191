"""The ledger of consents: what was shown, in which version, given or taken back, and that refusing blocks nothing."""

import re
import uuid
from datetime import date, timedelta
from importlib.resources import files

import pytest

from portal.accounts.passes.rules import KEPT as CODES_KEPT
from portal.accounts.sessions.rules import KEPT as SESSIONS_KEPT
from portal.app.features import FEATURES
from portal.intake.filing.rules import DRAFT_LIFE
from portal.kernel import clock, i18n
from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS, SYSTEM, Actor, Conflict, Refused
from portal.people.consents import queries
from portal.people.consents.services import give, withdraw
from portal.people.consents.texts import NOTICE_VERSION, notice, purposes
from portal.people.persons.models import Person
from portal.people.persons.services import PersonData, add_person, attach_guardian
from tests.world import World


@pytest.fixture
def person(world: World, db: Db) -> Person:
    """Somebody."""
    return add_person(db, SYSTEM, world.center.id, PersonData(name="测试甲"))


def test_a_consent_names_its_words_its_channel_and_its_hour(person: Person, world: World, db: Db) -> None:
    row = give(db, world.actor("clerk"), person, "health", "2026-11", "counter")
    assert (row.purpose, row.text_version, row.channel) == ("health", "2026-11", "counter")
    assert row.recorded_by == world.accounts["clerk"].id
    assert queries.in_force(db, person.id, "health") is row
    assert queries.in_force(db, person.id, "id_image") is None


def test_given_twice_is_once_and_new_words_are_asked_anew(person: Person, db: Db) -> None:
    one = give(db, ANONYMOUS, person, "survey", "2026-11", "web")
    assert give(db, ANONYMOUS, person, "survey", "2026-11", "web") is one
    two = give(db, ANONYMOUS, person, "survey", "2027-01", "web")
    assert queries.in_force(db, person.id, "survey") is two
    assert len(queries.ledger(db, person.id)) == 2


def test_what_was_taken_back_stays_in_the_ledger(person: Person, db: Db) -> None:
    himself = Actor(person=person.id)
    for version in ("2026-11", "2027-01"):
        give(db, himself, person, "health", version, "web")
    withdraw(db, himself, person, "health")
    assert queries.in_force(db, person.id, "health") is None
    assert [row.withdrawn_at is not None for row in queries.ledger(db, person.id)] == [True, True]
    withdraw(db, himself, person, "health")


def test_a_legal_duty_is_shown_and_cannot_be_taken_back(person: Person, db: Db) -> None:
    give(db, ANONYMOUS, person, "service", NOTICE_VERSION, "web")
    with pytest.raises(Conflict):
        withdraw(db, Actor(person=person.id), person, "service")


def test_nobody_consents_for_somebody_else_but_a_guardian(person: Person, world: World, db: Db) -> None:
    stranger = Actor(person=uuid.uuid4())
    with pytest.raises(Refused):
        give(db, stranger, person, "health", "2026-11", "web")
    with pytest.raises(Refused):
        withdraw(db, stranger, person, "health")
    with pytest.raises(Conflict, match="未满十八周岁"):
        attach_guardian(db, Actor(person=person.id), person, PersonData(name="测试母"), "母亲")
    person.born_on = date(clock.today("Asia/Shanghai").year - 15, 1, 1)
    row = attach_guardian(db, Actor(person=person.id), person, PersonData(name="测试母"), "母亲")
    assert give(db, Actor(person=row.guardian_id), person, "minor", "2026-11", "web").person_id == person.id


def test_an_unknown_purpose_is_a_mistake(person: Person, db: Db) -> None:
    with pytest.raises(KeyError):
        give(db, ANONYMOUS, person, "advertising", "2026-11", "web")


def test_the_notice_says_all_that_article_17_asks_in_both_languages() -> None:
    shown = notice()
    assert shown.version == NOTICE_VERSION
    chinese = "".join(line.title + line.text + line.more for line in shown.lines())
    for element in ("谁在处理", "电话", "为了", "姓名与联系方式", "保存", "您的权利", "更正", "删除", "同意"):
        assert element in chinese
    english = i18n.in_locale("en", lambda: "".join(line.title + line.text + line.more for line in shown.lines()))
    assert not [sign for sign in english if "\u4e00" <= sign <= "\u9fff"]
    assert all(line.title_en and line.text_en and line.title_zh and line.text_zh for line in shown.lines())


def test_the_notice_says_that_words_are_screened_before_anything_is_handed_in() -> None:
    assert "还没有提交时程序就会查找其中表示危险的词" in "".join(line.more_zh for line in notice().lines())
    assert "before anything is handed in, a program looks" in "".join(line.more_en for line in notice().lines())


def test_the_notice_promises_only_the_periods_that_the_worker_keeps() -> None:
    (kept,) = (line for line in notice().lines() if line.title_zh == "保存多久")
    assert (timedelta(days=30), timedelta(days=1), timedelta(days=90)) == (DRAFT_LIFE, CODES_KEPT, SESSIONS_KEPT)
    for promised in ("草稿和照片，三十天后", "验证码过期一天后", "退出九十天后"):
        assert promised in kept.more_zh
    assert not re.search(r"[一二三四五六七八九十]+年|到期后销毁", kept.text_zh + kept.more_zh), (
        "nothing destroys a file by itself"
    )
    ticks = {tick.kind for feature in FEATURES for tick in feature.ticks}
    assert {"filing.forget", "accounts.forget_passes", "accounts.forget_sessions"} <= ticks


def test_every_version_that_was_ever_shown_can_still_be_read() -> None:
    names = (path.name for path in files("portal.people.consents").joinpath("data").iterdir())
    versions = sorted(name[7:-5] for name in names if name.startswith("notice-"))
    assert versions == ["2026-11", "2026-12", "2026-12-2", "2026-12-3"]
    assert versions[-1] == NOTICE_VERSION
    assert all(notice(version).lines() for version in versions)


def test_what_is_read_before_the_first_input_is_short() -> None:
    assert sum(len(line.title_zh + line.text_zh) for line in notice().lines()) <= 360
    assert all(line.text_zh.count("。") <= 2 for line in notice().lines())


def test_only_sensitive_or_optional_purposes_are_asked_and_each_says_it_may_be_refused() -> None:
    asked = {key: one for key, one in purposes().items() if one.basis == "consent"}
    assert {"id_image", "health", "survey"} <= set(asked)
    assert purposes()["service"].basis == "statutory"
    for one in asked.values():
        may_refuse = ("不同意", "不愿意", "由监护人同意")
        assert any(words in one.words.text_zh for words in may_refuse), one.key
    assert all(not one.sensitive for one in purposes().values() if one.basis == "statutory")


def test_the_privacy_page_shows_the_notice(world: World, client: object) -> None:
    page = client.get("/privacy").get_data(as_text=True)  # type: ignore[attr-defined]
    assert NOTICE_VERSION in page
    assert notice().lines()[0].text in page
