"""What the centre decides: what it is, who takes it, or that it cannot be taken; what mediators say of interests."""

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.conflicts import services as conflicts
from mediation.rooms import returning
from portal.accounts.models import Account
from portal.app.demo.acts.doors import Matters
from portal.app.demo.county import County
from portal.intake.declines import services as declines
from portal.intake.dispatch import queries, services
from portal.intake.dispatch.rules import needs_reason
from portal.intake.transfers import services as transfers
from portal.kernel.db import Db
from portal.matters.restricting import restrict


def triage(told: Matters, login: str, class_code: str, mode: str = "M", *, reason: str, dangers: str = "none") -> None:
    """Confirm the danger questions and say what it is; a reason only where it is not what the house proposed."""
    with told.county.database.writing() as db:
        proposal = queries.proposal(queries.triage_of(db, told.row(db)))
        words = reason if needs_reason(proposal, class_code, mode) else ""
        services.decide(
            db, told.county.staff(login), told.id, class_code=class_code, mode=mode, dangers=[dangers], reason=words
        )


def assign(told: Matters, committee: str, mediator: str) -> None:
    """The dispatcher gives it away."""
    county = told.county
    with county.database.writing() as db:
        services.assign(
            db, county.staff("dispatcher"), told.id, county.body(committee).id, county.accounts[mediator].id
        )


def decline(told: Matters, login: str, ground: str, words: str) -> None:
    """It cannot be mediated."""
    with told.county.database.writing() as db:
        declines.decline(db, told.county.staff(login), told.id, ground, words)


def transfer(told: Matters, login: str, body: str, phone: str, words: str) -> None:
    """Another body has taken it."""
    with told.county.database.writing() as db:
        transfers.transfer(db, told.county.staff(login), told.id, body, phone, words)


def declare(told: Matters, mediator: str, ground: str | None = None) -> None:
    """The mediator says that there is no interest, or which; then calls whoever filed at the counter."""
    with told.county.database.writing() as db:
        case, actor = cases.of_matter(db, told.id), told.county.staff(mediator)
        assert case is not None
        conflicts.declare(db, actor, case.id, ground)
        if ground is None:
            known_again(told.county, db, case)


def known_again(county: County, db: Db, case: MediationCase) -> None:
    """The mediator calls whoever's PIN went through the hands of the desk, and hears that it is they."""
    mediator = county.staff(db.get_one(Account, case.mediator_id).login or "")
    for person in returning.waiting(db, case):
        returning.it_is_they(db, mediator, case.id, person.id)


def shut(told: Matters, login: str, reason: str) -> None:
    """The protection officer shuts it to everybody, at the wish of whoever it is about."""
    with told.county.database.writing() as db:
        restrict(db, told.county.staff(login), told.row(db).code, reason)
