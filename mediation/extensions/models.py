"""What is stored of a longer period: the proposal, and each party's signature."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.cases.models import MediationCase
from mediation.extensions.rules import ANSWERS, CHANNELS, STATES
from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified, Versioned
from portal.matters.models import Party

OPEN = text("state = 'open'")


class PeriodExtension(Identified, Versioned, SealedRow, Base):
    """延长调解期限同意书: from which last day to which, why, and what became of it. One is open at a time.

    ``needs_committee``: in medical matters the committee agrees as well (医疗纠纷预防和处理条例 art.38).
    """

    __tablename__ = "mediation_extensions"
    __table_args__ = (
        CheckConstraint(f"state in {STATES}", name="state"),
        CheckConstraint("until_on > last_on", name="longer"),
        CheckConstraint("(state = 'open') = (ended_at is null)", name="ended"),
        CheckConstraint("(committee_at is null) = (committee_by is null)", name="committee"),
        CheckConstraint("state <> 'granted' or not needs_committee or committee_at is not null", name="granted"),
        Index("ix_mediation_extensions_case", "case_id", "id"),
        Index("uq_mediation_extensions_open", "case_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mediation_cases.id"))
    clock: Mapped[str] = mapped_column(String(24))
    last_on: Mapped[date]
    until_on: Mapped[date]
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    needs_committee: Mapped[bool]
    committee_at: Mapped[datetime | None]
    committee_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    state: Mapped[str] = mapped_column(String(10), default="open")
    ended_at: Mapped[datetime | None]

    reason = SealedText("reason_sealed", "pii")
    case: Mapped[MediationCase] = relationship()
    consents: Mapped[list["ExtensionConsent"]] = relationship(
        back_populates="extension", order_by="ExtensionConsent.id", lazy="selectin"
    )


class ExtensionConsent(Identified, Base):
    """One party's answer: their own with a one-time code (or their guardian's), or what they signed on paper."""

    __tablename__ = "mediation_extension_consents"
    __table_args__ = (
        UniqueConstraint("extension_id", "party_id"),
        CheckConstraint(f"answer in {ANSWERS}", name="answer"),
        CheckConstraint(f"channel in {CHANNELS}", name="channel"),
        CheckConstraint("(answer = 'pending') = (answered_at is null)", name="answered"),
        CheckConstraint("(answered_at is null) = (channel is null)", name="how"),
        CheckConstraint("(channel = 'paper') <= (recorded_by is not null)", name="paper"),
        CheckConstraint("(channel = 'code') <= (answered_by is not null)", name="own"),
    )

    extension_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mediation_extensions.id"))
    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("parties.id"), index=True)
    answer: Mapped[str] = mapped_column(String(8), default="pending")
    channel: Mapped[str | None] = mapped_column(String(8))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"))
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))

    extension: Mapped[PeriodExtension] = relationship(back_populates="consents")
    party: Mapped[Party] = relationship(lazy="joined")
