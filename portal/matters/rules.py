"""What a matter may become, its code, and who may be in it as what."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from stdnum.iso7064 import mod_37_2

STAGES = ("registered", "triaged", "routed", "active", "closed", "archived", "restricted")
SOURCES = ("web", "counter", "phone", "grid", "hotline", "police", "court", "petition", "committee")
CAPACITIES = (
    "party", "agent", "guardian", "desk", "counter", "committee", "mediator", "secretary", "team", "department",
    "lawyer", "undeclared", "recused",
)  # fmt: skip
AUDIENCES = ("all", "staff", "team", "side")
VISIBILITIES = ("mine", "mediator", "joint")
ROLES = ("applicant", "respondent", "third_party")
CLOSE_KINDS = ("resolved", "procedural", "declined", "transferred")
OVER = frozenset({"closed", "archived", "restricted"})
"""Stages in which nothing more is handed in or decided."""
HELPING = frozenset({"team", "department"})
"""Those who were called in to help with the matter, and do not keep its file."""
TEAM_STAYS = timedelta(days=30)
"""How long they keep reading after the matter is closed (domain §5.2(1))."""

MOVES: Mapping[str, frozenset[str]] = {
    "registered": frozenset({"triaged", "closed", "restricted"}),
    "triaged": frozenset({"routed", "closed", "restricted"}),
    "routed": frozenset({"active", "triaged", "closed", "restricted"}),
    "active": frozenset({"triaged", "closed", "restricted"}),
    "closed": frozenset({"active", "archived", "restricted"}),
    "archived": frozenset({"active", "restricted"}),
    "restricted": frozenset(),
}
"""Stage → stages it may become (domain §4.3; a return from a committee leads back to triage, reopening to active)."""


def may_become(stage: str, target: str) -> bool:
    """Whether the table allows this move."""
    return target in MOVES[stage]


def make_code(area_code: str, day: date, five_digits: str) -> str | None:
    """ZZ + area + yyyymmdd + 5 random digits + check character: 一案一码, domain §2.1.

    The check is ISO 7064 MOD 37-2, which catches every wrong character and every two exchanged ones (MOD 37,36 misses
    one exchange in two hundred). None when it would be one that hands and voices get wrong: draw again.
    """
    body = f"ZZ{area_code[:6]}{day:%Y%m%d}{five_digits}"
    check = str(mod_37_2.calc_check_digit(body))
    return None if check in UNCLEAR else body + check


def read_code(typed: str) -> str | None:
    """The code as stored, from what a hand typed (blanks, dashes, small letters, O for 0); None if it is none."""
    code = plain_code(typed)
    shape = len(code) == 22 and code[:2] == "ZZ" and DIGITS.fullmatch(code[2:21])
    return code if shape and mod_37_2.is_valid(code) else None


DIGITS = re.compile(r"[0-9]*")
UNCLEAR = "*OIL"
"""Never the check character; read as digits wherever they are typed."""
ALIKE = str.maketrans("OIL", "011")


def plain_code(typed: str) -> str:
    """A code or the beginning of one without blanks and dashes, in capitals; look-alikes are digits."""
    code = re.sub(r"[\s\-—.]", "", unicodedata.normalize("NFKC", typed)).upper()
    return code[:2] + code[2:].translate(ALIKE)


def code_span(typed: str) -> tuple[str, str] | None:
    """First and last code that begin like this, for a search by range; None if no code begins so."""
    code = plain_code(typed)
    if not code.startswith("ZZ") or len(code) > 22 or not DIGITS.fullmatch(code[2:21]):
        return None
    return code.ljust(22, "0"), code.ljust(22, "Z")


def show_code(code: str) -> str:
    """In groups a person can read out: ZZ 370999 20261122 12345 X."""
    return f"{code[:2]} {code[2:8]} {code[8:16]} {code[16:21]} {code[21:]}"


def side_name(number: int) -> str:
    """The name of a side: 'a' for the applicants, 'b' for the first respondent, …, 'z', 'ba', 'bb' …"""
    name = ""
    while True:
        number, letter = divmod(number, 26)
        name = chr(ord("a") + letter) + name
        if not number:
            return name


HANDLING = frozenset({"desk", "committee", "mediator", "secretary", "lawyer"})
"""Those who handle the matter: for the centre, for the committee, and the lawyer in a consultation of theirs."""
SPEAKING = frozenset({"party", "agent", "guardian"})
"""Those who stand on a side."""
SHUT = frozenset({"undeclared", "recused"})
"""Not a way in but the end of every other one: an account that has not yet said whether it has an interest in the
matter, and one that said yes, for good (domain §5.3)."""

DESK_IS: Mapping[str, str] = {
    "registered": "desk",  # to be screened and triaged
    "triaged": "desk",  # to be assigned: for the first time, or given back by a mediator with an interest
    "routed": "desk",  # assigned and not yet taken: no mediator has said that they may, or a child has no guardian
    "active": "counter",  # a committee has it, also while somebody is asked anew or another mediator is found
    "closed": "counter",
    "archived": "counter",
    "restricted": "counter",  # every involvement has ended besides
}
"""Stage → what the centre's desk is in a matter (个人信息保护法 art.6; domain §5.1, §5.2(1)): it reads the whole while
the matter is its own work; at a counter it knows who comes to the window, how far the matter is and who has it."""


def counts_as(capacity: str, stage: str) -> str:
    """As what an involvement of this capacity counts at this stage of the matter."""
    return DESK_IS[stage] if capacity == "desk" else capacity


def reads_file(capacities: Iterable[str]) -> bool:
    """Whether one of these is more than a place at the counter."""
    return not set(capacities) <= {"counter"}


def may_read(audience: str, sides: Mapping[str, frozenset[str | None]]) -> bool:
    """Whether a timeline entry for this audience is for somebody with these capacities (capacity → sides).

    Handlers read everything, but the team's own only if they mediate; a team member reads what is for all and for the
    team; a side reads what is for all and for itself; a department reads what is for all; a counter reads nothing.
    """
    held = sides.keys() - SHUT - {"counter"}
    if audience == "all":
        return bool(held)
    if audience == "staff":
        return bool(HANDLING & held)
    if audience == "team":
        return bool({"team", "mediator", "secretary"} & held)
    side = audience.removeprefix("side:")
    return bool(HANDLING & held) or any(side in sides[one] for one in SPEAKING & held)


def may_see_evidence(visibility: str, held: Iterable[str], *, owner: bool) -> bool:
    """Who sees what was handed in: its owner and those who act for them always; handlers from 'mediator' on; the other
    sides and the team when it is 'joint'. ``held``: the capacities of whoever asks."""
    if owner:
        return True
    if visibility == "mine":
        return False
    return bool(HANDLING.intersection(held)) or (
        visibility == "joint" and bool((SPEAKING | {"team"}).intersection(held))
    )
