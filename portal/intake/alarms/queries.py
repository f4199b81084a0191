"""Alarms as the desk sees them, and the roster that is called."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, false, func, or_, select

from portal.accounts.models import RoleGrant
from portal.intake.alarms.models import Alarm
from portal.intake.alarms.policy import DESK
from portal.intake.filing.models import FilingDraft
from portal.intake.filing.queries import answers
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused
from portal.matters.models import Matter


def visible_to(actor: Actor) -> Select[Alarm]:
    """Alarms of the centres where the actor stands at the desk."""
    centres = actor.organisations(*DESK)
    return select(Alarm).where(Alarm.center_id.in_(centres) if centres else false())


def get(db: Db, actor: Actor, alarm_id: uuid.UUID) -> Alarm:
    """One alarm, or Refused."""
    alarm = db.scalar(visible_to(actor).where(Alarm.id == alarm_id))
    if alarm is None:
        raise Refused
    return alarm


def open_ones(db: Db, actor: Actor, limit: int = 50) -> Sequence[Alarm]:
    """Unanswered alarms, oldest first."""
    found = visible_to(actor).where(Alarm.acknowledged_at.is_(None)).order_by(Alarm.id).limit(limit)
    return db.scalars(found).all()


def recent(db: Db, actor: Actor, limit: int = 30) -> Sequence[Alarm]:
    """Answered ones, newest first."""
    found = visible_to(actor).where(Alarm.acknowledged_at.is_not(None)).order_by(Alarm.id.desc()).limit(limit)
    return db.scalars(found).all()


def newest(db: Db, actor: Actor) -> Alarm | None:
    """The last alarm that nobody has answered yet."""
    found = visible_to(actor).where(Alarm.acknowledged_at.is_(None)).order_by(Alarm.id.desc()).limit(1)
    return db.scalar(found)


def count_open(db: Db, actor: Actor) -> int:
    """How many wait, for the rail."""
    waiting = visible_to(actor).where(Alarm.acknowledged_at.is_(None)).limit(100).subquery()
    return db.scalar(select(func.count()).select_from(waiting)) or 0


def roster(db: Db, center_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The accounts on duty for a centre, in the order in which they took the duty."""
    now = clock.now()
    on = or_(RoleGrant.until.is_(None), RoleGrant.until > now)
    found = select(RoleGrant.account_id).where(RoleGrant.organisation_id == center_id, RoleGrant.role == "duty", on)
    return db.scalars(found.where(RoleGrant.since <= now).order_by(RoleGrant.since, RoleGrant.id)).all()


def desk(db: Db, center_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Everybody at the centre's desk: who is called where no roster was set up."""
    now = clock.now()
    on = (RoleGrant.since <= now, or_(RoleGrant.until.is_(None), RoleGrant.until > now))
    found = select(RoleGrant.account_id).where(RoleGrant.organisation_id == center_id, RoleGrant.role.in_(DESK), *on)
    return list(dict.fromkeys(db.scalars(found.order_by(RoleGrant.since, RoleGrant.id))))


def rings_for(db: Db, matter_id: uuid.UUID) -> bool:
    """Whether the roster is being called about a matter at this moment: an alarm about it that nobody has answered."""
    waiting = select(Alarm.id).where(Alarm.matter_id == matter_id, Alarm.acknowledged_at.is_(None))
    return db.scalar(waiting.limit(1)) is not None


def ringing(db: Db, matter: Matter, teller: Actor) -> Alarm | None:
    """The alarm about a matter that nobody has answered yet, told by the same one."""
    waiting = select(Alarm).where(Alarm.matter_id == matter.id, Alarm.acknowledged_at.is_(None))
    waiting = waiting.where(Alarm.person_id == teller.person, Alarm.account_id == teller.account)
    return db.scalar(waiting.order_by(Alarm.id).limit(1))


def told_in_draft(db: Db, alarm: Alarm) -> dict[str, Any]:
    """What somebody who has not handed in yet has said of who and where they are."""
    draft = db.get(FilingDraft, alarm.draft_id) if alarm.draft_id else None
    return answers(draft) if draft is not None and draft.matter_id is None else {}


def of_draft(db: Db, draft_id: uuid.UUID) -> Alarm | None:
    """The alarm a filing has raised, if it has."""
    return db.scalar(select(Alarm).where(Alarm.draft_id == draft_id))
