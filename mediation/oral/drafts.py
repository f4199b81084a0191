"""A record on its way: begun, kept after each step, thrown away; danger that shows in it rings at once."""

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, delete, select

from mediation.oral.models import OralDraft
from mediation.oral.policy import RECORD
from mediation.oral.rules import DRAFT_LIFE
from portal.directory.organisations.queries import organisation
from portal.intake.alarms.services import raise_alarm
from portal.intake.danger.rules import screen
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.outbox import Job
from portal.kernel.policy import Actor, Refused, require

MOST = 20


def visible_to(actor: Actor) -> Select[OralDraft]:
    """The actor's own, for the committees for which they mediate now."""
    mine = OralDraft.committee_id.in_(actor.organisations("mediator"))
    return select(OralDraft).where(OralDraft.account_id == actor.account, mine)


def get(db: Db, actor: Actor, draft_id: uuid.UUID, *, lock: bool = False) -> OralDraft:
    """One of them; Refused otherwise. With ``lock`` it is held until the commit."""
    found = visible_to(actor).where(OralDraft.id == draft_id)
    if lock:
        found = found.with_for_update(of=OralDraft).execution_options(populate_existing=True)
    draft = db.scalar(found) if RECORD.door(actor) else None
    if draft is None:
        raise Refused(RECORD.name)
    return draft


def waiting(db: Db, actor: Actor) -> Sequence[OralDraft]:
    """Those that were not handed in yet, newest first."""
    rows = visible_to(actor).where(OralDraft.matter_id.is_(None), OralDraft.expires_at > clock.now())
    return db.scalars(rows.order_by(OralDraft.id.desc()).limit(MOST)).all()


def begin(db: Db, actor: Actor, committee_id: uuid.UUID) -> OralDraft:
    """Begin one for a committee."""
    committee = organisation(db, committee_id)
    draft = OralDraft(committee_id=committee.id, center_id=committee.center_id or committee.id)
    assert actor.account is not None
    draft.account_id, draft.created_at, draft.answers_text = actor.account, clock.now(), "{}"
    draft.expires_at = draft.created_at + DRAFT_LIFE
    require(db, actor, RECORD, draft)
    db.add(draft)
    db.flush()
    audit.record(db, actor, "oral.begun", draft)
    return draft


def answers(draft: OralDraft) -> dict[str, Any]:
    """What was answered so far."""
    found: dict[str, Any] = json.loads(draft.answers_text)
    return found


def keep(db: Db, actor: Actor, draft: OralDraft, given: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the answers of one step; a yes to a question of danger, or its words, raises the alarm at once and stays.

    Answers all that is known now.
    """
    known = {**answers(draft), **given}
    words = [*(key for key in given.get("dangers", ()) if key != "none"), *screen(_said(given)).matched]
    if words:
        known["danger"] = True
        raise_alarm(db, actor, draft.center_id, "staff", words, draft_id=draft.id)
    draft.answers_text = json.dumps(known, ensure_ascii=False)
    db.flush()
    return known


def _said(given: Mapping[str, Any]) -> str:
    """All that was told in one's own words."""
    return "\n".join([str(given.get("story", "")), *(str(duty["what"]) for duty in given.get("duties", ()))])


def drop(db: Db, actor: Actor, draft: OralDraft) -> None:
    """Thrown away by whoever began it. Twice is once."""
    if draft.matter_id is None:
        audit.record(db, actor, "oral.dropped", draft)
        db.delete(draft)
        db.flush()


def forget_old(job: Job) -> None:
    """Daily: what nobody handed in for a week, and what was handed in, goes."""
    with job.database.writing() as db:
        db.execute(delete(OralDraft).where(OralDraft.expires_at < clock.now()))
