"""What a paper may become, who may read which kind, the code that finds it, and the ways a copy is handed over."""

import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stdnum import luhn

STATES = ("draft", "frozen", "sealed", "superseded", "voided")

MOVES: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"frozen", "voided"}),
    "frozen": frozenset({"sealed", "superseded", "voided"}),
    "sealed": frozenset({"superseded", "voided"}),
    "superseded": frozenset(),
    "voided": frozenset(),
}
"""State → states it may become. Frozen: its words and number stand; sealed: the last mark is on it."""

SIGNINGS = ("electronic", "ink")

AUDIENCES: Mapping[str, frozenset[str]] = {
    "sides": frozenset({"party", "agent", "guardian", "committee", "mediator", "secretary"}),
    "committee": frozenset({"committee", "mediator", "secretary"}),
    "client": frozenset({"party", "agent", "guardian", "lawyer"}),
}
"""For whom a paper is → the capacities in the matter that may read it: who signs and whoever brought it about. The
centre's desk, the team and departments do not need the words of an agreement for their work (个人信息保护法 art.6)."""


@dataclass(frozen=True)
class Kind:
    """A kind of official paper: its name in both languages, and for whom it is."""

    name_zh: str
    name_en: str
    audience: str


KINDS: Mapping[str, Kind] = {
    "agreement": Kind("人民调解协议书", "People's mediation agreement", "sides"),
    "annex": Kind("当事人信息附件", "Annex: the parties' data", "committee"),
    "consultation": Kind("法律咨询登记表", "Legal consultation record", "client"),
    "evidence": Kind("签署证据记录", "Signing evidence record", "sides"),
    "oral": Kind("人民调解口头协议登记表", "Register sheet of an oral agreement", "sides"),
}

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which a hand or an eye takes for something else."""
SEEN_AS = str.maketrans("ILO", "110")
LENGTH = 12


def new_code() -> str:
    """Eleven random signs (55 bits) and a check sign: printed on the paper, typed to check it."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + luhn.calc_check_digit(body, ALPHABET)


def read_code(typed: str) -> str | None:
    """The code as stored, from what a hand typed; None when a sign is wrong, missing or too many."""
    code = re.sub(r"[\s\-—.]", "", unicodedata.normalize("NFKC", typed)).upper().translate(SEEN_AS)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    return code if luhn.is_valid(code, ALPHABET) else None


def show_code(code: str) -> str:
    """In groups a person can read out: 7K3M-Q9XW-2F4D."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def may_become(state: str, target: str) -> bool:
    """Whether the table allows this move."""
    return target in MOVES[state]


def may_read(audience: str, capacities: Iterable[str]) -> bool:
    """Whether a paper for this audience is for somebody with these capacities in the matter."""
    return not AUDIENCES[audience].isdisjoint(capacities)


WAYS = ("screen", "email", "paper", "post")
"""How a party may want their copy."""
FIRST = {"email": "email", "letter": "post", "visit": "paper", "none": "paper"}
"""The way a copy takes before its receiver has chosen, by how they wish to be reached; on screen otherwise."""


def first_way(channel: str, *, has_address: bool) -> str:
    """The way a copy takes at first; by post only to an address."""
    way = FIRST.get(channel, "screen")
    return way if way in ways_open(channel, has_address=has_address) else "paper"


def ways_open(channel: str, *, has_address: bool) -> tuple[str, ...]:
    """Ways somebody may choose: e-mail and letter only where that is the way they named as safe to be reached."""
    shut = {"email": channel != "email", "post": channel != "letter" or not has_address}
    return tuple(way for way in WAYS if not shut.get(way))


def delivery_state(*, sent: bool, opened: bool, collected: bool, posted: bool) -> str:
    """How far a copy has come: the strongest proof counts."""
    if collected:
        return "posted" if posted else "collected"
    if opened:
        return "opened"
    return "sent" if sent else "waiting"
