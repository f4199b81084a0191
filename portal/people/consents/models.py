"""Consent as data: purpose, text version, time, channel, withdrawal."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, Identified


class Consent(Identified, Base):
    """One purpose agreed to by one person, with the version of the words they read."""

    __tablename__ = "consents"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    text_version: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    recorded_by: Mapped[uuid.UUID | None]
    withdrawn_at: Mapped[datetime | None]
