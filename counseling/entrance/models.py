"""Sign-ins of clients, and the rows in which wrong answers are counted."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from counseling.cases.models import Case
from counseling.store.base import Unlinked
from counseling.store.sealing import CaseText
from portal.kernel.crypto import SealedRow
from portal.kernel.db import Base


class Entry(Unlinked, SealedRow, Base):
    """One sign-in; the cookie holds a random token, this row its hash. No device, no address.

    ``handover_sealed`` holds for minutes what is shown once: code and PIN.
    """

    __tablename__ = "counseling_entries"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("counseling_cases.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    handover_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    handover_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    handover = CaseText("handover_sealed")
    case: Mapped[Case] = relationship(lazy="joined")


class Attempt(Base):
    """Wrong answers at one door, counted by the house's rules in rows of our own."""

    __tablename__ = "counseling_attempts"

    door: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int]
    first_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]
