"""Reminding somebody who asked for time to think."""

from mediation.cases import services as cases
from mediation.cases.models import MediationCase
from mediation.consents.models import PartyConsent
from portal.kernel import clock
from portal.kernel.outbox import Job


def remind(job: Job) -> None:
    """On the day they named: one reminder to the party, one line to the mediator; nothing if they have answered."""
    with job.database.writing() as db:
        consent = db.get(PartyConsent, job.uuid("consent"), with_for_update=True)
        if consent is None or consent.answer != "later" or consent.reminded_at is not None:
            return
        case = db.get_one(MediationCase, consent.case_id)
        if case.state != "consent_pending" or consent.round != case.round:
            return
        consent.reminded_at = clock.now()
        cases.tell_parties(db, case, "mediation.reminder", [consent.party])
        cases.tell_mediator(db, case, "mediation.waited")
