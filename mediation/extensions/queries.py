"""Proposals of a longer period: of a mediation for those who found it through its gate, and the one before a party."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.extensions.models import ExtensionConsent, PeriodExtension
from mediation.extensions.policy import SIGN
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused


@dataclass(frozen=True)
class Mine:
    """What lies before a party: the proposal, and the places that are theirs to fill (a guardian may have several)."""

    case: MediationCase
    extension: PeriodExtension
    consents: list[ExtensionConsent]

    @property
    def owes(self) -> bool:
        """Whether they have still to answer."""
        return self.extension.state == "open" and any(one.answer == "pending" for one in self.consents)


def of_case(db: Db, case: MediationCase) -> Sequence[PeriodExtension]:
    """All there were, oldest first."""
    return db.scalars(_of(case.id).order_by(PeriodExtension.id)).all()


def newest(db: Db, case: MediationCase) -> PeriodExtension | None:
    """The last one, whatever became of it; seen as it is now."""
    rows = _of(case.id).order_by(PeriodExtension.id.desc()).limit(1)
    return db.scalar(rows.execution_options(populate_existing=True))


def open_of(db: Db, case_id: uuid.UUID) -> PeriodExtension | None:
    """The one that waits for signatures."""
    return db.scalar(_of(case_id).where(PeriodExtension.state == "open"))


def _of(case_id: uuid.UUID) -> Select[PeriodExtension]:
    return select(PeriodExtension).where(PeriodExtension.case_id == case_id)


def consent_of(extension: PeriodExtension, party_id: uuid.UUID) -> ExtensionConsent:
    """One party's place; Refused if they have none."""
    found = next((one for one in extension.consents if one.party_id == party_id), None)
    if found is None or found.party.left_at is not None:
        raise Refused(SIGN.name)
    return found


def mine(db: Db, actor: Actor) -> Mine:
    """The newest proposal before somebody who came with a case code; Refused when there is none for them."""
    case = cases.of_matter(db, actor.scope) if SIGN.door(actor) and actor.scope else None
    extension = newest(db, case) if case is not None else None
    own = [one for one in extension.consents if SIGN.allows(db, actor, one)] if extension is not None else []
    if case is None or extension is None or not own:
        raise Refused(SIGN.name)
    return Mine(case, extension, own)
