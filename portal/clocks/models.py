"""Clocks that run or ran for a subject, with their pauses and extensions."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.clocks import catalogue
from portal.clocks.pauses import REASONS, Pause
from portal.clocks.rules import Clock, Due, Kind
from portal.kernel.db import Base, Identified
from portal.kernel.i18n import pick

RUNS = text("stopped_at is null")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a clock runs for: a row of a floor above ('matter', 'session' …), and the centre and area it belongs to."""

    type: str
    id: uuid.UUID
    center_id: uuid.UUID
    area_path: str


class RunningClock(Identified, Base):
    """One clock of one subject, running until ``stopped_at``. A subject has each clock at most once at a time.

    All instants are ready to be read and sorted; ``next_at`` is when the clock next has something to say. ``spoken_at``
    is the instant up to which it has said it. While ``paused_at`` is set the clock stands still and ``due_at`` waits.
    """

    __tablename__ = "clocks"
    __table_args__ = (
        CheckConstraint(f"kind in {tuple(map(str, Kind))}", name="kind"),
        CheckConstraint("(stopped_at is null) = (stop_reason is null)", name="stopped"),
        CheckConstraint("stopped_at is null or (next_at is null and paused_at is null)", name="silent"),
        Index(
            "uq_clocks_running",
            "subject_type",
            "subject_id",
            "code",
            unique=True,
            sqlite_where=RUNS,
            postgresql_where=RUNS,
        ),
        Index("ix_clocks_subject", "subject_type", "subject_id", "id"),
        Index("ix_clocks_due", "center_id", "stopped_at", "due_at"),
        Index("ix_clocks_provisional", "provisional", "id"),
    )

    subject_type: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[uuid.UUID]
    center_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    area_path: Mapped[str] = mapped_column(String(120))
    code: Mapped[str] = mapped_column(String(24))
    kind: Mapped[str] = mapped_column(String(8))
    started_at: Mapped[datetime]
    due_at: Mapped[datetime]
    yellow_at: Mapped[datetime]
    last_day: Mapped[date | None]
    rolled_from: Mapped[date | None]
    provisional: Mapped[bool]
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    spoken_at: Mapped[datetime | None]
    yellowed_at: Mapped[datetime | None]
    reddened_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    stop_reason: Mapped[str | None] = mapped_column(String(60))

    pauses: Mapped[list["ClockPause"]] = relationship(order_by="ClockPause.id", lazy="selectin")
    extensions: Mapped[list["ClockExtension"]] = relationship(order_by="ClockExtension.id", lazy="selectin")

    @property
    def clock(self) -> Clock:
        """Its row of the catalogue."""
        return catalogue.load()[self.code]

    def name(self) -> str:
        """In the person's language."""
        return pick(self.clock.name_zh, self.clock.name_en)

    def on_expiry(self) -> str:
        """What follows when it runs out, in the person's language."""
        return pick(self.clock.on_expiry_zh, self.clock.on_expiry_en)

    @property
    def due(self) -> Due:
        """When it ends, as counted last."""
        return Due(self.due_at, self.yellow_at, self.last_day, self.provisional, self.rolled_from)

    def due_if_resumed(self, now: datetime) -> Due:
        """As counted last, or later by as long as the clock has stood still until now: what was left is left."""
        return self.due._replace(at=self.due_at + (now - self.paused_at)) if self.paused_at else self.due

    @property
    def extra(self) -> int:
        """Time granted so far, in the unit of the clock."""
        return sum(extension.more for extension in self.extensions)

    @property
    def spells(self) -> list[Pause]:
        """Its pauses, as the rules count them."""
        return [Pause(pause.reason, pause.began_at, pause.ended_at) for pause in self.pauses]


class ClockPause(Identified, Base):
    """A spell in which a clock stood still: why, from when to when, approved by whom."""

    __tablename__ = "clock_pauses"
    __table_args__ = (
        CheckConstraint(f"reason in {tuple(REASONS)}", name="reason"),
        CheckConstraint("ended_at is null or ended_at >= began_at", name="order"),
    )

    clock_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clocks.id"), index=True)
    reason: Mapped[str] = mapped_column(String(16))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    approved_by: Mapped[uuid.UUID]


class ClockExtension(Identified, Base):
    """Time granted before a clock ran out; ``consents`` says who signed when (party key → instant as text)."""

    __tablename__ = "clock_extensions"
    __table_args__ = (CheckConstraint("more > 0", name="more"),)

    clock_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clocks.id"), index=True)
    more: Mapped[int]
    consents: Mapped[dict[str, Any]]
    granted_at: Mapped[datetime]
    granted_by: Mapped[uuid.UUID]
