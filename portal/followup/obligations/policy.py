"""Who may report, confirm, dispute or waive: whoever speaks for the one who owes, or is owed."""

from portal.followup.obligations import people
from portal.followup.obligations.models import Obligation
from portal.followup.obligations.rules import WHO
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission


def _known_person(actor: Actor) -> bool:
    return actor.person is not None


def _debtor(db: Db, actor: Actor, duty: Obligation) -> bool:
    return actor.person in people.performing(db, duty)


def _creditor(db: Db, actor: Actor, duty: Obligation) -> bool:
    return actor.person in people.answering(db, duty)


PERFORM = Permission("duty.perform", _known_person, _debtor)
ANSWER = Permission("duty.answer", _known_person, _creditor)

NEEDED = {act: PERFORM if who == "debtor" else ANSWER for act, who in WHO.items()}
"""Act → permission."""
