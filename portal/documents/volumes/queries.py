"""The file of a matter, for those who see the matter."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account
from portal.documents.volumes.models import Volume
from portal.kernel.db import Db
from portal.matters.models import Matter


def of_matter(db: Db, matter: Matter) -> Volume | None:
    """Its cover, once it is closed."""
    keeper = joinedload(Volume.keeper).lazyload(Account.grants)
    return db.scalar(select(Volume).where(Volume.matter_id == matter.id).options(keeper))
