"""Who may open a matter, and what each may do in it: involvements say it, nothing else."""

from sqlalchemy import exists, or_, select

from portal.kernel import clock
from portal.kernel.db import Db, remembered
from portal.kernel.policy import SYSTEM, Actor, Permission, role, signed_in
from portal.matters.holding import DESKS, Standing, counted_among, held_by, standing
from portal.matters.models import Evidence, Involvement, Matter, Party
from portal.matters.rules import HANDLING, OVER, SPEAKING, may_see_evidence, reads_file
from portal.people.persons import policy as persons
from portal.people.persons.models import Guardianship, Person

CASE_ROLES = (
    "clerk", "dispatcher", "mediator", "committee_head", "secretary", "police", "judge", "procurator", "lawyer",
    "social_worker", "department_handler", "duty",
)  # fmt: skip
"""Roles that work on single matters; leaders, statisticians and administrators see none."""
LISTING = (*CASE_ROLES, "grid_worker")
"""Roles that have a list of matters; a grid worker's holds what they filed for others, as at a counter."""


def standing_in(db: Db, actor: Actor, matter: Matter) -> Standing:
    """As what the actor stands in the matter now."""
    rows = select(Involvement).where(Involvement.matter_id == matter.id)
    found = remembered(db, ("involvements", matter.id), lambda: db.scalars(rows).all())
    return standing(actor, found, matter, clock.now())


def owns(stands: Standing, evidence: Evidence) -> bool:
    """Whether it is theirs: the party who handed it in, whoever acts for that party; the handlers' own is theirs."""
    if evidence.party is None:
        return stands.is_one_of(HANDLING)
    return evidence.party.person_id in stands.persons or stands.acts_for(evidence.party.side)


def _involved(db: Db, actor: Actor, matter: Matter) -> bool:
    return bool(standing_in(db, actor, matter).sides)


def _speaks(db: Db, actor: Actor, matter: Matter) -> bool:
    return standing_in(db, actor, matter).is_one_of(SPEAKING)


def _works_on(db: Db, actor: Actor, matter: Matter) -> bool:
    return bool(standing_in(db, actor, matter).sides.keys() - SPEAKING)


def _handles(db: Db, actor: Actor, matter: Matter) -> bool:
    return standing_in(db, actor, matter).is_one_of(HANDLING)


def _is_person(actor: Actor) -> bool:
    return actor.person is not None


def at_counter(db: Db, actor: Actor, matter: Matter) -> bool:
    """Whether the actor has a place at the counter and none that reads the file (``rules.DESK_IS``)."""
    held = standing_in(db, actor, matter).sides.keys()
    return bool(held) and not reads_file(held)


def at_window(db: Db, actor: Actor, matter: Matter) -> bool:
    """Behind the window of the matter's centre, whoever has the matter now: what somebody who stands there needs."""
    here = actor.has(*DESKS["desk"], organisation=matter.center_id)
    return here and standing_in(db, actor, matter).is_one_of(("desk", "counter"))


def _sets_right(db: Db, actor: Actor, matter: Matter) -> bool:
    return matter.stage not in OVER and _handles(db, actor, matter)


def _hands_in(db: Db, actor: Actor, matter: Matter) -> bool:
    open_still = matter.stage not in OVER
    stands = HANDLING | SPEAKING | {"counter"}
    return open_still and (actor is SYSTEM or standing_in(db, actor, matter).is_one_of(stands))


def may_hand_in(db: Db, actor: Actor, matter: Matter, party: Party | None) -> bool:
    """Whether the actor may hand something in for this party: one's own, one's principal's, or any for handlers and
    at the counter, where what somebody brings is taken without being read; for nobody (``None``) only handlers."""
    if matter.stage in OVER or (party is not None and party.matter_id != matter.id):
        return False
    if actor is SYSTEM:
        return True
    stands = standing_in(db, actor, matter)
    if party is None or stands.is_one_of(HANDLING):
        return stands.is_one_of(HANDLING)
    return stands.is_one_of({"counter"}) or party.person_id in stands.persons or stands.acts_for(party.side)


def _sees(db: Db, actor: Actor, evidence: Evidence) -> bool:
    stands = standing_in(db, actor, db.get_one(Matter, evidence.matter_id))
    return may_see_evidence(evidence.visibility, stands.sides, owner=owns(stands, evidence))


def _decides(db: Db, actor: Actor, evidence: Evidence) -> bool:
    matter = db.get_one(Matter, evidence.matter_id)
    return matter.stage not in OVER and owns(standing_in(db, actor, matter), evidence)


def _knows(db: Db, actor: Actor, person: Person) -> bool:
    """Staff know the parties of a matter they handle, and the guardians by whom a child is reached."""
    wards = select(Guardianship.ward_id).where(Guardianship.guardian_id == person.id)
    parts = select(Party.matter_id).where(or_(Party.person_id == person.id, Party.person_id.in_(wards)))
    handling = (Involvement.matter_id == Matter.id, counted_among(HANDLING), held_by(actor))
    return db.scalar(select(Matter.id).where(Matter.id.in_(parts), exists().where(*handling)).limit(1)) is not None


persons.admit(_knows)

READ = Permission("matter.read", signed_in, _involved)
STATUS = Permission("matter.status", _is_person, _speaks)
SHOW = Permission("matter.show", role(*LISTING), _works_on)
"""The staff page of a matter: the whole, or at the counter the little that is needed there."""
DOCKET = Permission("matter.docket", role(*LISTING))
REVEAL = Permission("matter.reveal", role(*CASE_ROLES), _handles)
CORRECT_PARTY = Permission("matter.correct_party", role(*CASE_ROLES), _sets_right)
HAND_IN = Permission("evidence.add", signed_in, _hands_in)
SEE_EVIDENCE = Permission("evidence.read", signed_in, _sees)
DECIDE_EVIDENCE = Permission("evidence.visibility", signed_in, _decides)
