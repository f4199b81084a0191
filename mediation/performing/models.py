"""What is stored when a promise is followed up."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.performing.rules import FOUND, WAYS
from portal.followup.obligations.models import Obligation
from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified


class FollowUp(Identified, SealedRow, Base):
    """人民调解回访记录 of one duty: when and how the mediator asked, and what they found; never changed."""

    __tablename__ = "performance_followups"
    __table_args__ = (
        CheckConstraint(f"way in {tuple(WAYS)}", name="way"),
        CheckConstraint(f"found in {tuple(FOUND)}", name="found"),
        Index("ix_performance_followups_case", "case_id", "id"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mediation_cases.id"))
    obligation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("obligations.id"), index=True)
    way: Mapped[str] = mapped_column(String(12))
    found: Mapped[str] = mapped_column(String(12))
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))

    words = SealedText("words_sealed", "pii")
    obligation: Mapped[Obligation] = relationship()
