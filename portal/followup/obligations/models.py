"""Duties and what was said about each."""

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.followup.obligations.rules import STATES
from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified, Versioned
from portal.matters.models import Party


class Obligation(Identified, Versioned, SealedRow, Base):
    """One duty from one party to another, made from a term of an agreement in force; no day: none was agreed."""

    __tablename__ = "obligations"
    __table_args__ = (
        CheckConstraint(f"state in {STATES}", name="state"),
        CheckConstraint("amount_fen is null or amount_fen > 0", name="amount"),
        Index("ix_obligations_matter", "matter_id", "due_on"),
        Index("ix_obligations_due", "settled_at", "due_on"),
    )

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"))
    document_id: Mapped[uuid.UUID] = mapped_column(index=True)
    from_party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("parties.id"))
    to_party_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("parties.id"))
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    due_on: Mapped[date | None]
    how_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(10), default="open")
    settled_at: Mapped[datetime | None]

    text = SealedText("text_sealed", "pii")
    how = SealedText("how_sealed", "pii")
    debtor: Mapped[Party] = relationship(foreign_keys=[from_party_id])
    creditor: Mapped[Party | None] = relationship(foreign_keys=[to_party_id])


class ObligationAct(Identified, SealedRow, Base):
    """Who said what about a duty and when; never changed."""

    __tablename__ = "obligation_acts"

    obligation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("obligations.id"), index=True)
    act: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"))
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime]

    note = SealedText("note_sealed", "pii")
