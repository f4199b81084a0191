"""Notices and what became of each on its way."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified
from portal.notices.rules import CHANNELS, HOW, STATES


class Notice(Identified, SealedRow, Base):
    """One sentence for one receiver: shown under their bell, and sent as they wish.

    The receiver is a person, an account, or (for a code somebody asks for before we know them) a bare phone number.
    """

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint(
            "(person_id is not null and account_id is null and phone_sealed is null)"
            " or (person_id is null and account_id is not null and phone_sealed is null)"
            " or (person_id is null and account_id is null and phone_sealed is not null)",
            name="receiver",
        ),
        Index("ix_notices_person", "person_id", "id"),
        Index("ix_notices_account", "account_id", "read_at", "id"),
    )

    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"))
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    matter_id: Mapped[uuid.UUID | None]
    key: Mapped[str] = mapped_column(String(60))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    phone = SealedText("phone_sealed", "pii")


class Delivery(Identified, SealedRow, Base):
    """The way of a notice to somebody outside; the words that went out are kept, sealed, without live secrets.

    ``center_id`` says whose staff see to it (none: the staff of every centre). ``how`` and ``note`` are of the staff
    member who did by hand what no machine could.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint(f"state in {STATES}", name="state"),
        CheckConstraint(f"channel in {CHANNELS}", name="channel"),
        CheckConstraint(f"how in {('machine', *HOW)}", name="how"),
        CheckConstraint("(state in ('sent', 'collected')) <= (how is not null)", name="settled"),
        Index("ix_deliveries_todo", "center_id", "state", "id"),
        Index("ix_deliveries_count", "center_id", "state", "channel"),
        Index("ix_deliveries_notice", "notice_id"),
    )

    notice_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("notices.id"))
    center_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id"))
    channel: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    how: Mapped[str | None] = mapped_column(String(8))
    masked_to: Mapped[str] = mapped_column(String(120), default="")
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    error: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    words = SealedText("words_sealed", "pii")
    note = SealedText("note_sealed", "pii")
    notice: Mapped[Notice] = relationship()
