"""Who may read and write a record: its author alone, while they see to the case."""

from counseling.cases.policy import CASE, ROLE
from counseling.records.models import Record
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role


def _own(db: Db, actor: Actor, record: Record) -> bool:
    return record.author == actor.account and CASE.allows(db, actor, record.case)


RECORD = Permission("visit.record", role(ROLE), _own)
