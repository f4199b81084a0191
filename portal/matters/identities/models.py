"""Who has looked at whose document."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified
from portal.matters.identities.rules import ALL


class IdentityCheck(Identified, SealedRow, Base):
    """One look at the document of one person of a matter; of its number only the last four characters are kept, sealed.

    A later look is a row of its own: what was seen before stays seen.
    """

    __tablename__ = "identity_checks"
    __table_args__ = (
        CheckConstraint(f"document in {ALL}", name="document"),
        Index("ix_identity_checks_person", "matter_id", "person_id", "id"),
    )

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    document: Mapped[str] = mapped_column(String(12))
    tail_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    seen_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    seen_at: Mapped[datetime]

    tail = SealedText("tail_sealed", "pii")
