"""Only the system administrator of an organisation or of its centre gives and takes roles, never to themselves."""

from typing import Any

from portal.accounts.models import RoleGrant
from portal.directory.organisations.queries import organisation
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role


def _administers(db: Db, actor: Actor, grant: Any) -> bool:
    """``grant`` is given or about to be."""
    if not isinstance(grant, RoleGrant) or grant.account_id == actor.account:
        return False
    centre = organisation(db, grant.organisation_id).center_id
    over = actor.organisations("admin")
    return grant.organisation_id in over or (centre is not None and centre in over)


GRANT = Permission("account.grant", role("admin"), _administers)
