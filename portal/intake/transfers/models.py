"""A transfer: to which body, by which phone it is reached, what the person was told."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base


class Transfer(SealedRow, Base):
    """One matter that another body has taken; ``body`` has said so before the row is written."""

    __tablename__ = "transfers"

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"), primary_key=True)
    body: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(40))
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    decided_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime]

    words = SealedText("words_sealed", "pii", key="matter_id")
