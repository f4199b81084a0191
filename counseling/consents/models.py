"""The ledger of consents; a line is never rewritten, only ended."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from counseling.consents.rules import CHANNELS, GIVERS
from counseling.store.base import Unlinked
from portal.kernel.db import Base


class Consent(Unlinked, Base):
    """One giver agreed to all needed points of a version, and to these choices. ``recorded_by``: on paper, by whom."""

    __tablename__ = "counseling_consents"
    __table_args__ = (
        CheckConstraint(f"given_by in {tuple(GIVERS)}", name="giver"),
        CheckConstraint(f"channel in {tuple(CHANNELS)}", name="channel"),
        CheckConstraint("(channel = 'counter') = (recorded_by is not null)", name="on_paper_by_somebody"),
        Index("ix_counseling_consents_case", "case_id"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("counseling_cases.id"))
    given_by: Mapped[str] = mapped_column(String(8))
    text_version: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(8))
    choices: Mapped[list[str]]
    recorded_by: Mapped[uuid.UUID | None]
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
