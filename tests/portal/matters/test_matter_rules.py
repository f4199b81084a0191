"""The road of a matter, its code, and who reads what: pure rules as truth tables."""

from datetime import date
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.matters.rules import (
    CAPACITIES,
    DESK_IS,
    HANDLING,
    MOVES,
    SHUT,
    SPEAKING,
    STAGES,
    VISIBILITIES,
    code_span,
    counts_as,
    make_code,
    may_become,
    may_read,
    may_see_evidence,
    read_code,
    show_code,
    side_name,
)
from portal.matters.words import CAPACITIES as CAPACITY_WORDS
from portal.matters.words import STAGES as STAGE_WORDS

# from →            registered triaged routed active closed archived restricted
TABLE = {
    "registered": (0, 1, 0, 0, 1, 0, 1),
    "triaged":    (0, 0, 1, 0, 1, 0, 1),
    "routed":     (0, 1, 0, 1, 1, 0, 1),
    "active":     (0, 1, 0, 0, 1, 0, 1),
    "closed":     (0, 0, 0, 1, 0, 1, 1),
    "archived":   (0, 0, 0, 1, 0, 0, 1),
    "restricted": (0, 0, 0, 0, 0, 0, 0),
}  # fmt: skip
DIGITS = st.text("0123456789", min_size=5, max_size=5)
DAYS = st.dates(date(2020, 1, 1), date(2099, 12, 31))
CODE_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.parametrize(("stage", "target"), [*product(STAGES, STAGES)])
def test_every_move(stage: str, target: str) -> None:
    assert may_become(stage, target) == bool(TABLE[stage][STAGES.index(target)])


def test_the_table_of_moves_names_every_stage() -> None:
    assert set(MOVES) == set(STAGES) == set(STAGE_WORDS)
    assert set(CAPACITY_WORDS) == set(CAPACITIES) - SPEAKING - SHUT


@pytest.mark.parametrize("stage", STAGES)
def test_the_desk_reads_what_no_committee_has(stage: str) -> None:
    """Wherever the matter may still be given away or back, and nowhere else."""
    own_work = stage in ("registered", "triaged", "routed")
    assert DESK_IS[stage] == counts_as("desk", stage) == ("desk" if own_work else "counter")
    assert own_work == (stage == "triaged" or ("triaged" in MOVES[stage] and stage != "active"))
    for capacity in set(CAPACITIES) - {"desk"}:
        assert counts_as(capacity, stage) == capacity


def code(day: date, digits: str) -> str:
    made = make_code("990101", day, digits)
    assume(made is not None)
    return made or ""


@given(DAYS, DIGITS)
def test_a_code_says_area_and_day_and_can_be_read_out(day: date, digits: str) -> None:
    made = code(day, digits)
    assert made[:16] == f"ZZ990101{day:%Y%m%d}"
    assert len(made) == 22
    assert read_code(show_code(made)) == made
    assert read_code(made.lower().replace("0", "o")) == made
    assert read_code("　" + "-".join(made) + " ") == made
    assert made[21] not in "*OIL"


@given(DAYS, DIGITS, st.integers(2, 21), st.sampled_from(CODE_SIGNS))
def test_one_wrong_character_is_caught(day: date, digits: str, at: int, sign: str) -> None:
    made = code(day, digits)
    typed = made[:at] + sign + made[at + 1 :]
    meant = {"O": "0", "I": "1", "L": "1"}.get(sign, sign)
    assert read_code(typed) == (made if meant == made[at] else None)


@given(DAYS, DIGITS, st.integers(2, 20), st.integers(2, 20))
def test_two_exchanged_characters_are_caught_neighbours_or_not(day: date, digits: str, one: int, other: int) -> None:
    made = code(day, digits)
    for low, high in {(one, one + 1), (min(one, other), max(one, other))}:
        signs = list(made)
        signs[low], signs[high] = signs[high], signs[low]
        if signs != list(made):
            assert read_code("".join(signs)) is None


@pytest.mark.parametrize("typed", ["", "ZZ", "hello", "ZZ" + "9" * 20, "AA9901012026112212345X", "١" * 22, "ZZ" * 11])
def test_what_is_no_code(typed: str) -> None:
    assert read_code(typed) is None


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("zz9901", "ZZ9901" + "0" * 16, "ZZ9901" + "Z" * 16),
        ("ZZ 990101 2026", "ZZ9901012026" + "0" * 10, "ZZ9901012026" + "Z" * 10),
    ],
)
def test_the_beginning_of_a_code_is_a_span(typed: str, low: str, high: str) -> None:
    assert code_span(typed) == (low, high)
    assert low <= "ZZ990101202611221234" + "5X" <= high


@pytest.mark.parametrize("typed", ["", "Z", "张三", "ZZx", "ZZ" + "1" * 21])
def test_what_begins_no_code(typed: str) -> None:
    assert code_span(typed) is None


def test_sides_have_names_of_their_own() -> None:
    names = [side_name(number) for number in range(1000)]
    assert names[:3] == ["a", "b", "c"]
    assert len(set(names)) == 1000
    assert max(map(len, names)) <= 4


#             all staff team side:a side:b   for one who stands on side a
AUDIENCE = {
    "party":      (1, 0, 0, 1, 0),
    "agent":      (1, 0, 0, 1, 0),
    "guardian":   (1, 0, 0, 1, 0),
    "desk":       (1, 1, 0, 1, 1),
    "committee":  (1, 1, 0, 1, 1),
    "mediator":   (1, 1, 1, 1, 1),
    "secretary":  (1, 1, 1, 1, 1),
    "team":       (1, 0, 1, 0, 0),
    "department": (1, 0, 0, 0, 0),
    "lawyer":     (1, 1, 0, 1, 1),
    "counter":    (0, 0, 0, 0, 0),
    "undeclared": (0, 0, 0, 0, 0),
    "recused":    (0, 0, 0, 0, 0),
}  # fmt: skip


@pytest.mark.parametrize(("capacity", "audience"), [*product(CAPACITIES, ("all", "staff", "team", "side:a", "side:b"))])
def test_who_reads_which_audience(capacity: str, audience: str) -> None:
    wanted = AUDIENCE[capacity][("all", "staff", "team", "side:a", "side:b").index(audience)]
    side = "a" if capacity in SPEAKING else None
    assert may_read(audience, {capacity: frozenset({side})}) == bool(wanted)


@pytest.mark.parametrize("audience", ["all", "staff", "team", "side:a"])
def test_who_stands_nowhere_reads_nothing(audience: str) -> None:
    assert not may_read(audience, {})


@pytest.mark.parametrize(
    ("visibility", "capacity", "owner"), [*product(VISIBILITIES, (*CAPACITIES, "nothing"), (True, False))]
)
def test_who_sees_evidence(visibility: str, capacity: str, owner: bool) -> None:
    held = {capacity} - {"nothing"}
    wanted = {
        "mine": owner,
        "mediator": owner or capacity in HANDLING,
        "joint": owner or capacity not in ("nothing", "department", "counter", *SHUT),
    }
    assert may_see_evidence(visibility, held, owner=owner) == wanted[visibility]
