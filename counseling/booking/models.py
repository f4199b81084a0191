"""Visits: which case, which hour, with whom. Their ``token`` is all the calendar knows of them."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from counseling.booking.rules import MODES, STATES
from counseling.cases.models import Case
from counseling.store.base import Unlinked
from portal.kernel.db import Base, Versioned, new_secret_id


class Visit(Unlinked, Versioned, Base):
    """One appointment. ``counsellor`` is the resource that the calendar holds, ``token`` the holder it knows."""

    __tablename__ = "counseling_visits"
    __table_args__ = (
        CheckConstraint(f"state in {STATES}", name="state"),
        CheckConstraint(f"mode in {tuple(MODES)}", name="mode"),
        CheckConstraint("ends_at > starts_at", name="order"),
        CheckConstraint("(state = 'booked') = (settled_at is null)", name="settled"),
        Index(
            "uq_counseling_visits_coming", "case_id", unique=True,
            sqlite_where=text("state = 'booked'"), postgresql_where=text("state = 'booked'"),
        ),
        Index("ix_counseling_visits_day", "counsellor", "starts_at"),
        Index("ix_counseling_visits_case", "case_id", "starts_at"),
        Index("ix_counseling_visits_count", "center_id", "state", "starts_at"),
    )  # fmt: skip

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("counseling_cases.id"))
    center_id: Mapped[uuid.UUID]
    counsellor: Mapped[uuid.UUID]
    token: Mapped[uuid.UUID] = mapped_column(unique=True, default=new_secret_id)
    venue_id: Mapped[uuid.UUID | None]
    mode: Mapped[str] = mapped_column(String(8))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), default="booked")
    booked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(lazy="joined")
