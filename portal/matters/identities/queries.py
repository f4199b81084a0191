"""What was seen of whom: who looked, when, at what kind of document; never at which number."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Account
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused, require
from portal.matters.identities.models import IdentityCheck
from portal.matters.identities.policy import SEE, belongs
from portal.matters.models import Matter
from portal.matters.words import DOCUMENTS
from portal.people.persons.models import Person


@dataclass(frozen=True)
class Seen:
    """The last look at somebody's document."""

    document: Any
    by: str
    at: datetime


def person(db: Db, actor: Actor, matter: Matter, person_id: uuid.UUID) -> Person:
    """A person of the matter whose document the actor may look at; Refused otherwise."""
    require(db, actor, SEE, matter)
    found = db.get(Person, person_id)
    if found is None or not belongs(db, matter, found):
        raise Refused(SEE.name)
    return found


def newest(db: Db, matter_id: uuid.UUID, persons: Collection[uuid.UUID]) -> Mapping[uuid.UUID, IdentityCheck]:
    """The last check of each of these persons in this matter."""
    rows = select(IdentityCheck).where(IdentityCheck.matter_id == matter_id, IdentityCheck.person_id.in_(persons))
    return {row.person_id: row for row in db.scalars(rows.order_by(IdentityCheck.id))}


def seen(db: Db, matter_id: uuid.UUID) -> Mapping[uuid.UUID, Seen]:
    """By person, for the page of those who handle the matter."""
    rows = select(IdentityCheck.person_id, IdentityCheck.document, Account.display_name, IdentityCheck.seen_at)
    rows = rows.join(Account, Account.id == IdentityCheck.seen_by).where(IdentityCheck.matter_id == matter_id)
    rows = rows.order_by(IdentityCheck.id)
    return {person_id: Seen(DOCUMENTS[document], name, at) for person_id, document, name, at in db.execute(rows)}
