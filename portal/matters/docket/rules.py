"""What may be asked of the docket."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.matters.rules import STAGES, code_span, plain_code, read_code

PAGE = 50
MOST = 99
"""Counts stop here and say '99+'."""
NAME_MIN = 2
NAMES = 200
"""Names that contain what was typed; with more, the person is asked to type more."""
CANDIDATES = 1000
"""More hits than this are not listed: the person is asked to type more."""
SHOWN_STAGES = tuple(stage for stage in STAGES if stage != "restricted")


@dataclass(frozen=True)
class Asked:
    """Filters of the docket as they stand in the address; what nobody offers is left out."""

    place: str = ""
    stage: str = ""
    major: str = ""
    danger: bool = False
    q: str = ""
    anywhere: bool = False
    after: uuid.UUID | None = None

    @classmethod
    def read(cls, args: Mapping[str, str], majors: frozenset[str]) -> "Asked":
        """From the query string."""
        stage, major = args.get("stage", ""), args.get("class", "")
        return cls(
            place=args.get("place", ""),
            stage=stage if stage in SHOWN_STAGES else "",
            major=major if major in majors else "",
            danger=args.get("danger", "") == "1",
            q=" ".join(args.get("q", "").split())[:60],
            anywhere=args.get("anywhere", "") == "1",
            after=_id(args.get("after", "")),
        )

    def address(self, **changes: str) -> dict[str, Any]:
        """The query string of the same list with something else in it; the page starts anew."""
        plain = {"place": self.place, "stage": self.stage, "class": self.major, "q": self.q}
        plain |= {"danger": "1" if self.danger else "", "anywhere": "1" if self.q and self.anywhere else ""}
        return {name: value for name, value in {**plain, **changes}.items() if value}

    @property
    def is_queue(self) -> bool:
        """The first page of everything, or of what waits for its triage."""
        return self.stage in ("", "registered") and not (self.major or self.danger or self.q or self.after)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the place was chosen."""
        return bool(self.stage or self.major or self.danger or self.q)


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


RUN = re.compile(r"[0-9]{4,18}[0-9A-Z]?")
"""Digits as they follow one another in a code, perhaps with its check character."""


@dataclass(frozen=True)
class Search:
    """What was typed, understood: a span of codes, digits out of one, a name or part of it, or why it is neither."""

    codes: tuple[str, str] | None = None
    run: str = ""
    name: str = ""
    problem: str = ""


def understand(q: str) -> Search:
    """Digits or ZZ… are a code (its beginning, or four digits and more out of it), everything else a name."""
    plain = plain_code(q)
    run = plain if RUN.fullmatch(plain) else ""
    if plain.isascii() and plain[:1].isdigit():
        plain = plain_code("ZZ" + q)
    if plain.startswith("ZZ"):
        whole = read_code(plain) if len(plain) == 22 else plain
        span = code_span(whole) if whole else None
        return Search(codes=span, run=run) if span or run else Search(problem="code")
    return Search(name=q) if len(q) >= NAME_MIN else Search(problem="name")


def after_name(name: str) -> str:
    """The first name that no longer begins like this, in byte order."""
    return name + chr(0x10FFFF)
