"""A filing on its way: sealed, found only by the token in the resident's own browser."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified, Versioned


class FilingDraft(Identified, Versioned, SealedRow, Base):
    """Answers so far as sealed JSON; nobody at the centre can read them before they are handed in.

    Words of danger in them reach the duty roster as an alarm, as the notice says.
    """

    __tablename__ = "filing_drafts"

    center_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    answers_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    notice_version: Mapped[str] = mapped_column(String(20))
    matter_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("matters.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    answers_text = SealedText("answers_sealed", "pii", gone="{}")
