"""The law of an agreement as pure rules: R-01, R-05, R-06, the order of marks, who must show what."""

import itertools
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from mediation.agreements.models import AgreementVersion
from mediation.agreements.rules import (
    COMMITTEE,
    IDENTITY,
    IDENTITY_FOR,
    KINDS,
    MARKS,
    MEDIATOR,
    MOVES,
    PARTY,
    RECORDER,
    REQUIRED,
    SEEN_AS,
    STATES,
    VERSION_MOVES,
    VERSION_STATES,
    Mark,
    confirmable,
    effective_at,
    in_turn,
    may_become,
    may_identify,
    paths_open,
    pending_change,
)
from portal.directory.taxonomy.rules import Flag, load

T0 = datetime(2026, 11, 22, 8, tzinfo=UTC)
T1, T2, T3, T4 = (T0 + timedelta(hours=hours) for hours in (1, 2, 3, 4))


def test_r01_needs_all_three_kinds() -> None:
    """Truth table over which of the four places are filled: only all required ones give an instant."""
    for filled in itertools.product((True, False), repeat=4):
        kinds = (PARTY, PARTY, MEDIATOR, COMMITTEE)
        marks = [Mark(kind, T1 if there else None) for kind, there in zip(kinds, filled, strict=True)]
        assert effective_at(marks) == (T1 if all(filled) else None), filled


@pytest.mark.parametrize("missing", REQUIRED)
def test_r01_a_kind_that_is_not_even_asked_for_is_missing(missing: str) -> None:
    assert effective_at([Mark(kind, T1) for kind in REQUIRED if kind != missing]) is None


@pytest.mark.parametrize("times", list(itertools.permutations((T1, T2, T3))))
def test_r01_is_the_latest_whatever_the_order(times: Iterable[datetime]) -> None:
    marks = [Mark(kind, at) for kind, at in zip(REQUIRED, times, strict=True)]
    assert effective_at(marks) == T3


def test_r01_the_recorder_neither_delays_nor_moves_it() -> None:
    marks = [Mark(kind, T1) for kind in REQUIRED]
    assert effective_at([*marks, Mark(RECORDER, None)]) == T1
    assert effective_at([*marks, Mark(RECORDER, T4)]) == T1


def test_r01_of_nothing_is_nothing() -> None:
    assert effective_at([]) is None


@pytest.mark.parametrize(
    ("kind", "parties", "mediator", "turn"),
    [
        (PARTY, (None, None), None, True),
        (MEDIATOR, (T1, None), None, False),
        (MEDIATOR, (T1, T1), None, True),
        (RECORDER, (T1, None), None, False),
        (COMMITTEE, (T1, T1), None, False),
        (COMMITTEE, (T1, None), T2, False),
        (COMMITTEE, (T1, T1), T2, True),
    ],
)
def test_whose_turn(kind: str, parties: tuple[datetime | None, ...], mediator: datetime | None, turn: bool) -> None:
    marks = [*(Mark(PARTY, at) for at in parties), Mark(MEDIATOR, mediator), Mark(COMMITTEE, None)]
    assert in_turn(kind, marks) is turn


def test_r06_closes_the_screen_for_classes_marked_n() -> None:
    for minor in load().minors.values():
        letters = {flag.name for flag in minor.flags}
        assert paths_open(letters) == (("ink",) if Flag.N in minor.flags else ("electronic", "ink")), minor.code
    assert load().flagged(Flag.N)


def test_r05_hides_confirmation_for_status_and_title() -> None:
    for minor in load().minors.values():
        letters = {flag.name for flag in minor.flags}
        assert confirmable(letters) is not bool({Flag.S, Flag.K} & minor.flags), minor.code
    assert load().flagged(Flag.S)
    assert load().flagged(Flag.K)


@pytest.mark.parametrize(
    ("confirmed", "asked", "pending"),
    [(None, None, False), (T1, None, False), (None, T1, True), (T1, T2, True), (T2, T1, False)],
)
def test_a_wish_for_change_stands_until_confirmed_anew(
    confirmed: datetime | None, asked: datetime | None, pending: bool
) -> None:
    assert pending_change(confirmed, asked) is pending


def test_r12_nobody_stands_in_for_a_guardian_by_code() -> None:
    """For a minor the guardian is there in person; a company's phone proves nothing; an adult may use a code."""
    table = {(who, way): may_identify(who, way) for who in IDENTITY_FOR for way in IDENTITY}
    assert {pair for pair, may in table.items() if may} == {
        ("self", "id_seen"), ("self", "code"), ("guardian", "guardian"), ("legal", "legal"),
    }  # fmt: skip
    assert set(IDENTITY) - set(SEEN_AS.values()) == {"code"}
    assert all(may_identify(who, way) for who, way in SEEN_AS.items()), "a document that was seen suffices for each"
    assert SEEN_AS.keys() == IDENTITY_FOR.keys()


def test_tables_are_complete() -> None:
    assert set(MOVES) == set(STATES)
    assert {target for targets in MOVES.values() for target in targets} <= set(STATES)
    assert not may_become("effective", "drafting")
    assert set(VERSION_MOVES) == set(VERSION_STATES)


@pytest.mark.parametrize("state", VERSION_STATES)
@pytest.mark.parametrize("target", VERSION_STATES)
def test_a_version_moves_by_its_table_alone(state: str, target: str) -> None:
    version = AgreementVersion(state=state)
    if (state, target) in VERSIONS_MOVE:
        version.become(target)
        assert version.state == target
    else:
        with pytest.raises(ValueError, match=state):
            version.become(target)


VERSIONS_MOVE = {
    ("rendering", "open"), ("rendering", "failed"), ("rendering", "superseded"), ("rendering", "voided"),
    ("failed", "superseded"), ("failed", "voided"), ("open", "effective"), ("open", "superseded"), ("open", "voided"),
}  # fmt: skip


def test_marks_are_complete() -> None:
    assert all(set(marks) == set(KINDS) for marks in MARKS.values())
    assert "stamp" in MARKS["ink"][COMMITTEE]
