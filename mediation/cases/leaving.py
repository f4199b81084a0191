"""What remains with an account that has left a matter: the sentences under its bell, without the way into the file."""

from sqlalchemy import or_, select

from portal.contracts.events import InvolvementChanged
from portal.kernel import clock
from portal.kernel.db import Db
from portal.matters.models import Involvement
from portal.notices.bell.services import close_ways


def involvement_changed(db: Db, event: InvolvementChanged) -> None:
    """Whoever was in the matter, or has an interest in it, and is in it no more."""
    if event.account is None:
        return
    rows = select(Involvement).where(Involvement.matter_id == event.matter, Involvement.account_id == event.account)
    open_still = or_(Involvement.until.is_(None), Involvement.until > clock.now())
    inside = rows.where(open_still, Involvement.capacity != "recused").limit(1)
    was_in = rows.where(Involvement.capacity != "undeclared").limit(1)
    if db.scalar(inside) is None and db.scalar(was_in) is not None:
        close_ways(db, event.account, event.matter)
