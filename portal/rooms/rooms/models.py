"""Rooms, members and messages. A room's id is random: even its time of birth must not be readable from it."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified, Versioned, new_id, new_secret_id
from portal.rooms.rooms.rules import KINDS, LABELS, MESSAGE_KINDS


class Room(Versioned, Base):
    """A room that some floor holds (``holder``, e.g. a mediation case). ``last_seq`` numbers its messages."""

    __tablename__ = "rooms"
    __table_args__ = (CheckConstraint(f"kind in {tuple(KINDS)}", name="kind"), Index("ix_rooms_holder", "holder"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_secret_id)
    kind: Mapped[str] = mapped_column(String(10))
    holder: Mapped[uuid.UUID]
    side: Mapped[str | None] = mapped_column(String(4))
    last_seq: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class RoomMember(Identified, Base):
    """Somebody who may read and speak, from ``since`` until ``until``; kept when they leave.

    ``first_seq``: whoever was invited in the middle reads nothing that was said up to this number.
    """

    __tablename__ = "room_members"
    __table_args__ = (
        CheckConstraint("(account_id is null) <> (person_id is null)", name="holder"),
        Index("ix_room_members_account", "account_id", "until"),
        Index("ix_room_members_person", "person_id", "until"),
        Index("ix_room_members_room", "room_id", "until"),
    )

    room_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rooms.id"))
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"))
    capacity: Mapped[str] = mapped_column(String(16))
    side: Mapped[str | None] = mapped_column(String(4))
    name: Mapped[str] = mapped_column(String(120))
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    read_seq: Mapped[int] = mapped_column(default=0)
    first_seq: Mapped[int] = mapped_column(default=0)


class Message(SealedRow, Base):
    """What was said, numbered in the order of commit; ``client_id`` makes a resent one the same one."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("room_id", "member_id", "client_id"),
        CheckConstraint(f"kind in {MESSAGE_KINDS}", name="kind"),
        CheckConstraint(f"label in {LABELS}", name="label"),
    )

    room_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rooms.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[uuid.UUID] = mapped_column(default=new_id)
    member_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("room_members.id"))
    client_id: Mapped[str | None] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(8), default="text")
    label: Mapped[str] = mapped_column(String(20), default="normal")
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]

    body = SealedText("body_sealed", "pii")
