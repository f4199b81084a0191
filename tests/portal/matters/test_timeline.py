"""The story of a matter: who is told what, in which language, and what comes next."""

from datetime import UTC, date, datetime

import pytest

from portal.kernel import clock, i18n
from portal.kernel.db import Db
from portal.kernel.i18n import lazy
from portal.kernel.policy import SYSTEM, Refused
from portal.matters import queries, sentences
from portal.matters.sentences import Sentence
from portal.matters.services import Opened, involve, say
from tests.portal.matters.filing import everybody, file_matter, mediate
from tests.world import World

AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences of this test alone."""
    monkeypatch.setattr(sentences, "_happened", dict(sentences._happened))
    monkeypatch.setattr(sentences, "_next", dict(sentences._next))
    told = {"test.told": Sentence(lazy("%(who)s 在 %(day)s 说了话，%(at)s")), "test.one": Sentence(lazy("一"))}
    sentences.register({**told, "next.test": lazy("由%(holder)s在 %(due)s 前办")})


@pytest.fixture
def opened(world: World, db: Db) -> Opened:
    """A matter with both sides, a mediator and an officer on the team."""
    made = file_matter(db, world)
    mediate(db, world, made.matter)
    involve(db, SYSTEM, made.matter, "party", person_id=made.respondents[0].person_id, side="b", act="test")
    involve(db, SYSTEM, made.matter, "team", account_id=world.accounts["police"].id, act="test")
    return made


def test_each_reads_what_is_meant_for_them(world: World, db: Db, opened: Opened) -> None:
    audiences = ("all", "staff", "team", "side:a", "side:b")
    for audience in audiences:
        say(db, SYSTEM, opened.matter, "test.one", audience=audience)
    read = {
        name: {line.audience for line in queries.timeline_for(db, actor, opened.matter) if line.key == "test.one"}
        for name, actor in everybody(world, opened).items()
        if actor.is_authenticated and queries.role_in(db, actor, opened.matter)
    }
    handlers = {"all", "staff", "side:a", "side:b"}
    assert read == {
        "applicant": {"all", "side:a"},
        "respondent": {"all", "side:b"},
        "police": {"all", "team"},
        "mediator": {*handlers, "team"},
        "head": handlers,
        "secretary": handlers,
        "clerk": handlers,
        "dispatcher": handlers,
        "clerk of this area": handlers,
    }


def test_who_is_not_in_the_matter_is_told_nothing(world: World, db: Db, opened: Opened) -> None:
    with pytest.raises(Refused):
        queries.timeline_for(db, world.actor("outsider"), opened.matter)


def test_the_story_is_told_in_order_even_within_one_instant(world: World, db: Db, opened: Opened) -> None:
    with clock.held(AT):
        for who in "甲乙丙丁戊":
            say(db, SYSTEM, opened.matter, "test.told", who=who, day=date(2026, 11, 22), at=AT)
    told = [line.text[0] for line in queries.timeline_for(db, world.actor("clerk"), opened.matter)]
    assert told[:5] == list("戊丁丙乙甲")


def test_parameters_are_shown_in_the_readers_language(world: World, db: Db, opened: Opened) -> None:
    say(db, SYSTEM, opened.matter, "test.told", who=world.committee, day=date(2026, 11, 22), at=AT)
    clerk = world.actor("clerk")
    line = queries.timeline_for(db, clerk, opened.matter)[0].text
    assert line == "城关镇人民调解委员会 在 2026年11月22日 说了话，2026年11月23日 10:30"
    english = i18n.in_locale("en", lambda: queries.timeline_for(db, clerk, opened.matter)[0].text)
    assert english == "Chengguan committee 在 22 November 2026 说了话，23 November 2026, 10:30"


def test_what_comes_next_stands_on_the_matter(world: World, db: Db, opened: Opened) -> None:
    say(db, SYSTEM, opened.matter, "test.one", holder=world.committee, next_key="next.test", next_due=AT)
    coming = queries.coming(db, opened.matter)
    assert coming.text == "由城关镇人民调解委员会在 2026年11月23日 10:30 前办"
    assert (coming.holder, coming.due_at) == ("城关镇人民调解委员会", AT)
    say(db, SYSTEM, opened.matter, "test.one", audience="staff")
    assert queries.coming(db, opened.matter) == coming, "an entry without a next step leaves it"


def test_unknown_sentences_are_a_mistake_when_said_and_none_when_read(world: World, db: Db, opened: Opened) -> None:
    for wrong in ({"key": "test.never"}, {"key": "test.one", "next_key": "next.never"}):
        with pytest.raises(KeyError):
            say(db, SYSTEM, opened.matter, **wrong)  # type: ignore[arg-type]
    row = say(db, SYSTEM, opened.matter, "test.told")
    line = queries.timeline_for(db, world.actor("clerk"), opened.matter)[0]
    assert line.text == "… 在 … 说了话，…", "a slot that was not filled then"
    row.key = "part.that.was.removed"
    db.flush()
    assert queries.timeline_for(db, world.actor("clerk"), opened.matter)[0].text == ""


def test_two_sentences_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two sentences"):
        sentences.register({"test.one": Sentence(lazy("二"))})
