"""The full check of a file, in the worker: pyHanko is slow to load and to run."""

from portal.documents.papers.keys import trust_roots
from portal.documents.verification.models import PaperCheck
from portal.documents.verification.rules import Checked
from portal.documents.verification.services import remember, summary
from portal.kernel import clock
from portal.kernel.files.services import read
from portal.kernel.outbox import Job
from portal.kernel.seal import NotAPaper

NO_PAPER = Checked(False, 0, 0, 0, 0, True, "")


def check(job: Job) -> None:
    """Check one file outside of any transaction, keep the result, let the file go."""
    with job.database.reading() as db:
        row = db.get(PaperCheck, job.uuid("check"))
        if row is None or row.file is None:
            return
        digest, data, roots = row.sha256, read(row.file), trust_roots(db)
    found = examine(data, roots)
    with job.database.writing() as db:
        remember(db, digest, found)


def examine(data: bytes, roots: list[bytes]) -> Checked:
    """What the signatures of a file prove, trusting the house's certificates."""
    from portal.kernel.seal.verifying import verify

    try:
        return summary(verify(data, roots, at=clock.now()))
    except NotAPaper:
        return NO_PAPER
