"""Drafts of a record on the spot, oral agreements, and what a party says against one."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.cases.models import MediationCase
from mediation.oral.rules import effective_at
from portal.documents.papers.models import Paper
from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified, Versioned


class OralDraft(Identified, Versioned, SealedRow, Base):
    """What a mediator has typed so far, kept after each step; nobody else reads it. Emptied when it is handed in."""

    __tablename__ = "oral_drafts"
    __table_args__ = (Index("ix_oral_drafts_account", "account_id", "matter_id", "id"),)

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    committee_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    center_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    answers_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    matter_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("matters.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    answers_text = SealedText("answers_sealed", "pii", gone="{}")


class OralAgreement(Identified, Versioned, SealedRow, Base):
    """One oral agreement: the accord as the mediator recorded it, its words, and the committee's seal on the sheet.

    ``seal_at`` and ``seal_by`` are the committee's act; they prove the sheet and do not move the effect (R-02).
    ``problem``: characters that no font could print.
    """

    __tablename__ = "oral_agreements"
    __table_args__ = (
        CheckConstraint("agreed_at <= recorded_at", name="agreed"),
        CheckConstraint("(seal_at is null) = (seal_by is null)", name="seal"),
        Index("ix_oral_agreements_committee", "committee_id", "id"),
        Index("ix_oral_agreements_unsealed", "committee_id", "seal_at", "id"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mediation_cases.id"), unique=True)
    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"), unique=True)
    committee_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    paper_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("papers.id"), unique=True)
    agreed_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    seal_at: Mapped[datetime | None]
    seal_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    problem: Mapped[str | None] = mapped_column(String(200))

    content = SealedText("content_sealed", "pii", gone=None)
    case: Mapped[MediationCase] = relationship()
    paper: Mapped[Paper] = relationship()

    @property
    def effective_at(self) -> datetime:
        """R-02."""
        return effective_at(self.agreed_at)


class OralObjection(Identified, SealedRow, Base):
    """A party says: this is not what we agreed. It stays in the file."""

    __tablename__ = "oral_objections"
    __table_args__ = (UniqueConstraint("oral_id", "person_id"),)

    oral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("oral_agreements.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]

    words = SealedText("words_sealed", "pii")
