"""Moving a matter along its road, naming its class, marking danger."""

from sqlalchemy import or_, select

from portal.accounts.grants.queries import holders
from portal.contracts.events import DangerRaised, MatterClosed
from portal.directory.taxonomy.rules import Flag, load
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, Refused
from portal.matters.involving import end_involvement, involve
from portal.matters.models import Involvement, Matter
from portal.matters.rules import CLOSE_KINDS, HELPING, OVER, TEAM_STAYS, may_become
from portal.people.persons.queries import guardian_gaps


def move(db: Db, actor: Actor, matter: Matter, stage: str, close_kind: str | None = None) -> None:
    """Move the matter to another stage; the right to do so is that of the calling act.

    ``close_kind`` goes with 'closed' and with nothing else. Work on it ('active') begins only when every minor has a
    guardian (R-12). A restricted matter is shut to everybody (个人信息保护法 art.47).
    """
    if (close_kind in CLOSE_KINDS) != (stage == "closed"):
        raise ValueError(f"{stage} does not go with {close_kind}")
    if not may_become(matter.stage, stage):
        raise Conflict(_("这件事的进展已经变了，现在不能这样办。请看过最新的情况再操作。"))
    if stage == "active":
        require_guardians(db, matter)
    matter.stage = stage
    if stage not in ("archived", "restricted"):
        matter.closed_at = clock.now() if stage == "closed" else None
        matter.close_kind = close_kind
    db.flush()
    audit.record(db, actor, "matter.moved", matter, ["stage"])
    if stage == "restricted":
        _shut(db, actor, matter)
    if close_kind is not None:
        _dismiss_team(db, matter)
        publish(db, MatterClosed(matter.id, close_kind))


def require_guardians(db: Db, matter: Matter) -> None:
    """R-12: a minor party has a guardian, and under fourteen the guardian's consent to data handling."""
    day = clock.today(db.info["settings"].zone)
    people = [party.person for party in matter.parties if party.left_at is None]
    gaps = guardian_gaps(db, people, day)
    for person in people:
        if gaps.get(person.id) == "guardian":
            raise Conflict(_("%(name)s未满十八周岁，请先登记监护人。", name=person.name))
        if gaps.get(person.id) == "consent":
            raise Conflict(_("%(name)s未满十四周岁，请先记录监护人对处理个人信息的同意。", name=person.name))


def _shut(db: Db, actor: Actor, matter: Matter) -> None:
    for row in _open_in(db, matter):
        end_involvement(db, actor, row, "matter.restricted")


def _dismiss_team(db: Db, matter: Matter) -> None:
    """Who helped reads on for a while after the closing, and then no more (domain §5.2(1))."""
    for row in _open_in(db, matter):
        if row.capacity in HELPING and row.until is None:
            row.until, row.ended_by = clock.now() + TEAM_STAYS, "matter.closed"
    db.flush()


def _open_in(db: Db, matter: Matter) -> list[Involvement]:
    still = or_(Involvement.until.is_(None), Involvement.until > clock.now())
    return list(db.scalars(select(Involvement).where(Involvement.matter_id == matter.id, still)))


def classify(db: Db, actor: Actor, matter: Matter, class_code: str, mode: str) -> None:
    """A person, never a machine, says what the matter is (R-19); KeyError for a class that does not exist.

    Classes marked X (safety first) bar joint sessions for as long as the matter is in such a class; one marked P is
    read by a list of names instead of the desk.
    """
    if actor.account is None:
        raise Refused("R-19: a person decides")
    if matter.stage in OVER:
        raise Conflict(_("这件事已经办结，不能再改分类。"))
    minor = load().minor(class_code)
    restricted, was = Flag.P in minor.flags, _is_restricted(matter.class_code)
    matter.class_code, matter.mode = class_code, mode
    matter.joint_barred = matter.danger or Flag.X in minor.flags
    db.flush()
    audit.record(db, actor, "matter.classified", matter, ["class_code", "mode"])
    if restricted or was:  # else the desk stays in, or out where the matter was never its own (decision 027)
        _name_readers(db, actor, matter, restricted=restricted)


def _is_restricted(class_code: str | None) -> bool:
    return class_code is not None and Flag.P in load().minor(class_code).flags


def _name_readers(db: Db, actor: Actor, matter: Matter, *, restricted: bool) -> None:
    """限知人员范围 (domain §5.2(9)): whoever decided and the dispatchers of this day, each by name, while the matter is
    in such a class; whoever comes to the desk later is not among them."""
    act = "matter.restricted_class" if restricted else "matter.opened_class"
    for row in _open_in(db, matter):
        if row.capacity == "desk" and (row.organisation_id is not None) == restricted:
            end_involvement(db, actor, row, act)
    if not restricted:
        involve(db, actor, matter, "desk", organisation_id=matter.center_id, act=act)
        return
    named = {one.id for one in holders(db, "dispatcher", matter.center_id)}
    if actor.account is not None and actor.has("clerk", organisation=matter.center_id):
        named.add(actor.account)
    for account in sorted(named):
        involve(db, actor, matter, "desk", account_id=account, act=act)


def flag_danger(db: Db, actor: Actor, matter: Matter) -> None:
    """Somebody may come to harm: no joint room ever, and the alarm goes out, once (人民调解法 art.25)."""
    if matter.danger:
        return
    matter.danger = matter.joint_barred = True
    db.flush()
    audit.record(db, actor, "matter.danger", matter, ["danger", "joint_barred"])
    publish(db, DangerRaised(matter.id))
