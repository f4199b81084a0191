"""Matters, their parties, who is involved and since when, the timeline and the evidence."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    event,
    inspect,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.directory.organisations.models import Organisation
from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified, Versioned
from portal.kernel.files.models import StoredFile
from portal.matters.rules import CAPACITIES, CLOSE_KINDS, SHUT, SOURCES, STAGES, VISIBILITIES
from portal.people.consents.models import Consent
from portal.people.persons.models import Person


class Matter(Identified, Versioned, SealedRow, Base):
    """A dispute or request under one code. ``stage`` is the road of the whole; service lines keep their own states.

    ``center_id`` and ``area_path`` are of first registration and never change. ``next_*`` is the sentence of what
    happens next, kept ready for every page that shows it.
    """

    __tablename__ = "matters"
    __table_args__ = (
        CheckConstraint(f"stage in {STAGES}", name="stage"),
        CheckConstraint(f"source in {SOURCES}", name="source"),
        CheckConstraint(
            "stage = 'restricted' or (stage in ('closed','archived')) = (closed_at is not null)", name="closed"
        ),
        CheckConstraint("(closed_at is null) = (close_kind is null)", name="close_kind_given"),
        CheckConstraint(f"close_kind in {CLOSE_KINDS}", name="close_kind"),
        Index("ix_matters_docket", "center_id", "stage", "id"),
        Index("ix_matters_due", "center_id", "stage", "next_due_at"),
    )

    center_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    area_path: Mapped[str] = mapped_column(String(120))
    code: Mapped[str] = mapped_column(String(24), unique=True)
    qr_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    stage: Mapped[str] = mapped_column(String(12), default="registered")
    source: Mapped[str] = mapped_column(String(12))
    class_code: Mapped[str | None] = mapped_column(String(4))
    mode: Mapped[str | None] = mapped_column(String(8))
    story_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    wish_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    place_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    danger: Mapped[bool] = mapped_column(default=False)
    joint_barred: Mapped[bool] = mapped_column(default=False)
    holder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    next_key: Mapped[str] = mapped_column(String(60))
    next_due_at: Mapped[datetime | None]
    locale: Mapped[str] = mapped_column(String(8), default="zh")
    filed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    registered_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    close_kind: Mapped[str | None] = mapped_column(String(12))

    story = SealedText("story_sealed", "pii")
    wish = SealedText("wish_sealed", "pii")
    place = SealedText("place_sealed", "pii")
    holder: Mapped[Organisation] = relationship(foreign_keys=[holder_id])
    parties: Mapped[list["Party"]] = relationship(back_populates="matter", order_by="Party.position")


class Party(Identified, Versioned, Base):
    """A person's part in a matter. ``side``: who sits together ('a' applicants, 'b', 'c' … one respondent each)."""

    __tablename__ = "parties"
    __table_args__ = (UniqueConstraint("matter_id", "person_id"), UniqueConstraint("matter_id", "position"))

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    role: Mapped[str] = mapped_column(String(12))
    side: Mapped[str] = mapped_column(String(4))
    position: Mapped[int]
    left_at: Mapped[datetime | None]

    matter: Mapped[Matter] = relationship(back_populates="parties")
    person: Mapped[Person] = relationship()


def _docket_index(*columns: str) -> Index:
    """The matters of a desk by one filter or two, in the order of their ids; persons' rows are left out."""
    only = text("organisation_id is not null")
    name = f"ix_involvements_desk_{'_'.join(columns)}"
    return Index(name, "organisation_id", "capacity", *columns, "matter_id", sqlite_where=only, postgresql_where=only)


BARS = text(f"capacity in {tuple(sorted(SHUT))}")


class Involvement(Identified, Base):
    """Who may see a matter, as what, since when, opened by which act: all that ``visible_to`` reads.

    The holder is a person (party), an account (mediator, team member) or a desk (a role in an organisation). An account
    in one of ``rules.SHUT`` is kept out by it, whatever else it holds.
    ``opened_by`` and ``ended_by`` name the acts. ``stage``, ``class_major`` and ``danger`` repeat the matter's, so that
    the docket of a desk or a mediator is a walk along one index, however many matters there are.
    """

    __tablename__ = "involvements"
    __table_args__ = (
        CheckConstraint(f"capacity in {CAPACITIES}", name="capacity"),
        CheckConstraint(
            "(person_id is not null) or (account_id is not null) or (organisation_id is not null)", name="holder"
        ),
        Index("ix_involvements_person", "person_id", "matter_id"),
        Index("ix_involvements_account", "account_id", "matter_id"),
        Index("ix_involvements_desk", "organisation_id", "capacity", "matter_id"),
        Index("ix_involvements_matter", "matter_id", "until"),
        _docket_index("stage"),
        _docket_index("class_major"),
        _docket_index("danger"),
        _docket_index("class_major", "stage"),
        Index("ix_involvements_account_stage", "account_id", "stage", "matter_id"),
        Index(
            "ix_involvements_account_danger",
            "account_id",
            "matter_id",
            sqlite_where=text("danger = 1"),
            postgresql_where=text("danger"),
        ),
        Index("ix_involvements_shut", "account_id", "matter_id", sqlite_where=BARS, postgresql_where=BARS),
    )

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"))
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id"))
    capacity: Mapped[str] = mapped_column(String(16))
    side: Mapped[str | None] = mapped_column(String(4))
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    opened_by: Mapped[str] = mapped_column(String(40))
    ended_by: Mapped[str | None] = mapped_column(String(40))
    stage: Mapped[str] = mapped_column(String(12))
    class_major: Mapped[str | None] = mapped_column(String(2))
    danger: Mapped[bool]

    def copy_from(self, matter: Matter) -> None:
        """See the class; later changes follow by themselves."""
        for name, value in copies(matter).items():
            setattr(self, name, value)


def copies(matter: Matter) -> dict[str, Any]:
    """What every involvement repeats of its matter."""
    major = matter.class_code[:2] if matter.class_code else None
    return {"stage": matter.stage, "class_major": major, "danger": bool(matter.danger)}


@event.listens_for(Matter, "after_update")
def _copies_follow(_mapper: Any, connection: Connection, matter: Matter) -> None:
    """In the same transaction, whoever changed the matter."""
    attributes = inspect(matter).attrs
    if any(attributes[name].history.has_changes() for name in ("stage", "class_code", "danger")):
        connection.execute(update(Involvement).where(Involvement.matter_id == matter.id).values(**copies(matter)))


class TimelineEntry(Identified, Base):
    """One sentence of the matter's story: a key and its parameters, shown in the reader's language.

    ``audience`` is 'all', 'staff', 'team', or 'side:a' / 'side:b' …; ``seq`` is the order of telling.
    """

    __tablename__ = "timeline"
    __table_args__ = (
        CheckConstraint("audience in ('all', 'staff', 'team') or audience like 'side:_%'", name="audience"),
        Index("ix_timeline_matter", "matter_id", "seq"),
    )

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"))
    seq: Mapped[int]
    at: Mapped[datetime]
    key: Mapped[str] = mapped_column(String(60))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    audience: Mapped[str] = mapped_column(String(9), default="all")
    account_id: Mapped[uuid.UUID | None]
    person_id: Mapped[uuid.UUID | None]
    holder_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id"))
    due_at: Mapped[datetime | None]

    holder: Mapped[Organisation | None] = relationship()


class Evidence(Identified, SealedRow, Base):
    """A photo or paper that somebody handed in; others see it only as far as its owner chose."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint(f"visibility in {VISIBILITIES}", name="visibility"),
        Index("ix_evidence_matter", "matter_id", "id"),
        UniqueConstraint("file_id"),
    )

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"))
    party_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("parties.id"))
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("files.id"))
    caption_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    visibility: Mapped[str] = mapped_column(String(8), default="mediator")
    added_at: Mapped[datetime]
    added_by: Mapped[uuid.UUID | None]

    caption = SealedText("caption_sealed", "pii")
    party: Mapped[Party | None] = relationship()
    file: Mapped[StoredFile] = relationship()


class EvidenceConsent(Base):
    """The separate consent under which a piece that shows something sensitive was taken (个人信息保护法 art.29)."""

    __tablename__ = "evidence_consents"

    evidence_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    consent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consents.id"), primary_key=True, index=True)

    consent: Mapped[Consent] = relationship()
