"""What is stored of a pause."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.cases.rules import STATES
from mediation.pauses.rules import GROUNDS, KINDS
from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified

STANDS = text("kind = 'suspended' and ended_at is null")


class Pause(Identified, SealedRow, Base):
    """Talks put off until a day, or a mediation suspended for a ground and looked at again by a day.

    ``todo`` is what is to be done until then; everybody in the matter reads it. A suspension is lifted (``ended_at``)
    and leads back to the state it came from; talks that were put off go on with the next session.
    """

    __tablename__ = "mediation_pauses"
    __table_args__ = (
        CheckConstraint(f"kind in {KINDS}", name="kind"),
        CheckConstraint(f"ground in {tuple(GROUNDS)}", name="ground"),
        CheckConstraint("(kind = 'suspended') = (ground is not null)", name="grounded"),
        CheckConstraint(f"came_from in {STATES}", name="came_from"),
        CheckConstraint("(ended_at is null) = (ended_by is null)", name="ended"),
        Index("ix_mediation_pauses_case", "case_id", "id"),
        Index("uq_mediation_pauses_standing", "case_id", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mediation_cases.id"))
    kind: Mapped[str] = mapped_column(String(12))
    ground: Mapped[str | None] = mapped_column(String(16))
    came_from: Mapped[str] = mapped_column(String(16))
    until_on: Mapped[date]
    todo_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    next_key: Mapped[str] = mapped_column(String(60))
    next_due_at: Mapped[datetime | None]
    began_at: Mapped[datetime]
    began_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))

    todo = SealedText("todo_sealed", "pii")
