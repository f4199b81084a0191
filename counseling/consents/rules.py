"""Whose consent is there, whose is missing, and what may be done meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.kernel.i18n import lazy as _l
from portal.people.persons.rules import ADULT, CONSENTS_ALONE, age_on

GIVERS: Mapping[str, Any] = {"own": _l("本人"), "guardian": _l("监护人")}
CHANNELS: Mapping[str, Any] = {"web": _l("在网上"), "counter": _l("当面，写在纸上")}

WANTED: Mapping[str, frozenset[str]] = {
    "adult": frozenset({"own"}),
    "teen": frozenset({"own", "guardian"}),
    "child": frozenset({"guardian"}),
}
"""By age: 民法典 art.19-20 (service), 个人信息保护法 art.31 (data of those under 14)."""
BEFORE_BOOKING: Mapping[str, frozenset[str]] = {
    "adult": frozenset({"own"}),
    "teen": frozenset({"own"}),
    "child": frozenset({"guardian"}),
}
"""A young person may take a time on their own; the guardian's yes must be there before the first talk."""


@dataclass(frozen=True, slots=True)
class Given:
    """A consent as it stands in the ledger."""

    by: str
    version: str
    in_force: bool


def _standing(given: Iterable[Given], version: str) -> set[str]:
    return {one.by for one in given if one.in_force and one.version == version}


def missing(band: str, given: Iterable[Given], version: str) -> frozenset[str]:
    """Whose consent to this version is still missing before a talk; a former version does not count."""
    return WANTED[band] - _standing(given, version)


def may_book(band: str, given: Iterable[Given], version: str) -> bool:
    """Whether a time may be taken."""
    return BEFORE_BOOKING[band] <= _standing(given, version)


def fits(band: str, born_on: date, today: date) -> bool:
    """Whether a date of birth fits the age that was chosen."""
    age = age_on(born_on, today)
    return CONSENTS_ALONE <= age < ADULT if band == "teen" else 0 <= age < CONSENTS_ALONE
