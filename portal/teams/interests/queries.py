"""Comparing somebody who is asked to work on a matter with those who stand in it."""

import uuid

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account
from portal.kernel.db import Db
from portal.matters.models import Involvement, Party
from portal.matters.rules import SPEAKING
from portal.teams.interests.rules import Known, hints


def hints_for(db: Db, matter_id: uuid.UUID, account_id: uuid.UUID) -> list[tuple[str, str]]:
    """Same name, same phone, the account is in the matter as a party."""
    account = db.get_one(Account, account_id)
    rows = select(Party).where(Party.matter_id == matter_id, Party.left_at.is_(None)).options(joinedload(Party.person))
    people = [party.person for party in db.scalars(rows.order_by(Party.position))]
    return hints(
        Known(account.display_name, account.phone_mac),
        [Known(person.name, person.phone_mac) for person in people],
        is_party=is_party(db, matter_id, account_id),
    )


def is_party(db: Db, matter_id: uuid.UUID, account_id: uuid.UUID) -> bool:
    """Whether this account stands on a side of the matter."""
    stands = exists().where(
        Involvement.matter_id == matter_id,
        Involvement.account_id == account_id,
        Involvement.capacity.in_(SPEAKING),
    )
    return bool(db.scalar(select(stands)))
