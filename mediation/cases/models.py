"""What is stored of a mediation."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.cases.rules import FINAL, NEEDS_ALL_YES, STATES
from portal.accounts.models import Account
from portal.directory.organisations.models import Organisation
from portal.kernel.db import Base, Identified, Versioned
from portal.matters.models import Matter

RUNS = text("ended_at is null")
DECLARED = tuple(sorted(NEEDS_ALL_YES | {"consent_pending"}))
ACCEPTED = tuple(sorted(NEEDS_ALL_YES))


class MediationCase(Identified, Versioned, Base):
    """One assignment of a matter to a committee and one of its mediators; a matter has at most one that still runs.

    ``round`` counts how often the parties have been asked: once more whenever one of them has left. ``public`` is what
    all of them chose (人民调解法 art.23); ``end_reason`` is for the file and the statistics, never for the parties.
    ``vacant_since``: the mediator named here has left, and nobody has taken over yet.
    """

    __tablename__ = "mediation_cases"
    __table_args__ = (
        CheckConstraint(f"state in {STATES}", name="state"),
        CheckConstraint(f"state not in {DECLARED} or declared_at is not null", name="declared"),
        CheckConstraint(f"state not in {ACCEPTED} or accepted_at is not null", name="accepted"),
        CheckConstraint("(accepted_at is null) = (public is null)", name="public_chosen"),
        CheckConstraint(f"(state in {tuple(sorted(FINAL))}) = (ended_at is not null)", name="ended"),
        CheckConstraint("(state in ('terminated', 'returned')) = (end_reason is not null)", name="reason"),
        Index("uq_mediation_cases_running", "matter_id", unique=True, sqlite_where=RUNS, postgresql_where=RUNS),
        Index("ix_mediation_cases_matter", "matter_id", "id"),
        Index("ix_mediation_cases_mediator", "mediator_id", "committee_id", "state", "id"),
        Index("ix_mediation_cases_own", "mediator_id", "committee_id", "id"),
        Index("ix_mediation_cases_committee", "committee_id", "state", "id"),
        Index("ix_mediation_cases_desk", "committee_id", "id"),
    )

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"))
    center_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    area_path: Mapped[str] = mapped_column(String(120))
    committee_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    mediator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    state: Mapped[str] = mapped_column(String(16), default="assigned")
    round: Mapped[int] = mapped_column(default=1)
    public: Mapped[bool | None]
    assigned_at: Mapped[datetime]
    declared_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    vacant_since: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(20))

    matter: Mapped[Matter] = relationship()
    committee: Mapped[Organisation] = relationship(foreign_keys=[committee_id])
    mediator: Mapped[Account] = relationship()
