"""Weekly hours by validity, single days off, single days of extra hours."""

import uuid
from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, Identified
from portal.schedule.availability.rules import MODES, Span


class _Hours:
    """From when to when, how, and where; a phone call takes no room."""

    opens: Mapped[time]
    shuts: Mapped[time]
    mode: Mapped[str] = mapped_column(String(8))


class WeeklyHours(Identified, _Hours, Base):
    """Hours on one weekday, valid from ``first`` to ``last`` (None: until they are set anew).

    ``resource`` is whoever is there: an account's id, of which this table knows nothing else.
    """

    __tablename__ = "weekly_hours"
    __table_args__ = (
        CheckConstraint("shuts > opens", name="order"),
        CheckConstraint("weekday between 1 and 7", name="weekday"),
        CheckConstraint(f"mode in {MODES}", name="mode"),
        CheckConstraint("mode = 'visit' or venue_id is null", name="phone_without_room"),
        CheckConstraint("last is null or last >= first", name="validity"),
        UniqueConstraint("organisation_id", "resource", "weekday", "mode", "opens", "first"),
        Index("ix_weekly_hours_resource", "resource", "first"),
    )

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    resource: Mapped[uuid.UUID]
    weekday: Mapped[int]
    venue_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("venues.id"))
    first: Mapped[date]
    last: Mapped[date | None]
    set_by: Mapped[uuid.UUID | None]
    set_at: Mapped[datetime]

    def span(self) -> Span:
        """As rules know it."""
        return Span(self.weekday, self.opens, self.shuts, self.mode, self.venue_id)


class DayOff(Identified, Base):
    """A day on which the weekly hours do not hold."""

    __tablename__ = "days_off"
    __table_args__ = (UniqueConstraint("organisation_id", "resource", "day"),)

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    resource: Mapped[uuid.UUID]
    day: Mapped[date]
    set_by: Mapped[uuid.UUID | None]
    set_at: Mapped[datetime]


class ExtraHours(Identified, _Hours, Base):
    """Hours on one single day, whatever the weekday, the holiday or a day off say."""

    __tablename__ = "extra_hours"
    __table_args__ = (
        CheckConstraint("shuts > opens", name="order"),
        CheckConstraint(f"mode in {MODES}", name="mode"),
        CheckConstraint("mode = 'visit' or venue_id is null", name="phone_without_room"),
        UniqueConstraint("organisation_id", "resource", "day", "mode", "opens"),
    )

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    resource: Mapped[uuid.UUID]
    day: Mapped[date]
    venue_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("venues.id"))
    set_by: Mapped[uuid.UUID | None]
    set_at: Mapped[datetime]
