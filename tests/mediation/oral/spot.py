"""A dispute settled on the spot, for tests: a draft filled in, recorded, printed and sealed."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from mediation.oral import drafts, recording, rules, sealing
from mediation.oral.models import OralAgreement, OralDraft
from mediation.oral.recording import Recorded
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import drain
from portal.kernel.policy import Actor
from tests.world import World

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""Monday, eleven in the morning."""
AGREED = NOW - timedelta(minutes=20)
STORY = "罗阿贵家的鸭子跑进石满仓的菜地，踩坏了两垄青菜，两人在地头争了起来。"
PLACE = "上坪村三组菜地"
CLASS = "0204"
ONE = {"name": "罗阿贵", "kind": "natural", "phone": "13800004321", "channel": "sms", "gender": "男", "age": "58"}
OTHER = {"name": "石满仓", "kind": "natural", "phone": "", "channel": "none", "gender": "男", "age": "1961-04-02"}
PAID = {"debtor": 0, "creditor": 1, "what": "被踩坏的青菜", "amount": 12000, "when": "once", "due_on": ""}
FENCE = {"debtor": 0, "creditor": 1, "what": "把鸭棚围好", "amount": None, "when": "dated", "due_on": "2026-12-05"}


def answers(**changes: Any) -> dict[str, Any]:
    """Everything a mediator types, settled at once unless said otherwise."""
    full = {
        "dangers": ["none"],
        "story": STORY,
        "place": PLACE,
        "agreed": AGREED.isoformat(),
        "agreed_on": AGREED.date().isoformat(),
        "parties": [dict(ONE), dict(OTHER)],
        "adults": "yes",
        "class_code": CLASS,
        "chosen": CLASS,
        "other": "",
        "barred": "",
        "reason": "邻里之间的小损失。",
        "duties": [dict(PAID)],
        "interest": "none",
        "public": "no",
        "written": "no",
        "confirmed": list(rules.SAID),
    }
    return {**full, **changes}


def draft(db: Db, world: World, login: str = "mediator", **changes: Any) -> OralDraft:
    """Filled in, not handed in."""
    who = world.actor(login)
    row = drafts.begin(db, who, world.accounts[login].grants[0].organisation_id)  # type: ignore[arg-type]
    drafts.keep(db, who, row, answers(**changes))
    return row


def recorded(db: Db, world: World, login: str = "mediator", **changes: Any) -> Recorded:
    """In the register."""
    with clock.held(NOW):
        return recording.record(db, world.actor(login), draft(db, world, login, **changes).id)


def visitor(made: Recorded, place: int = 0) -> Actor:
    """A party, come with code and PIN."""
    return Actor(person=made.slips[place].person_id, scope=made.case.matter_id)


def work(portal: Portal) -> None:
    """What the worker finds to do now."""
    drain(portal.database, portal.handlers)


def sealed(portal: Portal, world: World, **changes: Any) -> uuid.UUID:
    """Through the worker, committed: recorded, printed, sealed by the head, signed. Answers the oral agreement's id."""
    with portal.database.writing() as db:
        oral_id = recorded(db, world, **changes).oral.id
    with clock.held(NOW + timedelta(minutes=1)):
        work(portal)
        with portal.database.writing() as db:
            sealing.seal(db, world.actor("head"), oral_id)
        work(portal)
    return oral_id


def oral_of(db: Db, oral_id: uuid.UUID) -> OralAgreement:
    """As it is now."""
    return db.get_one(OralAgreement, oral_id)
