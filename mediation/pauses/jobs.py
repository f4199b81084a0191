"""The day on which talks go on, or on which a mediation that stands still is looked at again."""

from mediation.cases import services as cases
from mediation.cases.models import MediationCase
from mediation.pauses import queries
from mediation.pauses.models import Pause
from portal.kernel.outbox import Job


def remind(job: Job) -> None:
    """That morning, one line under the mediator's bell; nothing if it has gone on since."""
    with job.database.writing() as db:
        pause = db.get_one(Pause, job.uuid("pause"))
        case = db.get_one(MediationCase, pause.case_id)
        if queries.current(db, case) is pause:
            cases.tell_mediator(db, case, "mediation.pause_over")
