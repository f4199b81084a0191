"""From the seal to the kept promise: duties open with the effect, the case ends when all are settled."""

from portal.followup.obligations import queries, services
from portal.followup.obligations.models import Obligation
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from tests.mediation.agreements import deal
from tests.world import World


def in_force(db: Db, world: World) -> Obligation:
    """The one duty of a sealed agreement."""
    version = deal.sealed(db, world)
    (duty,) = queries.of_matter(db, deal.case_of(version).matter)
    return duty


def test_the_terms_become_duties_and_the_case_is_being_performed(db: Db, world: World) -> None:
    version = deal.sealed(db, world)
    case = deal.case_of(version)
    (duty,) = queries.of_matter(db, case.matter)
    assert case.state == "performing"
    assert (duty.amount_fen, duty.state) == (123450, "open")
    assert duty.due_on.isoformat() == "2099-01-31"
    assert (duty.debtor.role, duty.creditor.role) == ("respondent", "applicant")


def test_the_kept_promise_closes_the_matter(db: Db, world: World) -> None:
    version = deal.sealed(db, world)
    case = deal.case_of(version)
    (duty,) = queries.of_matter(db, case.matter)
    payer = Actor(person=duty.debtor.person_id, scope=case.matter_id)
    payee = Actor(person=duty.creditor.person_id, scope=case.matter_id)
    services.speak(db, payer, duty.id, "report", "已转账")
    assert (case.state, case.matter.stage) == ("performing", "active")
    services.speak(db, payee, duty.id, "confirm")
    assert (case.state, case.matter.stage, case.matter.close_kind) == ("performed", "closed", "resolved")


def test_a_disputed_promise_stays_open(db: Db, world: World) -> None:
    duty = in_force(db, world)
    services.speak(db, Actor(person=duty.creditor.person_id, scope=duty.matter_id), duty.id, "dispute", "没收到")
    assert duty.debtor.matter.stage == "active"
