"""The standing roster."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.kernel.db import Base, Identified, Versioned
from portal.teams.roster.rules import POSTS

STANDS = text("removed_at is null")


class RosterEntry(Identified, Versioned, Base):
    """Somebody who stands ready for a post; ``weekdays`` are the days they are on duty, '1' Monday to '7' Sunday."""

    __tablename__ = "team_roster"
    __table_args__ = (
        CheckConstraint(f"post in {POSTS}", name="post"),
        CheckConstraint("(removed_at is null) = (removed_by is null)", name="removed"),
        Index("uq_team_roster_stands", "center_id", "post", "account_id", unique=True,
              sqlite_where=STANDS, postgresql_where=STANDS),
        Index("ix_team_roster_account", "account_id"),
    )  # fmt: skip

    center_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    post: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    weekdays: Mapped[str] = mapped_column(String(7))
    entered_at: Mapped[datetime]
    entered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))

    account: Mapped[Account] = relationship(foreign_keys=[account_id], lazy="joined")
