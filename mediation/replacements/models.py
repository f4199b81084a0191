"""What is stored when a mediator changes: who asked, who left, who was named."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.replacements.rules import ANSWERS, CAUSES, STEPPING
from portal.accounts.models import Account
from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified
from portal.matters.models import Party

OPEN = text("filled_at is null")
WAITS = text("answer = 'pending'")


class MediatorRequest(Identified, SealedRow, Base):
    """A party asks for another mediator, once for each. The mediator does not learn of it; the reply is for the party
    alone. ``granted``: somebody else was named."""

    __tablename__ = "mediator_requests"
    __table_args__ = (
        UniqueConstraint("case_id", "party_id", "mediator_id"),
        CheckConstraint("(answered_at is null) = (granted is null)", name="answered"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mediation_cases.id"))
    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("parties.id"), index=True)
    mediator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    wished_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime]
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    granted: Mapped[bool | None]
    reply_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    words = SealedText("words_sealed", "pii")
    reply = SealedText("reply_sealed", "pii")
    party: Mapped[Party] = relationship(lazy="joined")
    wished: Mapped[Account | None] = relationship(foreign_keys=[wished_id], lazy="joined")


class Vacancy(Identified, SealedRow, Base):
    """Nobody mediates: from the moment the former left until somebody has taken over. ``next_*`` is what was to come.

    ``ground`` and ``words`` are for those who name somebody else, never for the parties.
    """

    __tablename__ = "mediator_vacancies"
    __table_args__ = (
        CheckConstraint(f"cause in {tuple(CAUSES)}", name="cause"),
        CheckConstraint(f"ground in {tuple(STEPPING)}", name="ground"),
        CheckConstraint("(cause = 'recusal') = (ground is not null)", name="grounded"),
        CheckConstraint("(filled_at is null) = (successor_id is null)", name="filled"),
        Index("ix_mediator_vacancies_case", "case_id", "id"),
        Index("uq_mediator_vacancies_open", "case_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mediation_cases.id"))
    former_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    cause: Mapped[str] = mapped_column(String(12))
    ground: Mapped[str | None] = mapped_column(String(12))
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    desk_shut: Mapped[bool]
    next_key: Mapped[str] = mapped_column(String(60))
    next_due_at: Mapped[datetime | None]
    began_at: Mapped[datetime]
    began_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    filled_at: Mapped[datetime | None]
    successor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))

    words = SealedText("words_sealed", "pii")
    nominations: Mapped[list["Nomination"]] = relationship(order_by="Nomination.id", lazy="selectin")


class Nomination(Identified, Base):
    """Somebody was named, and says whether they have an interest before the file opens. ``recalled``: another was
    named before they had answered."""

    __tablename__ = "mediator_nominations"
    __table_args__ = (
        CheckConstraint(f"answer in {ANSWERS}", name="answer"),
        CheckConstraint(f"ground in {tuple(STEPPING)}", name="ground"),
        CheckConstraint("(answer = 'pending') = (answered_at is null)", name="answered"),
        CheckConstraint("(answer = 'no') = (ground is not null)", name="grounded"),
        Index("uq_mediator_nominations_waiting", "case_id", unique=True, sqlite_where=WAITS, postgresql_where=WAITS),
        Index("ix_mediator_nominations_mediator", "mediator_id", "answer"),
    )

    vacancy_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mediator_vacancies.id"), index=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mediation_cases.id"))
    committee_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    mediator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    named_at: Mapped[datetime]
    named_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    answer: Mapped[str] = mapped_column(String(10), default="pending")
    answered_at: Mapped[datetime | None]
    ground: Mapped[str | None] = mapped_column(String(12))

    mediator: Mapped[Account] = relationship(foreign_keys=[mediator_id], lazy="joined")
