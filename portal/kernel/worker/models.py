"""The sign of life that each worker leaves once a minute."""

from datetime import datetime, timedelta

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base

BEAT = timedelta(minutes=1)
SILENCE = timedelta(minutes=3)
"""After so long without a beat a worker counts as gone."""


class WorkerBeat(Base):
    """One worker process, known by its machine and process number."""

    __tablename__ = "worker_beats"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    started_at: Mapped[datetime]
    beat_at: Mapped[datetime]
