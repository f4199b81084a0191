"""A party took a consent back: whoever mediates must not go on using what was handed in under it."""

from mediation.cases import queries
from mediation.cases.services import tell_mediator
from portal.contracts.events import EvidenceTakenBack
from portal.kernel.db import Db


def heed(db: Db, event: EvidenceTakenBack) -> None:
    """A line under the bell of the mediator who has opened the file."""
    case = queries.of_matter(db, event.matter)
    if case is not None and case.declared_at is not None:
        tell_mediator(db, case, "mediation.taken_back")
