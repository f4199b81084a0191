"""What is stored of a closed file."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.documents.volumes.rules import RETENTIONS
from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified


class Volume(Identified, SealedRow, Base):
    """The cover of one matter's file: 卷号, 立卷人, 立卷日期, 保管期限, and the note on the file (卷宗情况说明)."""

    __tablename__ = "volumes"
    __table_args__ = (
        CheckConstraint(f"retention in {tuple(RETENTIONS)}", name="retention"),
        UniqueConstraint("owner_id", "year", "number"),
    )

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"), unique=True)
    owner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    year: Mapped[int]
    number: Mapped[int]
    number_text: Mapped[str] = mapped_column(String(60))
    retention: Mapped[str] = mapped_column(String(10))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    closed_at: Mapped[datetime]
    closed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))

    note = SealedText("note_sealed", "pii")
    keeper: Mapped[Account] = relationship()
