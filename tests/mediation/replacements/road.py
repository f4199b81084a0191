"""The road of a change, for tests: the mediator goes, the head names, another comes."""

from mediation.cases.models import MediationCase
from mediation.conflicts.services import declare
from mediation.replacements.models import Nomination
from mediation.replacements.services import name, step_back
from portal.accounts.models import RoleGrant
from portal.kernel.db import Db
from tests.world import LONG_AGO, World

WORDS = "秘密交代：对方是我表叔"


def named(db: Db, world: World, case: MediationCase, login: str = "mediator2", by: str = "head") -> Nomination:
    """Somebody of the same committee is to take over."""
    return name(db, world.actor(by), case.id, case.committee_id, world.accounts[login].id)


def replaced(db: Db, world: World, case: MediationCase) -> None:
    """The whole road."""
    step_back(db, world.actor("mediator"), case.id, "relation", WORDS)
    named(db, world, case)
    declare(db, world.actor("mediator2"), case.id, None)


def heads_as_well(db: Db, world: World, login: str) -> None:
    """Give somebody the second office of a small committee."""
    account = db.merge(world.accounts[login])
    grant = RoleGrant(account_id=account.id, role="committee_head", organisation_id=world.committee.id, since=LONG_AGO)
    account.grants.append(grant)
    db.flush()
    world.accounts[login] = account
