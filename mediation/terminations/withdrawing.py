"""Withdrawing what was filed before any mediation runs: an applicant may come and go freely (人民调解法 art.23).

One of several applicants leaves alone and the matter stays with the others; the last one closes it.
"""

from collections.abc import Sequence

from sqlalchemy import select

from mediation.cases import queries as cases
from mediation.terminations.policy import WITHDRAW, withdrawing
from portal.accounts.grants.queries import holders
from portal.intake.dispatch.offers import kept_out
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused, require
from portal.matters import services as acts
from portal.matters.models import Matter, Party
from portal.matters.rules import show_code
from portal.notices.services import notify


def withdrawable(db: Db, actor: Actor) -> Matter:
    """The matter that somebody who came with a case code may withdraw from; Refused if there is none."""
    matter = db.get(Matter, actor.scope) if WITHDRAW.door(actor) and actor.scope else None
    if matter is None or not WITHDRAW.allows(db, actor, matter):
        raise Refused(WITHDRAW.name)
    return matter


def has_left(db: Db, actor: Actor) -> bool:
    """Whether every applicant they speak for has left a matter that the others go on with."""
    if actor.scope is None or actor.person is None:
        return False
    own = cases.spoken_for(db, actor.scope, actor.person)
    return bool(own) and all(party.role == "applicant" and party.left_at is not None for party in own)


def others(db: Db, actor: Actor, matter: Matter) -> Sequence[Party]:
    """The applicants who stay when this one goes."""
    going = {party.id for party in withdrawing(db, actor, matter)}
    staying = [party for party in cases.parties(db, matter.id) if party.role == "applicant"]
    return [party for party in staying if party.id not in going]


def withdraw(db: Db, actor: Actor) -> Matter:
    """Leave, or close the matter as the last applicant; alarms are not touched (人民调解法 art.25)."""
    found = withdrawable(db, actor)
    held = select(Matter).where(Matter.id == found.id).with_for_update(of=Matter)
    matter = db.scalars(held.execution_options(populate_existing=True)).one()
    require(db, actor, WITHDRAW, matter)
    if others(db, actor, matter):
        for party in withdrawing(db, actor, matter):
            _leave(db, actor, matter, party)
    else:
        acts.say(db, actor, matter, "matter.withdrawn", next_key="next.come_again")
        acts.move(db, actor, matter, "closed", close_kind="procedural")
        _tell_desk(db, matter, "matter.withdrawn_danger" if matter.danger else "matter.withdrawn")
    audit.record(db, actor, "matter.withdrawn", matter, ["stage"])
    return matter


def _leave(db: Db, actor: Actor, matter: Matter, party: Party) -> None:
    party.left_at = clock.now()
    db.flush()
    audit.record(db, actor, "party.left", party, ["left_at"])
    acts.say(db, actor, matter, "matter.one_withdrew", audience=f"side:{party.side}", name=party.person.name)
    for seat in cases.seats_of(db, matter.id, party):
        acts.end_involvement(db, actor, seat, "matter.withdrawn")
    _tell_desk(db, matter, "matter.one_withdrew")


def _tell_desk(db: Db, matter: Matter, key: str) -> None:
    """The dispatchers, except who must not work on it; the code and nothing of the story."""
    desk = {one.id for one in holders(db, "dispatcher", matter.center_id)} - kept_out(db, matter.id)
    for account in sorted(desk):
        notify(db, key, account_id=account, matter_id=matter.id, code=show_code(matter.code))
