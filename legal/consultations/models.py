"""Consultations."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from legal.consultations.rules import STATES, TOPICS
from portal.accounts.models import Account
from portal.directory.organisations.models import Organisation, Venue
from portal.kernel.db import Base, Identified, Versioned
from portal.matters.models import Matter
from portal.people.persons.models import Person
from portal.schedule.availability.rules import MODES


class Consultation(Identified, Versioned, Base):
    """One appointment of one person with one lawyer, in a matter of its own: the person's words are the matter's story.

    ``about_id`` is the dispute for which a party asked (``asked_by`` as that party); nobody there learns of it. Both
    serve to keep a lawyer from advising two sides (R-18). The booking knows this row's id and nothing else.
    """

    __tablename__ = "consultations"
    __table_args__ = (
        CheckConstraint(f"state in {STATES}", name="state"),
        CheckConstraint(f"mode in {MODES}", name="mode"),
        CheckConstraint(f"topic in {tuple(TOPICS)}", name="topic"),
        CheckConstraint("ends_at > starts_at", name="order"),
        CheckConstraint("(about_id is null) = (asked_by is null)", name="about"),
        CheckConstraint("state <> 'arrived' or arrived_at is not null", name="arrived"),
        CheckConstraint("state not in ('started', 'finished') or started_at is not null", name="started"),
        CheckConstraint("(state = 'finished') = (finished_at is not null)", name="finished"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at is not null)", name="cancelled"),
        Index("ix_consultations_lawyer", "lawyer_id", "starts_at"),
        Index("ix_consultations_center", "center_id", "starts_at"),
        Index("ix_consultations_missed", "state", "starts_at"),
    )

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"), unique=True)
    center_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    lawyer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    booking_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bookings.id"), unique=True)
    about_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("matters.id"), index=True)
    asked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"))
    topic: Mapped[str] = mapped_column(String(12))
    mode: Mapped[str] = mapped_column(String(8))
    venue_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("venues.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), default="booked")
    changes: Mapped[int] = mapped_column(default=0)
    booked_at: Mapped[datetime]
    booked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    reminded_for: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    matter: Mapped[Matter] = relationship(foreign_keys=[matter_id])
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    lawyer: Mapped[Account] = relationship(foreign_keys=[lawyer_id])
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id], lazy="joined")
    venue: Mapped[Venue | None] = relationship(lazy="joined")
