"""Handing something in, and deciding who else sees it."""

from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.files.services import StoredFile
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, Refused, require
from portal.matters.hearing import heed
from portal.matters.models import Evidence, Matter, Party
from portal.matters.policy import DECIDE_EVIDENCE, HAND_IN, may_hand_in
from portal.matters.rules import VISIBILITIES
from portal.matters.sensitive.queries import is_withdrawn
from portal.matters.telling import say


def add_evidence(
    db: Db,
    actor: Actor,
    matter: Matter,
    file: StoredFile,
    party: Party | None = None,
    *,
    caption: str = "",
    visibility: str = "mediator",
) -> Evidence:
    """Put a stored file into the matter for a party, or for those who handle it when ``party`` is None.

    Until its owner decides otherwise, only they and those who handle the matter see it.
    """
    if not may_hand_in(db, actor, matter, party):
        raise Refused(HAND_IN.name)
    if visibility not in VISIBILITIES:
        raise ValueError(visibility)
    row = Evidence(matter_id=matter.id, visibility=visibility, added_at=clock.now())
    row.file, row.party, row.added_by, row.caption = file, party, actor.account, caption or None
    db.add(row)
    db.flush()
    audit.record(db, actor, "evidence.added", row, ["file", "visibility"])
    if actor.person is not None:
        heed(db, actor, matter, caption)
    if visibility != "mine":
        audience = f"side:{party.side}" if party else "staff"
        say(db, actor, matter, "evidence.added", audience=audience)
    return row


def change_visibility(db: Db, actor: Actor, evidence: Evidence, visibility: str) -> None:
    """Its owner decides who sees it; showing it to all sides is told to all sides."""
    require(db, actor, DECIDE_EVIDENCE, evidence)
    if visibility not in VISIBILITIES:
        raise ValueError(visibility)
    if evidence.visibility == visibility:
        return
    if is_withdrawn(db, evidence):
        raise Conflict(_("收下这份材料的同意已经撤回，不能再给别人看。需要的话请重新交。"))
    evidence.visibility = visibility
    db.flush()
    audit.record(db, actor, "evidence.visibility", evidence, ["visibility"])
    if visibility == "joint":
        matter = db.get_one(Matter, evidence.matter_id)
        say(db, actor, matter, "evidence.shared")
