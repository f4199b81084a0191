"""Meetings and waivers of the notice period."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.directory.organisations.models import Venue
from portal.kernel.db import Base, Identified, Versioned


class Meeting(Identified, Versioned, Base):
    """A booked meeting; ``side`` is set where the sides meet the mediator apart. ``waived``: the notice period was."""

    __tablename__ = "mediation_meetings"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="order"),
        Index("ix_mediation_meetings_case", "case_id", "starts_at"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mediation_cases.id"))
    booking_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bookings.id"), unique=True)
    venue_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("venues.id"))
    side: Mapped[str | None] = mapped_column(String(4))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    waived: Mapped[bool]
    booked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    booked_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]

    venue: Mapped[Venue] = relationship(lazy="joined")


class NoticeWaiver(Identified, Base):
    """A party does without the three days' notice."""

    __tablename__ = "notice_waivers"
    __table_args__ = (UniqueConstraint("case_id", "party_id"),)

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mediation_cases.id"))
    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("parties.id"))
    given_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
