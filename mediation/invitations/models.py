"""What is stored of each letter that went out."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, Identified


class Invitation(Identified, Base):
    """One sending to one person, a party or their guardian; the newest counts. Link and PIN are minted while sending.

    ``confirmed_at``: whoever came said their name and showed that the letter was theirs. ``denied_at``: "not me".
    """

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("confirmed_at is null or denied_at is null", name="end"),
        Index("ix_invitations_person", "case_id", "person_id", "id"),
        Index("ix_invitations_party", "case_id", "party_id", "id"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mediation_cases.id"))
    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("parties.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    notice_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("notices.id"))
    sent_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    sent_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    denied_at: Mapped[datetime | None]
