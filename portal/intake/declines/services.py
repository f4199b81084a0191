"""Declining a matter: reasons and other routes go out with the same act (R-11)."""

import uuid

from portal.intake.declines.models import Decline
from portal.intake.dispatch.policy import TRIAGE
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require
from portal.matters import queries as matters
from portal.matters import services as acts
from portal.matters.models import Matter
from portal.notices.services import notify


def decline(db: Db, actor: Actor, matter_id: uuid.UUID, ground: str, words: str) -> Matter:
    """Close a matter that cannot be mediated; the applicant is told why and where to go."""
    matter = matters.get(db, actor, matter_id)
    require(db, actor, TRIAGE, matter)
    if matter.stage not in ("registered", "triaged"):
        raise Conflict(_("这件事已经分派出去了，不能再作不予受理。"))
    row = Decline(matter_id=matter.id, ground=ground, decided_by=actor.account, decided_at=clock.now())
    row.words = words
    db.add(row)
    acts.say(db, actor, matter, "matter.declined", next_key="next.other_routes")
    acts.move(db, actor, matter, "closed", close_kind="declined")
    for party in matter.parties:
        if party.role == "applicant":
            notify(db, "declined", person_id=party.person_id, matter_id=matter.id)
    audit.record(db, actor, "matter.declined", matter, ["ground", "words"])
    return matter


def decline_of(db: Db, matter: Matter) -> Decline | None:
    """The decline of a matter, if there is one."""
    return db.get(Decline, matter.id)
