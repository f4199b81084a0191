"""The mediator's statement: it opens the file, or somebody else is found."""

import uuid

from mediation.cases import clocks
from mediation.cases import queries as found
from mediation.cases import services as cases
from mediation.cases.models import MediationCase
from mediation.cases.rules import CONTACT_WORKDAYS
from mediation.conflicts import queries
from mediation.conflicts.models import Declaration
from mediation.conflicts.policy import DECLARE
from mediation.consents.following import ask
from mediation.replacements.queries import waiting
from mediation.replacements.succeeding import answer
from portal.accounts.grants.queries import holders
from portal.directory.organisations.queries import organisation
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import SYSTEM, Actor, Conflict, require
from portal.matters import services as acts
from portal.matters.involving import kept_out
from portal.teams.interests.queries import is_party


def declare(db: Db, actor: Actor, case_id: uuid.UUID, ground: str | None) -> MediationCase:
    """No interest (``ground`` None): the file opens and the parties are asked. Else the matter goes back, unopened.

    Whoever is to take over in the middle says the same before they see anything.
    """
    queries.get(db, actor, case_id)
    case = found.locked(db, case_id)
    nomination = waiting(db, actor, case)
    if case.state != "assigned" and nomination is None:
        raise Conflict(_("您已经说明过了。"))
    require(db, actor, DECLARE, case)
    assert actor.account is not None
    if ground is None and is_party(db, case.matter_id, actor.account):
        raise Conflict(_("您是本案当事人，不能调解这件事。请选择“有”，退回重新分派。"))
    if nomination is not None:
        answer(db, actor, case, nomination, ground)
        return case
    db.add(Declaration(case_id=case.id, mediator_id=case.mediator_id, ground=ground, at=clock.now()))
    audit.record(db, actor, "mediation.declared", case, ["ground"])
    if ground is None:
        _open_file(db, actor, case)
    else:
        _give_back(db, actor, case, ground)
    return case


def _open_file(db: Db, actor: Actor, case: MediationCase) -> None:
    case.declared_at = clock.now()
    cases.move(db, actor, case, "consent_pending")
    acts.let_through(db, actor, case.matter, "mediation.declared", case.mediator_id)
    acts.involve(db, actor, case.matter, "mediator", account_id=case.mediator_id, act="mediation.declared")
    cases.let_committee_in(db, actor, case)
    cases.begin_work(db, actor, case.matter)
    clocks.tell(db, actor, case.matter, "assignment.signed")
    due = acts.workdays_from_now(db, CONTACT_WORKDAYS)
    acts.say(
        db, actor, case.matter, "mediation.declared", holder=case.committee, next_key="next.replies", next_due=due,
        mediator=case.mediator.display_name,
    )  # fmt: skip
    ask(db, actor, case)


def _give_back(db: Db, actor: Actor, case: MediationCase, ground: str) -> None:
    """The parties learn only that somebody else will do it; the dispatchers learn the ground."""
    matter = case.matter
    acts.recuse(db, actor, matter, case.mediator_id, "mediation.returned")
    cases.end(db, actor, case, "returned", ground)
    for involvement in found.committee_seats(db, case):
        acts.end_involvement(db, actor, involvement, "mediation.returned")
    acts.move(db, actor, matter, "triaged")
    clocks.tell(db, actor, matter, "assignment.returned")
    centre = organisation(db, matter.center_id)
    acts.say(db, SYSTEM, matter, "mediation.given_back", holder=centre, next_key="next.assign")
    acts.say(db, actor, matter, f"mediation.conflict.{ground}", audience="staff")
    for account in {one.id for one in holders(db, "dispatcher", matter.center_id)} - kept_out(db, matter.id):
        cases.tell_mediator(db, case, "mediation.conflict", account)
