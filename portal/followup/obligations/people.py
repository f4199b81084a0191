"""Whose word about a duty counts, and who is told of it: the parties, or their guardians for them."""

import uuid
from collections.abc import Mapping, Sequence

from portal.followup.obligations.models import Obligation
from portal.kernel.db import Db
from portal.matters.models import Party
from portal.matters.speaking import spoken

ACROSS: Mapping[str, frozenset[str]] = {
    "applicant": frozenset({"respondent"}),
    "respondent": frozenset({"applicant"}),
    "third_party": frozenset({"applicant"}),
}
"""Who owes → whose word counts where nobody is named: never that of one who stands beside them and gains by it."""


def performing(db: Db, duty: Obligation) -> Sequence[uuid.UUID]:
    """Who speaks for the one who owes."""
    return [speaker for party, speaker in spoken(db, duty.matter_id) if party.id == duty.from_party_id]


def answering(db: Db, duty: Obligation) -> Sequence[uuid.UUID]:
    """Who speaks for the one who is owed; where a duty names nobody (a repair, an apology to all), for each party
    across who is still in. Whoever speaks for the one who owes never answers as well (民法典 art.168)."""
    own = performing(db, duty)
    found = [speaker for party, speaker in spoken(db, duty.matter_id) if _is_owed(duty, party)]
    return [speaker for speaker in dict.fromkeys(found) if speaker not in own]


def _is_owed(duty: Obligation, party: Party) -> bool:
    if duty.to_party_id is not None:
        return party.id == duty.to_party_id
    return party.left_at is None and party.role in ACROSS[duty.debtor.role]
