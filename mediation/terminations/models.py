"""What is stored of an end."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.cases.models import MediationCase
from mediation.terminations.rules import REASONS
from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified
from portal.matters.models import Party

WHOLE = text("party_id is null")


class Termination(Identified, SealedRow, Base):
    """One notice of termination (终止调解通知书): of the whole mediation, or with one of several parties.

    ``reason``, ``words`` and who decided are for the file and are never shown to a party. ``routes`` and ``limits``
    (key → last day, if one is known) are kept as they were told.
    """

    __tablename__ = "mediation_terminations"
    __table_args__ = (
        CheckConstraint(f"reason in {tuple(REASONS)}", name="reason"),
        UniqueConstraint("case_id", "party_id"),
        Index("uq_mediation_terminations_whole", "case_id", unique=True, sqlite_where=WHOLE, postgresql_where=WHOLE),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mediation_cases.id"))
    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"), index=True)
    party_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("parties.id"))
    reason: Mapped[str] = mapped_column(String(20))
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime]
    routes: Mapped[list[str]]
    limits: Mapped[dict[str, Any]]

    words = SealedText("words_sealed", "pii")
    case: Mapped[MediationCase] = relationship()
    party: Mapped[Party | None] = relationship()
