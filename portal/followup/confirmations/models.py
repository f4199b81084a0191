"""What the parties told about their way to the court."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base


class ConfirmationApplied(Base):
    """Somebody has told that both have applied for judicial confirmation; it counts when each side has told so."""

    __tablename__ = "confirmations_applied"

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"), primary_key=True)
    told_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    at: Mapped[datetime]
