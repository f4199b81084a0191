"""The rows from which every web process learns what to push."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base


class LiveRow(Base):
    """Something new on a channel (``room:<hex>``); ``number`` is where in it. Kept for an hour."""

    __tablename__ = "live"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    channel: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
