"""Alarms and who answered them."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.intake.alarms.rules import SOURCES
from portal.kernel.crypto import SealedJson, SealedRow, SealedText
from portal.kernel.db import Base, Identified, Versioned


class Alarm(Identified, Versioned, SealedRow, Base):
    """One alarm; ``matched`` are the words or questions that raised it, ``rung`` how many calls went out.

    ``person_id`` is whoever said these words, ``account_id`` the staff who reported them: whoever answers must know
    whom to call, and must never call the other side by mistake.
    """

    __tablename__ = "alarms"
    __table_args__ = (
        CheckConstraint(f"source in {SOURCES}", name="source"),
        CheckConstraint("(acknowledged_at is null) = (acknowledged_by is null)", name="acknowledged"),
        Index("ix_alarms_open", "center_id", "acknowledged_at", "id"),
    )

    center_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    matter_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("matters.id"))
    draft_id: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"))
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    source: Mapped[str] = mapped_column(String(12))
    matched_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    raised_at: Mapped[datetime]
    rung: Mapped[int] = mapped_column(default=0)
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    matched = SealedJson("matched_sealed", "pii", gone="[]")
    phone = SealedText("phone_sealed", "pii")
    note = SealedText("note_sealed", "pii")
