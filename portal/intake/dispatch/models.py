"""What the machine proposed and what the person decided."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.intake.dispatch.rules import MODES
from portal.kernel.crypto import SealedJson, SealedRow, SealedText
from portal.kernel.db import Base, Versioned

NO_PROPOSAL = '{"candidates": [], "service": "", "danger": false, "danger_matched": [], "limit": null}'
"""What is read of a proposal that has been destroyed."""


class Triage(Versioned, SealedRow, Base):
    """One matter's triage. ``proposal`` is the matcher's answer to the story as it stood, with words
    of it; a person decides (R-19)."""

    __tablename__ = "triage"
    __table_args__ = (
        CheckConstraint(f"mode is null or mode in {MODES}", name="mode"),
        CheckConstraint("(decided_at is null) = (class_code is null)", name="decided"),
    )

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"), primary_key=True)
    proposal_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    proposed_at: Mapped[datetime]
    class_code: Mapped[str | None] = mapped_column(String(4))
    mode: Mapped[str | None] = mapped_column(String(1))
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    dangers: Mapped[list[str]]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]

    proposal = SealedJson("proposal_sealed", "pii", key="matter_id", gone=NO_PROPOSAL)
    reason = SealedText("reason_sealed", "pii", key="matter_id")
