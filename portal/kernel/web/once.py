"""Two clicks, one act: the page's token is stored with where its first post led."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel import clock
from portal.kernel.crypto import token_hash
from portal.kernel.db import Base, Database, Db
from portal.kernel.outbox import Job

KEPT = timedelta(days=2)
LONGEST = 500
"""An address longer than this is not remembered: a second post of its page is done once more."""


class Once(Base):
    """A page that has been posted, and the address its first post led to."""

    __tablename__ = "once"

    token: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    location: Mapped[str] = mapped_column(String(LONGEST))
    at: Mapped[datetime]


def new() -> str:
    """A token for a form on a page."""
    return secrets.token_urlsafe(16)


def _key(token: str, path: str) -> bytes:
    return token_hash(f"{path}\n{token}")


def result_of(db: Db, token: str, path: str) -> str | None:
    """Where the first post of this page led, if there was one."""
    return db.scalar(select(Once.location).where(Once.token == _key(token, path)))


def remember(db: Db, token: str, path: str, location: str) -> None:
    """Store it in the transaction of the act itself."""
    if len(location) > LONGEST:
        return
    db.add(Once(token=_key(token, path), location=location, at=clock.now()))


def forget_old(job: Job) -> None:
    """Daily: nobody posts a page again after two days."""
    database: Database = job.database
    with database.writing() as db:
        db.execute(delete(Once).where(Once.at < clock.now() - KEPT))
