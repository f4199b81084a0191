"""Who may take a second factor away: the administrator of everything the holder works for, never of oneself."""

from portal.accounts.models import Account
from portal.accounts.sessions.queries import held_grants
from portal.directory.organisations.queries import organisation
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role


def _administers_all(db: Db, actor: Actor, account: Account) -> bool:
    """Whoever also works elsewhere, or higher up, goes to whoever administers that."""
    over = actor.organisations("admin")
    places = {grant.organisation for grant in held_grants(account, clock.now()) if grant.organisation}
    if account.id == actor.account or not places:
        return False
    return all(place in over or organisation(db, place).center_id in over for place in places)


RESET = Permission("account.reset_factor", role("admin"), _administers_all)
