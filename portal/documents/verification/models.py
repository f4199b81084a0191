"""Checks of whole files, kept by hash."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Base, Identified
from portal.kernel.files.models import StoredFile


class PaperCheck(Identified, Base):
    """One file that was checked by pyHanko, or waits for it. The file itself is kept no longer than that takes."""

    __tablename__ = "paper_checks"
    __table_args__ = (
        CheckConstraint("(checked_at is null) = (found is null)", name="checked"),
        CheckConstraint("checked_at is null or file_id is null", name="file_gone"),
        Index("ix_paper_checks_waiting", "checked_at", "asked_at"),
    )

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("files.id"))
    asked_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    found: Mapped[dict[str, Any] | None]

    file: Mapped[StoredFile | None] = relationship()
