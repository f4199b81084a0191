"""The counters behind the numbers."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base


class PaperCounter(Base):
    """The last number given in one series of one body in one year; the row is the lock."""

    __tablename__ = "paper_counters"
    __table_args__ = (CheckConstraint("last >= 0", name="last"),)

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    series: Mapped[str] = mapped_column(String(12), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)
