"""When an agreement is in force, who signs it in which order, and how; the law as tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

STATES = ("drafting", "signing", "effective", "abandoned")

MOVES: Mapping[str, frozenset[str]] = {
    "drafting": frozenset({"signing", "abandoned"}),
    "signing": frozenset({"drafting", "effective", "abandoned"}),
    "effective": frozenset(),
    "abandoned": frozenset(),
}
"""State → states it may become. Back to drafting: any change makes a new version, and every mark is void."""

DRAFTABLE = ("accepted", "preparing", "scheduled", "in_session", "adjourned")
"""States of a mediation in which a draft may be begun."""

VERSION_STATES = ("rendering", "failed", "open", "effective", "superseded", "voided")
VERSION_MOVES: Mapping[str, frozenset[str]] = {
    "rendering": frozenset({"open", "failed", "superseded", "voided"}),
    "failed": frozenset({"superseded", "voided"}),
    "open": frozenset({"effective", "superseded", "voided"}),
    "effective": frozenset(),
    "superseded": frozenset(),
    "voided": frozenset(),
}
"""State of a version → states it may become. What is frozen never thaws: another text is another version."""
PATHS = ("electronic", "ink")
PRINT, BIND = "agreements.print", "agreements.bind"
"""What the worker does for a version: print what all read; after the last mark put the signatures in."""

PARTY, MEDIATOR, RECORDER, COMMITTEE = "party", "mediator", "recorder", "committee"
KINDS = (PARTY, MEDIATOR, RECORDER, COMMITTEE)

REQUIRED = (PARTY, MEDIATOR, COMMITTEE)
"""Kinds of marks without which nothing takes effect (人民调解法 art.29). The recorder's is not one of them."""

RANK: Mapping[str, int] = {PARTY: 0, MEDIATOR: 1, RECORDER: 1, COMMITTEE: 2}
"""On screen: the parties in any order, then mediator and recorder, the seal last."""

MARKS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "electronic": {
        PARTY: frozenset({"drawn", "typed"}),
        MEDIATOR: frozenset({"drawn", "typed"}),
        RECORDER: frozenset({"drawn", "typed"}),
        COMMITTEE: frozenset({"seal"}),
    },
    "ink": {
        PARTY: frozenset({"ink", "fingerprint", "stamp"}),
        MEDIATOR: frozenset({"ink"}),
        RECORDER: frozenset({"ink"}),
        COMMITTEE: frozenset({"stamp"}),
    },
}
"""Path → who → kinds of marks (人民调解法 art.29: 签名、盖章或者按指印; 人民调解员签名; 加盖印章)."""
ALL_MARKS = tuple(sorted({mark for kinds in MARKS.values() for marks in kinds.values() for mark in marks}))


@dataclass(frozen=True)
class Mark:
    """One place at the end of the agreement: whose kind, and when it was filled (None: not yet)."""

    kind: str
    at: datetime | None


def effective_at(marks: Iterable[Mark]) -> datetime | None:
    """R-01: the latest of the parties' marks, the mediator's signature and the committee's seal, once all are there.

    人民调解法 art.29. Every party there is must have marked, and all three kinds must be present; a recorder's mark
    neither holds the effect up nor moves it.
    """
    needed = [mark for mark in marks if mark.kind in REQUIRED]
    times = [mark.at for mark in needed if mark.at is not None]
    if len(times) < len(needed) or {mark.kind for mark in needed} != set(REQUIRED):
        return None
    return max(times)


def in_turn(kind: str, marks: Iterable[Mark]) -> bool:
    """Whether it is this kind's turn on screen: all of a lower rank have signed."""
    return all(mark.at is not None for mark in marks if RANK[mark.kind] < RANK[kind])


NO_ESIGN, STATUS_RELATION, TITLE = "N", "S", "K"
"""Letters of the class flags that matter here (domain §3.3)."""


def paths_open(flags: Iterable[str]) -> tuple[str, ...]:
    """R-06: marriage, adoption, succession, cut-off of utilities are signed in ink alone (电子签名法 art.3)."""
    return ("ink",) if NO_ESIGN in set(flags) else PATHS


def confirmable(flags: Iterable[str]) -> bool:
    """R-05: no judicial confirmation of status relations and of title (民诉法解释 2022 art.355)."""
    return not {STATUS_RELATION, TITLE} & set(flags)


IDENTITY = ("id_seen", "code", "guardian", "legal")
"""How it was checked who signs: document seen by staff, one-time code, guardian present with their document, a body's
representative with their own document and the proof that they represent it."""

IDENTITY_FOR: Mapping[str, tuple[str, ...]] = {
    "self": ("id_seen", "code"),
    "guardian": ("guardian",),
    "legal": ("legal",),
}
"""Who signs → ways that suffice. A company's phone proves nothing about who holds it (法定代表人身份证明 is seen);
for a minor the guardian is there in person (R-12; 民法典 art.19, 20)."""

SEEN_AS: Mapping[str, str] = {"self": "id_seen", "guardian": "guardian", "legal": "legal"}
"""Who signs → as what it counts when a member of staff has seen their document (portal.matters.identities)."""


def may_identify(who: str, method: str) -> bool:
    """Whether this way of checking suffices for who signs."""
    return method in IDENTITY_FOR[who]


CONFIRMED = ("screen", "paper", "aloud")
"""How a party confirmed the version: on their own screen; before staff, having read it on paper or heard it."""

MATCHED = ("qr", "typed")
"""How a scan was found to be of this version: by the QR code on it, or by what staff typed off it and why."""


def wants_ink(consented_at: datetime | None, prefers_at: datetime | None) -> bool:
    """Whether somebody's last word is: on paper. Agreeing anew to sign on screen is a later word (电子签名法 art.3)."""
    return prefers_at is not None and (consented_at is None or prefers_at >= consented_at)


def pending_change(confirmed_at: datetime | None, asked_at: datetime | None) -> bool:
    """Whether somebody has asked for a change since they last agreed."""
    return asked_at is not None and (confirmed_at is None or asked_at > confirmed_at)


def may_become(state: str, target: str) -> bool:
    """Whether the table allows this move of an agreement."""
    return target in MOVES[state]


def version_may_become(state: str, target: str) -> bool:
    """Whether the table allows this move of a version."""
    return target in VERSION_MOVES[state]
