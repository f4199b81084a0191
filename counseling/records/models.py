"""Records and what was added to them afterwards, each part sealed apart with the key of the case."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from counseling.booking.models import Visit
from counseling.cases.models import Case
from counseling.records.rules import STATES
from counseling.store.base import Unlinked
from counseling.store.sealing import CaseText
from portal.kernel.crypto import SealedRow
from portal.kernel.db import Base, Versioned


class Record(Unlinked, Versioned, SealedRow, Base):
    """What was written down about one visit. ``notes`` are the author's own; ``lock`` is taken over all when signed."""

    __tablename__ = "counseling_records"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint(f"state in {STATES}", name="state"),
        CheckConstraint("(state = 'signed') = (signed_at is not null and lock is not null)", name="signed_is_locked"),
        Index("ix_counseling_records_signed", "center_id", "signed_at"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("counseling_cases.id"))
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("counseling_visits.id"), unique=True)
    center_id: Mapped[uuid.UUID]
    author: Mapped[uuid.UUID]
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(8), default="writing")
    emergency: Mapped[bool] = mapped_column(default=False)
    content_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    risk_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    notes_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    begun_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    lock: Mapped[bytes | None] = mapped_column(LargeBinary(32))

    content_text = CaseText("content_sealed")
    risk_text = CaseText("risk_sealed")
    notes = CaseText("notes_sealed")
    case: Mapped[Case] = relationship(lazy="joined")
    visit: Mapped[Visit] = relationship(lazy="joined")


class Amendment(Unlinked, SealedRow, Base):
    """Words added to a signed record, with who and when; the record itself stays as it was signed."""

    __tablename__ = "counseling_amendments"
    __table_args__ = (UniqueConstraint("record_id", "number"),)

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("counseling_records.id"))
    number: Mapped[int]
    author: Mapped[uuid.UUID]
    at: Mapped[datetime]
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    lock: Mapped[bytes] = mapped_column(LargeBinary(32))

    words = CaseText("words_sealed")
    record: Mapped[Record] = relationship(lazy="joined")

    @property
    def case(self) -> Case:
        """Sealed with its key."""
        return self.record.case
