"""Propose on registration, decide, assign."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict

from portal.clocks.services import happened
from portal.contracts.events import MatterAssigned, MatterRegistered
from portal.directory.organisations.queries import organisation
from portal.intake.alarms.queries import rings_for
from portal.intake.alarms.services import raise_alarm
from portal.intake.dispatch import queries
from portal.intake.dispatch.models import Triage
from portal.intake.dispatch.policy import ASSIGN, TRIAGE
from portal.intake.dispatch.rules import OPEN_MODES, needs_reason
from portal.intake.triage.rules import suggest
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import SYSTEM, Actor, Conflict, require
from portal.matters import queries as matters
from portal.matters import services as acts
from portal.matters.models import Matter
from portal.matters.opening import add_respondent
from portal.matters.timing import subject_of
from portal.people.persons.services import PersonData


def propose(db: Db, event: MatterRegistered) -> None:
    """When a matter is registered: keep what the matcher proposes and from which words."""
    matter = db.get_one(Matter, event.matter)
    found = suggest(matter.story)
    stored = {
        "candidates": [asdict(candidate) for candidate in found.candidates],
        "service": found.service,
        "danger": found.danger,
        "danger_matched": list(found.danger_matched),
        "limit": found.limit,
    }
    row = Triage(matter_id=matter.id, proposed_at=clock.now(), dangers=[])
    row.proposal = stored
    db.add(row)
    happened(db, SYSTEM, "matter.registered", subject_of(matter))


def decide(
    db: Db, actor: Actor, matter_id: uuid.UUID, *, class_code: str, mode: str, dangers: Sequence[str], reason: str
) -> Matter:
    """A person confirms the danger questions and sets class and mode; another choice than proposed has a reason."""
    matter = matters.get(db, actor, matter_id)
    require(db, actor, TRIAGE, matter)
    if matter.stage not in ("registered", "triaged"):
        raise Conflict(_("这件事已经分派出去了，不能再改分类。"))
    confirm(db, actor, matter, class_code=class_code, mode=mode, dangers=dangers, reason=reason)
    if matter.stage == "registered":
        acts.move(db, actor, matter, "triaged")
    next_key = "next.assign" if mode in OPEN_MODES else f"next.arrange_{mode}"
    acts.say(db, actor, matter, "matter.triaged", next_key=next_key)
    return matter


def confirm(
    db: Db, actor: Actor, matter: Matter, *, class_code: str, mode: str, dangers: Sequence[str], reason: str
) -> None:
    """What a person says of danger, class and mode (R-19); the right to say so is that of the calling act."""
    triage = queries.triage_of(db, matter)
    if needs_reason(queries.proposal(triage), class_code, mode) and not reason:
        raise Conflict(_("与系统建议不同时，请写一句理由。"))
    _confirm_dangers(db, actor, matter, dangers)
    triage.class_code, triage.mode, triage.reason = class_code, mode, reason or None
    triage.dangers, triage.decided_by, triage.decided_at = list(dangers), actor.account, clock.now()
    acts.classify(db, actor, matter, class_code, mode)
    audit.record(db, actor, "triage.decided", matter, ["class_code", "mode", "dangers", "reason"])


def _confirm_dangers(db: Db, actor: Actor, matter: Matter, dangers: Sequence[str]) -> None:
    yes = [key for key in dangers if key != "none"]
    if yes:
        acts.flag_danger(db, actor, matter)
        if not rings_for(db, matter.id):  # whoever has answered an earlier one does not know of this yes
            raise_alarm(db, actor, matter.center_id, "triage", yes, matter=matter)


def name_respondent(db: Db, actor: Actor, matter_id: uuid.UUID, data: PersonData) -> Matter:
    """The desk has found out who the other side is."""
    matter = matters.get(db, actor, matter_id)
    require(db, actor, TRIAGE, matter)
    if matter.stage not in ("registered", "triaged"):
        raise Conflict(_("这件事已经分派出去了，请由调解员补充对方当事人。"))
    add_respondent(db, actor, matter, data)
    return matter


def lacks(matter: Matter) -> str | None:
    """What must be done before a matter can be given to a committee; None when it can."""
    if not any(party.role == "respondent" for party in matter.parties):
        return _("还不知道对方当事人是谁。请先问清楚并补上，再分派。")
    if matter.stage != "triaged" or matter.mode not in OPEN_MODES:
        return _("请先分类，并且服务方式是人民调解，才能分派给调委会。")
    return None


def assign(db: Db, actor: Actor, matter_id: uuid.UUID, committee_id: uuid.UUID, mediator_id: uuid.UUID) -> Matter:
    """Give the matter to a committee and one of its mediators; nobody opens it before saying 'no conflict'."""
    matter = matters.get(db, actor, matter_id)
    require(db, actor, ASSIGN, matter)
    lacking = lacks(matter)
    if lacking:
        raise Conflict(lacking)
    allowed = {(body.id, one.account) for body, people in queries.choices(db, matter) for one in people}
    if (committee_id, mediator_id) not in allowed:
        raise Conflict(_("这位调解员现在不在该调委会任职，请重新选择。"))
    acts.move(db, actor, matter, "routed")
    body = organisation(db, committee_id)
    acts.say(db, actor, matter, "matter.assigned", holder=body, next_key="next.conflict_check", committee=body)
    audit.record(db, actor, "matter.assigned", matter, ["committee", "mediator"])
    happened(db, actor, "application.completed", subject_of(matter))  # both sides and the class are known now
    publish(db, MatterAssigned(matter.id, committee_id, mediator_id))
    return matter
