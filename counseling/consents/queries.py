"""Reading the ledger of consents."""

from collections.abc import Sequence

from sqlalchemy import select

from counseling.cases.models import Case
from counseling.consents import rules, texts
from counseling.consents.models import Consent
from portal.kernel.db import Db


def ledger(db: Db, case: Case) -> Sequence[Consent]:
    """All lines of a case, oldest first."""
    return db.scalars(select(Consent).where(Consent.case_id == case.id).order_by(Consent.at, Consent.id)).all()


def _given(db: Db, case: Case) -> list[rules.Given]:
    return [rules.Given(row.given_by, row.text_version, row.ended_at is None) for row in ledger(db, case)]


def missing(db: Db, case: Case, band: str) -> frozenset[str]:
    """Whose consent to the words of today is still missing before a talk."""
    return rules.missing(band, _given(db, case), texts.CURRENT)


def may_book(db: Db, case: Case, band: str) -> bool:
    """Whether a time may be taken."""
    return rules.may_book(band, _given(db, case), texts.CURRENT)


def chosen(db: Db, case: Case) -> frozenset[str]:
    """The choices that hold now."""
    return frozenset(key for row in ledger(db, case) if row.ended_at is None for key in row.choices)
