"""The row of a case: its key, its state, who sees to it; whoever it is about is sealed."""

import json
import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from counseling.cases.rules import STATES, Details
from counseling.store.base import Unlinked
from counseling.store.sealing import CaseText
from portal.kernel.crypto import SealedRow
from portal.kernel.db import Base, Versioned


class Case(Unlinked, Versioned, SealedRow, Base):
    """Somebody who comes to talk. No column leads to a person, a matter or an account of theirs.

    ``counsellor`` is the id of a colleague's account; ``code_mac`` and ``pin_mac`` recognise what is on the receipt.
    """

    __tablename__ = "counseling_cases"
    __table_args__ = (
        CheckConstraint(f"state in {STATES}", name="state"),
        CheckConstraint("(state = 'erased') = (key_wrapped is null)", name="erased_is_without_key"),
        CheckConstraint("(state = 'erased') <= (details_sealed is null and code_mac is null)", name="erased_is_empty"),
        CheckConstraint("(state in ('open', 'withdrawn')) <= (code_mac is not null)", name="open_has_code"),
        Index("ix_counseling_cases_docket", "counsellor", "state"),
        Index("ix_counseling_cases_age", "state", "last_at"),
    )

    center_id: Mapped[uuid.UUID]
    counsellor: Mapped[uuid.UUID | None]
    state: Mapped[str] = mapped_column(String(12), default="draft")
    key_wrapped: Mapped[bytes | None] = mapped_column(LargeBinary)
    code_mac: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    pin_mac: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    details_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    opened_at: Mapped[datetime]
    last_at: Mapped[datetime]

    details_text = CaseText("details_sealed")

    @property
    def case(self) -> "Case":
        """Rows of the store are sealed with the key of their case; a case is its own."""
        return self

    @property
    def details(self) -> Details:
        """What they said of themselves; note the read before you ask."""
        return Details.of(json.loads(self.details_text))

    @details.setter
    def details(self, value: Details) -> None:
        self.details_text = json.dumps(value.plain(), ensure_ascii=False)
