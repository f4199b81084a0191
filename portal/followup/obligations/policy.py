"""Who may report, confirm, dispute or waive: the one who owes, or the one who is owed."""

from portal.followup.obligations.models import Obligation
from portal.followup.obligations.rules import WHO
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission


def _known_person(actor: Actor) -> bool:
    return actor.person is not None


def _debtor(_db: Db, actor: Actor, duty: Obligation) -> bool:
    return actor.person == duty.debtor.person_id


def _creditor(_db: Db, actor: Actor, duty: Obligation) -> bool:
    """Where a duty names nobody it is owed to (a repair, an apology to all), every other party may speak."""
    if duty.creditor is None:
        others = {party.person_id for party in duty.debtor.matter.parties} - {duty.debtor.person_id}
        return actor.person in others
    return actor.person == duty.creditor.person_id


PERFORM = Permission("duty.perform", _known_person, _debtor)
ANSWER = Permission("duty.answer", _known_person, _creditor)

NEEDED = {act: PERFORM if who == "debtor" else ANSWER for act, who in WHO.items()}
"""Act → permission."""
