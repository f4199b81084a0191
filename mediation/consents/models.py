"""What is stored of each party's free will."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.consents.rules import ANSWERS, CHANNELS
from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified, Versioned
from portal.matters.models import Party


class PartyConsent(Identified, Versioned, SealedRow, Base):
    """What one party was asked in one round and what they said; earlier rounds stay as they were.

    ``reason`` is why somebody said no: sealed, and no page shows it to anybody. ``answered_by`` is the party or their
    guardian, ``recorded_by`` the mediator who wrote down what was said on the phone or at the counter.
    """

    __tablename__ = "mediation_consents"
    __table_args__ = (
        UniqueConstraint("case_id", "party_id", "round"),
        CheckConstraint(f"answer in {ANSWERS}", name="answer"),
        CheckConstraint(f"channel in {CHANNELS}", name="channel"),
        CheckConstraint("(answer = 'pending') = (answered_at is null)", name="answered"),
        CheckConstraint("(answered_at is null) = (channel is null)", name="how"),
        CheckConstraint("(answer = 'yes') <= (wants_public is not null and rights_version is not null)", name="rights"),
        CheckConstraint("(answer = 'later') = (later_on is not null)", name="later"),
        CheckConstraint("reason_sealed is null or answer = 'no'", name="reason"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mediation_cases.id"))
    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("parties.id"), index=True)
    round: Mapped[int]
    answer: Mapped[str] = mapped_column(String(8), default="pending")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"))
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    channel: Mapped[str | None] = mapped_column(String(8))
    wants_public: Mapped[bool | None]
    rights_version: Mapped[str | None] = mapped_column(String(20))
    later_on: Mapped[date | None]
    reminded_at: Mapped[datetime | None]
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    reason = SealedText("reason_sealed", "pii")
    party: Mapped[Party] = relationship()
