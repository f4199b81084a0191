"""The classes a matter may belong to: twelve majors, 177 minors, and what follows from each."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, cast

Service = Literal["M", "T", "L", "P", "R"]


class Flag(Enum):
    """What a class warns of; the letters are those of the table the classes were drawn up in."""

    # S and K: 民诉法解释 art.355
    S = ("身份关系：不得申请司法确认", "Status relation: no judicial confirmation")
    K = ("可能涉及确权：确权部分不得申请司法确认", "May confirm title: that part cannot be confirmed")
    N = ("不得使用电子签名，须纸质签署", "No electronic signature: signed in ink")  # 电子签名法 art.3
    A = ("行政或专属管辖事项：核心争议不开展人民调解", "Administrative or reserved matter: its core is not mediated")
    D = ("登记时必须筛查现实危险", "Danger screen compulsory at intake")  # 人民调解法 art.25
    X = ("安全优先：不安排当面或同室调解，隐去住址", "Safety first: no joint session or room, addresses masked")
    C = (
        "可能涉及未成年人或需要保护的人：通知监护人并履行报告义务",
        "Child or vulnerable person likely: guardian and duty to report",
    )  # 未成年人保护法 art.11
    G = ("易成群体性事件：登记人数并会商", "Group-prone: record the scale, hold a conference")
    P = ("限知人员范围", "Restricted: need-to-know list")

    @property
    def zh(self) -> str:
        return self.value[0]

    @property
    def en(self) -> str:
        return self.value[1]


SERVICES: Mapping[Service, tuple[str, str]] = MappingProxyType(
    {
        "M": ("人民调解", "People's mediation"),
        "T": ("三官三师团队", "Team of officials and professionals"),
        "L": ("法律服务", "Legal service"),
        "P": ("心理咨询", "Counselling"),
        "R": ("转介移送", "Referral"),
    }
)


@dataclass(frozen=True, slots=True)
class Named:
    """A code or body with its name in both languages."""

    code: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Department:
    """A body that answers for a class, by the usual county division of work (each county edits it)."""

    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Major:
    """One of the twelve major classes (大类)."""

    code: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class MinorClass:
    """One of the 177 minor classes (小类). ``departments`` has the lead first; ``moj`` is None where the
    class is a service request, which the Ministry's monthly table of mediated disputes does not count."""

    code: str
    name_zh: str
    name_en: str
    major: str
    moj: str | None
    departments: tuple[Department, ...]
    mode: str
    limit: str
    flags: frozenset[Flag]
    keywords: tuple[str, ...]

    @property
    def service(self) -> Service:
        return first_service(self.mode)


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All classes with their lookups; the order of each mapping is the order of the codes."""

    majors: Mapping[str, Major]
    minors: Mapping[str, MinorClass]
    moj: Mapping[str, Named]

    def minor(self, code: str) -> MinorClass:
        """The class of a four-digit code; KeyError when there is none."""
        return self.minors[code]

    def major_of(self, code: str) -> Major:
        """The major of a minor's (or a major's own) code."""
        return self.majors[code[:2]]

    def minors_of(self, major: str) -> tuple[MinorClass, ...]:
        return tuple(minor for minor in self.minors.values() if minor.major == major)

    def flagged(self, flag: Flag) -> frozenset[str]:
        """The codes of the classes that carry a flag."""
        return frozenset(code for code, minor in self.minors.items() if flag in minor.flags)


def first_service(mode: str) -> Service:
    """Where a matter of this mode starts: ``M→L`` and ``M+P`` start with M, ``T(警官)+M`` with T."""
    letter = mode[:1]
    if letter not in SERVICES:
        raise ValueError(f"unknown mode: {mode!r}")
    return cast(Service, letter)


@cache
def load() -> Taxonomy:
    """The taxonomy as shipped; read once."""
    departments = {row["name_zh"]: Department(**row) for row in _rows("departments.json")}
    majors = {row["code"]: Major(**row) for row in _rows("majors.json")}
    minors = {row["code"]: _minor(row, major, departments) for major in majors for row in _rows(f"minors_{major}.json")}
    moj = {row["code"]: Named(**row) for row in _rows("moj.json")}
    return Taxonomy(MappingProxyType(majors), MappingProxyType(minors), MappingProxyType(moj))


def _rows(name: str) -> list[dict[str, Any]]:
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return cast(list[dict[str, Any]], json.loads(text))


def _minor(row: dict[str, Any], major: str, departments: Mapping[str, Department]) -> MinorClass:
    return MinorClass(
        code=row["code"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        major=major,
        moj=row["moj"],
        departments=tuple(departments[name] for name in row["departments"]),
        mode=row["mode"],
        limit=row["limit"],
        flags=frozenset(Flag[letter] for letter in row["flags"]),
        keywords=tuple(row["keywords"]),
    )
