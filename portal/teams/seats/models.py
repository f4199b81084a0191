"""What is stored of a case team: what was put to it, who sits on it, who agreed, what was advised and written down."""

import uuid
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified, Versioned
from portal.matters.models import Matter, Party
from portal.teams.roster.rules import POSTS
from portal.teams.seats.rules import ANSWERS, LIVE, STATES

TAKEN = text(f"state in {LIVE}")


class CaseTeam(Identified, Versioned, SealedRow, Base):
    """One team of a matter. ``holder`` is whatever the floor above convened it for, and holds its rooms.

    ``facts`` is what the mediator puts to all members, ``plan`` the page written before the meeting: both internal.
    """

    __tablename__ = "case_teams"
    __table_args__ = (CheckConstraint("(plan_sealed is null) = (planned_at is null)", name="planned"),)

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"), index=True)
    center_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    holder: Mapped[uuid.UUID] = mapped_column(unique=True)
    facts_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    plan_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    planned_at: Mapped[datetime | None]
    convened_at: Mapped[datetime]
    convened_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[datetime | None]

    facts = SealedText("facts_sealed", "pii")
    plan = SealedText("plan_sealed", "pii")
    matter: Mapped[Matter] = relationship()
    seats: Mapped[list["Seat"]] = relationship(back_populates="team", order_by="Seat.id")


class Seat(Identified, Versioned, SealedRow, Base):
    """Somebody asked into a team for one post, with the question put to them; at most one person a post at a time.

    Why somebody does not sit (any more) is nowhere.
    """

    __tablename__ = "team_seats"
    __table_args__ = (
        CheckConstraint(f"post in {POSTS}", name="post"),
        CheckConstraint(f"state in {STATES}", name="state"),
        CheckConstraint("state not in ('asked', 'seated', 'refused') or declared_at is not null", name="declared"),
        CheckConstraint("state <> 'seated' or seated_at is not null", name="seated"),
        CheckConstraint(f"(state in {LIVE}) = (ended_at is null)", name="ended"),
        Index("uq_team_seats_post", "team_id", "post", unique=True, sqlite_where=TAKEN, postgresql_where=TAKEN),
        Index("ix_team_seats_account", "account_id", "state"),
    )

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_teams.id"))
    post: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    state: Mapped[str] = mapped_column(String(10), default="invited")
    question_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    invited_at: Mapped[datetime]
    invited_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    due_at: Mapped[datetime]
    declared_at: Mapped[datetime | None]
    seated_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    question = SealedText("question_sealed", "pii")
    team: Mapped[CaseTeam] = relationship(back_populates="seats")
    account: Mapped[Account] = relationship(foreign_keys=[account_id], lazy="joined")
    consents: Mapped[list["SeatConsent"]] = relationship(back_populates="seat", order_by="SeatConsent.id")


class SeatConsent(Identified, Base):
    """What one party says to one person's coming (人民调解法 art.20); no page shows it to anybody else."""

    __tablename__ = "team_consents"
    __table_args__ = (
        UniqueConstraint("seat_id", "party_id"),
        CheckConstraint(f"answer in {ANSWERS}", name="answer"),
        CheckConstraint("(answer = 'pending') = (answered_at is null)", name="answered"),
        CheckConstraint("(answered_at is null) = (answered_by is null)", name="own"),
    )

    seat_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team_seats.id"))
    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("parties.id"), index=True)
    answer: Mapped[str] = mapped_column(String(8), default="pending")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"))

    seat: Mapped[Seat] = relationship(back_populates="consents")
    party: Mapped[Party] = relationship(lazy="joined")


class Advice(Identified, SealedRow, Base):
    """What somebody advises from their post: for the team and the mediator, who may give it to all parties."""

    __tablename__ = "team_advice"
    __table_args__ = (CheckConstraint("(shared_at is null) = (shared_by is null)", name="shared"),)

    seat_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team_seats.id"), index=True)
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    shared_at: Mapped[datetime | None]
    shared_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))

    words = SealedText("words_sealed", "pii")
    seat: Mapped[Seat] = relationship(lazy="joined")


class TeamReview(Identified, SealedRow, Base):
    """会商纪要, short: when, where, who was there (as it was then), what was decided, who does what by when.

    The mediator signs it off with the act that writes it; it is never changed, a later meeting has its own.
    """

    __tablename__ = "team_reviews"

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case_teams.id"), index=True)
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(120))
    present: Mapped[list[list[str]]] = mapped_column(JSON)
    decision_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    steps_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    next_on: Mapped[date | None]
    signed_at: Mapped[datetime]
    signed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))

    decision = SealedText("decision_sealed", "pii")
    steps = SealedText("steps_sealed", "pii")
    signer: Mapped[Account] = relationship(lazy="joined")
