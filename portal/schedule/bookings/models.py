"""Bookings and the steps they take; the primary key of the steps is what forbids double booking."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, Identified, Versioned


class Booking(Identified, Versioned, Base):
    """A time taken for something; ``holder`` is an opaque token that only the floor that booked understands."""

    __tablename__ = "bookings"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="order"), Index("ix_bookings_holder", "holder"))

    kind: Mapped[str] = mapped_column(String(16))
    holder: Mapped[uuid.UUID]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class BookedStep(Base):
    """Five minutes of one resource (a room, an account, a person) or of one of its units."""

    __tablename__ = "booked_steps"

    resource: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    unit: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    booking_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bookings.id"), index=True)
