"""知情同意: who must agree at which age, to which words, and what follows from a no."""

from collections.abc import Sequence
from datetime import date
from itertools import product

import pytest

from counseling.consents import queries, services, texts
from counseling.consents.rules import WANTED, Given, fits, may_book, missing
from portal.kernel.db import Db
from portal.kernel.policy import Conflict
from tests.counseling import callers
from tests.world import World

NOW, FORMER = "2026-11", "2026-01"
OWN, GUARDIAN = Given("own", NOW, True), Given("guardian", NOW, True)


@pytest.mark.parametrize(
    ("band", "given", "left", "books"),
    [
        ("adult", [], {"own"}, False),
        ("adult", [OWN], set(), True),
        ("adult", [GUARDIAN], {"own"}, False),
        ("adult", [Given("own", FORMER, True)], {"own"}, False),
        ("adult", [Given("own", NOW, False)], {"own"}, False),
        ("adult", [Given("own", FORMER, False), OWN], set(), True),
        ("teen", [], {"own", "guardian"}, False),
        ("teen", [OWN], {"guardian"}, True),
        ("teen", [GUARDIAN], {"own"}, False),
        ("teen", [OWN, GUARDIAN], set(), True),
        ("teen", [OWN, Given("guardian", FORMER, True)], {"guardian"}, True),
        ("child", [], {"guardian"}, False),
        ("child", [OWN], {"guardian"}, False),
        ("child", [GUARDIAN], set(), True),
    ],
)
def test_whose_consent_is_missing(band: str, given: Sequence[Given], left: set[str], books: bool) -> None:
    assert missing(band, given, NOW) == left
    assert may_book(band, given, NOW) == books


@pytest.mark.parametrize(("band", "by"), list(product(WANTED, ("own", "guardian"))))
def test_consent_taken_back_counts_nowhere(band: str, by: str) -> None:
    assert missing(band, [Given(by, NOW, False)], NOW) == WANTED[band]
    assert not may_book(band, [Given(by, NOW, False)], NOW)


@pytest.mark.parametrize(
    ("band", "born", "right"),
    [
        ("teen", date(2012, 11, 24), True),
        ("teen", date(2012, 11, 25), False),
        ("teen", date(2008, 11, 25), True),
        ("teen", date(2008, 11, 24), False),
        ("child", date(2012, 11, 25), True),
        ("child", date(2012, 11, 24), False),
        ("child", date(2027, 1, 1), False),
    ],
)
def test_the_date_of_birth_fits_the_age(band: str, born: date, right: bool) -> None:
    assert fits(band, born, date(2026, 11, 24)) == right


@pytest.mark.parametrize("key", ["nature", "free", "secret", "limits", "records", "minors", "danger", "stop"])
def test_the_words_say_what_they_must(key: str) -> None:
    assert key in {point.key for point in texts.needed(texts.CURRENT)}


def test_the_words_are_there_in_two_languages_and_say_the_limits() -> None:
    said = {point.key: point for point in texts.points(texts.CURRENT)}
    assert all(point.title_zh and point.title_en and point.text_zh and point.text_en for point in said.values())
    assert {point.asked for point in said.values()} == {"needed", "choice"}
    assert "不做诊断" in said["nature"].text_zh
    for words in ("生命", "未成年人", "法律"):
        assert words in said["limits"].text_zh
    for number in ("12356", "120", "110"):
        assert number in said["danger"].text_zh


def test_a_version_nobody_wrote_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        texts.points("1999-01")


def test_one_point_left_out_is_no_consent(db: Db, county: World) -> None:
    case = callers.agreed(db, county)
    before = len(queries.ledger(db, case))
    for left in callers.EVERY:
        with pytest.raises(Conflict):
            services.agree(db, case, "own", [key for key in callers.EVERY if key != left])
    assert len(queries.ledger(db, case)) == before


def test_choices_are_choices_and_can_change(db: Db, county: World) -> None:
    case = callers.agreed(db, county, extras=("mail",))
    assert queries.chosen(db, case) == {"mail"}
    services.agree(db, case, "own", callers.EVERY)
    assert queries.chosen(db, case) == set()
    assert [line.ended_at is None for line in queries.ledger(db, case)].count(True) == 1


def test_consent_on_paper_says_who_wrote_it_down(db: Db, county: World) -> None:
    case = callers.agreed(db, county)
    line = services.agree(db, case, "own", callers.EVERY, actor=county.actor("counsellor"))
    assert (line.channel, line.recorded_by) == ("counter", county.accounts["counsellor"].id)
