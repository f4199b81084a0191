"""Invitations to rate and the answers."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified


class Rating(Identified, SealedRow, Base):
    """One party's invitation, and their answer once it is given. ``scores`` by question, 1 to 5."""

    __tablename__ = "ratings"
    __table_args__ = (UniqueConstraint("matter_id", "person_id"),)

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    invited_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    scores: Mapped[dict[str, Any]]
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    words = SealedText("words_sealed", "pii")
