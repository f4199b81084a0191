"""The public register: areas, organisations and the rooms they own."""

import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.directory.organisations.rules import KINDS
from portal.kernel.db import Base, Identified, Versioned
from portal.kernel.i18n import pick


class Area(Base):
    """A place in the tree 省 → 微网格; ``path`` is the chain of codes from the top, each ended by '/'."""

    __tablename__ = "areas"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("areas.code"))
    path: Mapped[str] = mapped_column(String(120), unique=True)
    level: Mapped[str] = mapped_column(String(16))
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120))


class Organisation(Identified, Versioned, Base):
    """A body that can hold a matter. A people's mediation committee has a seal of its own; a centre has none in law.

    ``hours`` maps ISO weekday '1'..'7' to [["08:30", "12:00"], …]; only centres and committees have them.
    """

    __tablename__ = "organisations"
    __table_args__ = (CheckConstraint(f"kind in {KINDS}", name="kind"),)

    kind: Mapped[str] = mapped_column(String(16))
    sector: Mapped[str | None] = mapped_column(String(16))
    center_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("areas.code"))
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160))
    short_name: Mapped[str] = mapped_column(String(20))
    phone: Mapped[str] = mapped_column(String(40))
    address_zh: Mapped[str] = mapped_column(String(200))
    address_en: Mapped[str] = mapped_column(String(240))
    hours: Mapped[dict[str, Any]] = mapped_column(default=dict)
    closed: Mapped[bool] = mapped_column(default=False)

    area: Mapped[Area] = relationship(lazy="joined")

    def name(self) -> str:
        """In the person's language."""
        return pick(self.name_zh, self.name_en)

    def address(self) -> str:
        """In the person's language."""
        return pick(self.address_zh, self.address_en)


class Venue(Identified, Base):
    """A room where people meet, owned by a centre or a committee."""

    __tablename__ = "venues"

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120))
    seats: Mapped[int]
    closed: Mapped[bool] = mapped_column(default=False)

    def name(self) -> str:
        """In the person's language."""
        return pick(self.name_zh, self.name_en)
