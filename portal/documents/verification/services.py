"""Taking in a file to be checked, and keeping what was found."""

from sqlalchemy.dialects import postgresql, sqlite

from portal.documents.verification import queries
from portal.documents.verification.models import PaperCheck
from portal.documents.verification.rules import Checked
from portal.kernel import audit, clock
from portal.kernel.db import Db, new_id
from portal.kernel.files.services import Prepared, discard, keep
from portal.kernel.i18n import gettext as _
from portal.kernel.outbox import enqueue
from portal.kernel.policy import Actor, Conflict
from portal.kernel.seal import Verification

MOST_WAITING = 20
"""Anybody may ask; so many files are held at most until they are checked."""


def ask(db: Db, actor: Actor, prepared: Prepared) -> None:
    """Have a file checked by the worker; it is kept, sealed, until then and no longer."""
    digest = prepared.row.sha256
    if queries.check_of(db, digest) is not None:
        return
    if queries.waiting(db) >= MOST_WAITING:
        raise Conflict(_("现在请求核验的人很多，请过几分钟再试。"))
    stored = keep(db, prepared)
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(PaperCheck).values(id=new_id(), sha256=digest, file_id=stored.id, asked_at=clock.now())
    first = db.scalar(row.on_conflict_do_nothing(index_elements=["sha256"]).returning(PaperCheck.id))
    if first is None:  # somebody else brought the same file at the same moment
        discard(db, stored)
        return
    enqueue(db, "verification.check", key=digest, check=first)
    audit.record(db, actor, "verification.asked", "paper_checks", ["file"])


def remember(db: Db, sha256: str, found: Checked) -> None:
    """Keep what was found about a file; the worker also comes here with each paper it has just sealed."""
    row = queries.check_of(db, sha256)
    if row is None:
        row = PaperCheck(sha256=sha256, asked_at=clock.now())
        db.add(row)
    file, row.file, row.file_id = row.file, None, None
    row.found, row.checked_at = found.as_json(), clock.now()
    db.flush()
    if file is not None:
        discard(db, file)
        db.flush()


def summary(found: Verification) -> Checked:
    """The finding without names: what may stand on a public page."""
    return Checked(
        genuine=found.genuine,
        signatures=len(found.signatures),
        changed=sum(not (one.intact and one.allowed) for one in found.signatures),
        untrusted=sum(not one.trusted for one in found.signatures),
        unsigned=len(found.unsigned),
        damaged=bool(found.problem) and bool(found.signatures),
        frozen_sha256=found.frozen_sha256,
    )
