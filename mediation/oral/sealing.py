"""The committee's seal on a sheet: asked for at the record, put by the head; the worker prints and signs."""

import uuid

from mediation.cases import services as cases
from mediation.oral import queries
from mediation.oral.models import OralAgreement
from mediation.oral.policy import SEAL
from mediation.oral.rules import PAPER
from portal.accounts.grants.queries import holders
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.outbox import enqueue
from portal.kernel.policy import Actor, Conflict, require


def print_sheet(db: Db, oral: OralAgreement) -> None:
    """The worker prints the words as they stand."""
    enqueue(db, PAPER, oral=oral.id)


def ask_for_seal(db: Db, oral: OralAgreement) -> None:
    """The heads of the committee are asked, except one who mediated: two pairs of eyes (docs/decisions/025)."""
    for head in holders(db, "committee_head", oral.committee_id):
        if head.id != oral.recorded_by:
            cases.tell_mediator(db, oral.case, "oral.to_seal", head.id)


def seal(db: Db, actor: Actor, oral_id: uuid.UUID) -> OralAgreement:
    """The head has read the sheet and seals for the committee; the effect does not wait for it (R-02)."""
    oral = queries.locked(db, queries.get(db, actor, oral_id).id)
    require(db, actor, SEAL, oral)
    if oral.seal_at is not None:
        raise Conflict(_("这份登记表已经盖过章了。"))
    oral.seal_at, oral.seal_by = clock.now(), actor.account
    db.flush()
    audit.record(db, actor, "oral.sealed", oral, ["seal_at", "seal_by"])
    enqueue(db, PAPER, oral=oral.id)
    return oral


def print_again(db: Db, actor: Actor, oral_id: uuid.UUID) -> OralAgreement:
    """A font was installed: let the worker try once more."""
    oral = queries.locked(db, queries.get(db, actor, oral_id).id)
    if oral.problem is None:
        raise Conflict(_("登记表已经打印好了。"))
    oral.problem = None
    db.flush()
    audit.record(db, actor, "oral.print_again", oral)
    print_sheet(db, oral)
    return oral
