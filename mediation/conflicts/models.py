"""What is stored of a mediator's statement."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from mediation.conflicts.rules import GROUNDS
from portal.kernel.db import Base, Identified


class Declaration(Identified, Base):
    """One mediator's statement about one assignment: no interest (``ground`` empty), or why they step back."""

    __tablename__ = "mediation_declarations"
    __table_args__ = (CheckConstraint(f"ground in {tuple(GROUNDS)}", name="ground"),)

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mediation_cases.id"), unique=True)
    mediator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    ground: Mapped[str | None] = mapped_column(String(12))
    at: Mapped[datetime]
