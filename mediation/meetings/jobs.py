"""A meeting to which no mediator would come."""

from mediation.cases import queries as cases
from mediation.meetings.interruptions import call_off
from mediation.meetings.models import Meeting
from portal.kernel import clock
from portal.kernel.outbox import Job
from portal.kernel.policy import SYSTEM


def call_off_unattended(job: Job) -> None:
    """The day before: if nobody has taken over from the mediator who left, those who were to come are told."""
    with job.database.writing() as db:
        meeting = db.get_one(Meeting, job.uuid("meeting"))
        case = cases.locked(db, meeting.case_id)
        stands = meeting.cancelled_at is None and meeting.starts_at > clock.now()
        if stands and case.vacant_since is not None and case.ended_at is None:
            call_off(db, SYSTEM, case, [meeting])
