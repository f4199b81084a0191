"""Service records."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from legal.consultations.models import Consultation
from legal.records.rules import STATES
from portal.documents.papers.models import Paper
from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified, Versioned


class ConsultationRecord(Identified, Versioned, SealedRow, Base):
    """One version of what was asked and advised; sealed, for the lawyer and the person alone.

    ``aid_shared``: the person agreed that the legal-aid officers of the same body read it.
    """

    __tablename__ = "consultation_records"
    __table_args__ = (
        UniqueConstraint("consultation_id", "edition"),
        CheckConstraint(f"state in {STATES}", name="state"),
        CheckConstraint("state in ('draft', 'failed') or finished_at is not null", name="finished"),
        CheckConstraint("state not in ('sealing', 'sealed', 'failed') or paper_id is not null", name="paper"),
        CheckConstraint("(state = 'sealed') = (sealed_at is not null)", name="sealed"),
        CheckConstraint("(state = 'failed') = (problem is not null)", name="problem"),
        CheckConstraint("followed_up_at is null or follow_up_on is not null", name="followed_up"),
        Index("ix_consultation_records_follow_up", "lawyer_id", "follow_up_on"),
    )

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    edition: Mapped[int]
    lawyer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    state: Mapped[str] = mapped_column(String(12), default="draft")
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    paper_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("papers.id"))
    aid_shared: Mapped[bool] = mapped_column(default=False)
    follow_up_on: Mapped[date | None]
    followed_up_at: Mapped[datetime | None]
    saved_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    sealed_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(String(200))

    content = SealedText("content_sealed", "pii")
    consultation: Mapped[Consultation] = relationship()
    paper: Mapped[Paper | None] = relationship()
