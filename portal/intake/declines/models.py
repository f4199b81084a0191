"""A decline: its ground, its words, who decided."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.intake.declines.rules import GROUNDS
from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base


class Decline(SealedRow, Base):
    """One matter that was not accepted; the notice to the applicant is printed from this row."""

    __tablename__ = "declines"
    __table_args__ = (CheckConstraint(f"ground in {tuple(GROUNDS)}", name="ground"),)

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"), primary_key=True)
    ground: Mapped[str] = mapped_column(String(20))
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    decided_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime]

    words = SealedText("words_sealed", "pii", key="matter_id")
