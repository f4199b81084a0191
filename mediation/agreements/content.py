"""What an agreement says, as plain data that can be kept and printed again word for word."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from portal.documents.agreement import (
    AgreementPaper,
    Clause,
    ClauseKind,
    Instalment,
    LegalParty,
    NaturalParty,
    Representative,
    SignatureSlot,
    Signing,
)


@dataclass(frozen=True)
class Content:
    """The words of one version; everything else on the paper (number, code, address) comes from the register."""

    parties: tuple[NaturalParty | LegalParty, ...]
    facts: str
    issues: str
    responsibility: str
    way: str
    place: str
    limit: str
    clauses: tuple[Clause, ...]
    slots: tuple[SignatureSlot, ...]
    confirmable: bool


@dataclass(frozen=True)
class Imprint:
    """What the register adds: number, committee, how to verify it, how it is signed."""

    number: str
    committee: str
    code: str
    url: str
    address: str
    path: str
    edition: int
    demonstration: bool = False


def paper_of(content: Content, imprint: Imprint) -> AgreementPaper:
    """The official form."""
    return AgreementPaper(
        number=imprint.number,
        committee=imprint.committee,
        parties=content.parties,
        facts=content.facts,
        issues=content.issues,
        clauses=content.clauses,
        slots=content.slots,
        verify_code=imprint.code,
        verify_url=imprint.url,
        verify_address=imprint.address,
        edition=imprint.edition,
        responsibility=content.responsibility,
        performance_way=content.way,
        performance_place=content.place,
        performance_limit=content.limit,
        confirmable=content.confirmable,
        signing=Signing.INK if imprint.path == "ink" else Signing.ELECTRONIC,
        demonstration=imprint.demonstration,
    )


def dump(content: Content) -> str:
    """For the row."""
    return json.dumps(_plain(content), ensure_ascii=False)


def load(text: str) -> Content:
    """From the row."""
    stored: dict[str, Any] = json.loads(text)
    return Content(
        **{
            name: stored[name] for name in ("facts", "issues", "responsibility", "way", "place", "limit", "confirmable")
        },
        parties=tuple(_party(row) for row in stored["parties"]),
        clauses=tuple(_clause(row) for row in stored["clauses"]),
        slots=tuple(SignatureSlot(**row) for row in stored["slots"]),
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        row = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"legal": True, **row} if isinstance(value, LegalParty) else row
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _party(row: Mapping[str, Any]) -> NaturalParty | LegalParty:
    people = tuple(Representative(**one) for one in row["representatives"])
    rest = {name: value for name, value in row.items() if name not in ("legal", "representatives")}
    return (LegalParty if row.get("legal") else NaturalParty)(**rest, representatives=people)


def _clause(row: Mapping[str, Any]) -> Clause:
    parts = tuple(Instalment(date.fromisoformat(one["by"]), one["amount"]) for one in row["instalments"])
    by = date.fromisoformat(row["by"]) if row["by"] else None
    rest = {name: value for name, value in row.items() if name not in ("kind", "by", "instalments")}
    return Clause(kind=ClauseKind(row["kind"]), by=by, instalments=parts, **rest)
