"""What the machine proposed and what the person decided."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.intake.dispatch.rules import MODES
from portal.kernel.db import Base, Versioned


class Triage(Versioned, Base):
    """One matter's triage. ``proposal`` is the matcher's answer to the story as it stood; a person decides (R-19)."""

    __tablename__ = "triage"
    __table_args__ = (
        CheckConstraint(f"mode is null or mode in {MODES}", name="mode"),
        CheckConstraint("(decided_at is null) = (class_code is null)", name="decided"),
    )

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"), primary_key=True)
    proposal: Mapped[dict[str, Any]]
    proposed_at: Mapped[datetime]
    class_code: Mapped[str | None] = mapped_column(String(4))
    mode: Mapped[str | None] = mapped_column(String(1))
    reason: Mapped[str | None] = mapped_column(String(500))
    dangers: Mapped[list[str]]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
