"""Handing a matter over: the body, its phone and what it will do go out with the same act."""

import uuid

from portal.intake.dispatch.policy import TRIAGE
from portal.intake.dispatch.rules import OPEN_MODES
from portal.intake.transfers.models import Transfer
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require
from portal.matters import queries as matters
from portal.matters import services as acts
from portal.matters.models import Matter
from portal.notices.services import notify


def lacks(matter: Matter) -> str | None:
    """What must be done before a matter can be handed to another body; None when it can."""
    if matter.stage != "triaged" or matter.mode in OPEN_MODES:
        return _("请先分类；服务方式是人民调解的，请分派给调委会。")
    return None


def transfer(db: Db, actor: Actor, matter_id: uuid.UUID, body: str, phone: str, words: str) -> Matter:
    """Close a matter that another body has taken; who filed learns who has it, and how to reach them."""
    matter = matters.get(db, actor, matter_id)
    require(db, actor, TRIAGE, matter)
    lacking = lacks(matter)
    if lacking:
        raise Conflict(lacking)
    row = Transfer(matter_id=matter.id, body=body, phone=phone, decided_by=actor.account, decided_at=clock.now())
    row.words = words
    db.add(row)
    acts.say(db, actor, matter, "matter.transferred", next_key="next.transferred", body=body, phone=phone)
    acts.move(db, actor, matter, "closed", close_kind="transferred")
    for party in matter.parties:
        if party.role == "applicant":
            notify(db, "transferred", person_id=party.person_id, matter_id=matter.id)
    audit.record(db, actor, "matter.transferred", matter, ["body", "words"])
    return matter


def transfer_of(db: Db, matter: Matter) -> Transfer | None:
    """The transfer of a matter, if there is one."""
    return db.get(Transfer, matter.id)
