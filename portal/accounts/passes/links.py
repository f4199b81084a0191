"""Personal links: one page, one person, one matter; a link shows nothing until the person has said who they are."""

import uuid
from datetime import timedelta

from sqlalchemy import select, update

from portal.accounts.models import PersonalLink
from portal.kernel import clock, crypto
from portal.kernel.db import Db


def mint_link(db: Db, purpose: str, matter_id: uuid.UUID, person_id: uuid.UUID, days: int) -> str:
    """A new link token (192 random bits, stored as a hash); the former one of the same purpose ends.

    The token is answered here and stored nowhere: only the job that sends it ever has it.
    """
    now = clock.now()
    same = (PersonalLink.matter_id == matter_id, PersonalLink.person_id == person_id, PersonalLink.purpose == purpose)
    db.execute(update(PersonalLink).where(*same, PersonalLink.ended_at.is_(None)).values(ended_at=now))
    token = crypto.new_token()
    row = PersonalLink(
        token_hash=crypto.token_hash(token),
        purpose=purpose,
        matter_id=matter_id,
        person_id=person_id,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    db.add(row)
    db.flush()
    return token


def open_link(db: Db, token: str) -> PersonalLink | None:
    """The link, while it holds: not expired, not used, not ended. Looking at it changes nothing."""
    found = select(PersonalLink).where(PersonalLink.token_hash == crypto.token_hash(token))
    found = found.where(PersonalLink.ended_at.is_(None), PersonalLink.used_at.is_(None))
    return db.scalar(found.where(PersonalLink.expires_at > clock.now()))


def use_link(db: Db, link: PersonalLink) -> bool:
    """Spend the link, once the person has said who they are; of two who do so at once one gets False."""
    now = clock.now()
    spent = update(PersonalLink).where(PersonalLink.id == link.id, PersonalLink.used_at.is_(None))
    spent = spent.where(PersonalLink.ended_at.is_(None), PersonalLink.expires_at > now).values(used_at=now)
    return db.scalar(spent.returning(PersonalLink.id)) is not None


def end_link(db: Db, link: PersonalLink) -> None:
    """End it ("this is not me", "wrong number")."""
    ended = update(PersonalLink).where(PersonalLink.id == link.id, PersonalLink.ended_at.is_(None))
    db.execute(ended.values(ended_at=clock.now()))
