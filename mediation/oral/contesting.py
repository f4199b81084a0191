"""A party says that the record is not what was agreed: it rings the mediator and the head, and stays in the file."""

from mediation.cases import queries as cases
from mediation.cases import services as telling
from mediation.oral import queries
from mediation.oral.models import OralAgreement, OralObjection
from mediation.oral.policy import CONTEST
from mediation.oral.rules import may_contest
from portal.accounts.grants.queries import holders
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import SYSTEM, Actor, Conflict, require
from portal.matters import hearing
from portal.matters import services as acts


def contest(db: Db, actor: Actor, words: str) -> OralAgreement:
    """Once for each party, while the time runs; afterwards the phone and the court stay open (人民调解法 art.32)."""
    oral = queries.locked(db, queries.own(db, actor).id)
    require(db, actor, CONTEST, oral)
    zone = db.info["settings"].zone
    if not may_contest(oral.recorded_at, clock.today(zone), zone):
        raise Conflict(_("在网上提出的时间已经过了。请打电话给调委会；对约定有争议，也可以向法院起诉。"))
    if any(one.person_id == actor.person for one in queries.objections(db, oral)):
        raise Conflict(_("您已经提出过了，调解员会和您联系。"))
    row = OralObjection(oral_id=oral.id, person_id=actor.person, at=clock.now())
    row.words = words
    db.add(row)
    db.flush()
    audit.record(db, actor, "oral.contested", row, ["words"])
    case = cases.locked(db, oral.case_id)
    acts.say(db, SYSTEM, case.matter, "oral.contested", holder=case.committee, next_key="next.oral_contested")
    heads = {head.id for head in holders(db, "committee_head", oral.committee_id)}
    for account in {case.mediator_id, *heads}:
        telling.tell_mediator(db, case, "oral.contested", account)
    hearing.heed(db, actor, case.matter, words)
    return oral
