"""Finding notices of termination, and what the parties may stop."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import contains_eager

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.consents.models import PartyConsent
from mediation.invitations.models import Invitation
from mediation.terminations.models import Termination
from mediation.terminations.policy import READ, STOP, reads
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused
from portal.matters.models import Party


def visible_to(actor: Actor) -> Select[Termination]:
    """The notices the actor may read."""
    return select(Termination).join(Termination.case).where(reads(actor)).options(contains_eager(Termination.case))


def get(db: Db, actor: Actor, notice_id: uuid.UUID) -> Termination:
    """One of them; Refused otherwise."""
    found = db.scalar(visible_to(actor).where(Termination.id == notice_id)) if READ.door(actor) else None
    if found is None:
        raise Refused(READ.name)
    return found


def of_matter(db: Db, actor: Actor, matter_id: uuid.UUID) -> Sequence[Termination]:
    """Those of one matter, oldest first."""
    if not READ.door(actor):
        return ()
    here = and_(Termination.matter_id == matter_id, MediationCase.matter_id == matter_id)  # the second finds an index
    return db.scalars(visible_to(actor).where(here).order_by(Termination.id)).all()


def concerning(db: Db, actor: Actor) -> Termination | None:
    """The notice that ends it for somebody who came with a case code: of the whole, or of their own part."""
    if actor.person is None or actor.scope is None:
        return None
    own = {party.id for party in cases.spoken_for(db, actor.scope, actor.person)}
    notices = of_matter(db, actor, actor.scope)
    return next((one for one in reversed(notices) if one.party_id is None or one.party_id in own), None)


def stoppable(db: Db, actor: Actor) -> MediationCase:
    """The mediation that somebody who came with a case code may stop; Refused if there is none."""
    case = cases.of_matter(db, actor.scope) if STOP.door(actor) and actor.scope else None
    if case is None or not STOP.allows(db, actor, case):
        raise Refused(STOP.name)
    return case


def reached(db: Db, case: MediationCase) -> Sequence[Party]:
    """Who is still in and knows of the mediation: who filed, who was written to, who answered."""
    written = exists().where(Invitation.case_id == case.id, Invitation.party_id == Party.id)
    answered = exists().where(
        PartyConsent.case_id == case.id, PartyConsent.party_id == Party.id, PartyConsent.answer != "pending"
    )
    rows = select(Party).where(Party.matter_id == case.matter_id, Party.left_at.is_(None))
    return db.scalars(rows.where(or_(Party.role == "applicant", written, answered)).order_by(Party.position)).all()


def names_on(db: Db, notice: Termination) -> list[tuple[str, str]]:
    """(role, name) of whom the notice concerns: everybody who knew, or those who asked and the one who left."""
    if notice.party_id is None:
        concerned = reached(db, notice.case)
    else:
        rows = select(Party).where(Party.matter_id == notice.matter_id)
        rows = rows.where(or_(Party.id == notice.party_id, and_(Party.role == "applicant", Party.left_at.is_(None))))
        concerned = db.scalars(rows.order_by(Party.position)).all()
    return [(party.role, party.person.name) for party in concerned]
