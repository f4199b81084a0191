"""What is done to a paper: begun, frozen with its number, printed, sealed, replaced, voided.

The right to do so is that of the calling act; nothing here is reached from a page directly.
"""

import uuid
from collections.abc import Callable
from datetime import date, datetime

from portal.directory.organisations.models import Organisation
from portal.documents.numbering.rules import SERIES, write_number
from portal.documents.numbering.services import take_number
from portal.documents.papers.models import Paper
from portal.documents.papers.rules import KINDS, may_become, new_code
from portal.kernel import audit, clock
from portal.kernel.crypto import token_hash
from portal.kernel.db import Db
from portal.kernel.files.models import StoredFile
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict


def begin(db: Db, actor: Actor, *, kind: str, matter_id: uuid.UUID, owner: Organisation, edition: int = 1) -> Paper:
    """A paper that is being written; it has a code, but no number and no readers yet."""
    paper = Paper(kind=kind, matter_id=matter_id, owner_id=owner.id, audience=KINDS[kind].audience, edition=edition)
    paper.code, paper.begun_at, paper.owner = new_code(), clock.now(), owner
    db.add(paper)
    db.flush()
    audit.record(db, actor, "paper.begun", paper, ["kind", "edition"])
    return paper


def freeze(db: Db, actor: Actor, paper: Paper, *, signing: str, digest: Callable[[str], str]) -> None:
    """From now on its words stand. It takes its number in this transaction, or keeps that of its first version.

    ``digest`` gives the SHA-256 of the text that bears this number.
    """
    series, year, number = _numbered(db, paper)
    text = write_number(paper.owner.short_name, series, year, number)
    sha256 = digest(text)
    _enter(paper, "frozen")
    paper.series, paper.year, paper.number, paper.number_text = series, year, number, text
    paper.signing, paper.text_sha256, paper.frozen_at = signing, sha256, clock.now()
    _done(db, actor, paper, "paper.frozen", ["number", "text_sha256"])


def _numbered(db: Db, paper: Paper) -> tuple[str, int, int]:
    if paper.series is not None and paper.year is not None and paper.number is not None:
        return paper.series, paper.year, paper.number
    series, year = SERIES[paper.kind], clock.today(db.info["settings"].zone).year
    return series, year, take_number(db, paper.owner_id, series, year)


def printed(db: Db, actor: Actor, paper: Paper, file: StoredFile, token: str) -> None:
    """The frozen paper is a file now; the token is in its QR code and nowhere else."""
    paper.frozen_file_id, paper.frozen_sha256 = file.id, file.sha256
    paper.frozen_file, paper.token_hash = file, token_hash(token)
    _done(db, actor, paper, "paper.printed", ["frozen_sha256"])


def in_force(db: Db, actor: Actor, paper: Paper, effective_at: datetime, last_day: date | None) -> None:
    """The last mark is on it; ``last_day`` is the last one on which judicial confirmation may be asked for."""
    if paper.state != "frozen":
        raise Conflict(_("这份文书的状态已经变了，现在不能这样办。"))
    paper.effective_at, paper.last_confirmation_on = effective_at, last_day
    _done(db, actor, paper, "paper.in_force", ["effective_at"])


def seal(db: Db, actor: Actor, paper: Paper, file: StoredFile) -> None:
    """The finished file: with all signatures in it, or the scan of the sheet that was signed by hand."""
    _enter(paper, "sealed")
    paper.sealed_at, paper.file_id, paper.sha256, paper.file = clock.now(), file.id, file.sha256, file
    _done(db, actor, paper, "paper.sealed", ["sha256"])


def attach(db: Db, actor: Actor, parent: Paper, kind: str, file: StoredFile) -> Paper:
    """A sealed paper that goes with another and by its number: an annex, an evidence record."""
    paper = begin(db, actor, kind=kind, matter_id=parent.matter_id, owner=parent.owner, edition=parent.edition)
    paper.belongs_to_id, paper.belongs_to = parent.id, parent
    paper.signing, paper.number_text, paper.frozen_at = "electronic", parent.number_text, clock.now()
    _enter(paper, "frozen")
    seal(db, actor, paper, file)
    return paper


def replace(db: Db, actor: Actor, paper: Paper) -> Paper:
    """A next version under the same number; the former one is superseded from this moment."""
    _enter(paper, "superseded")
    paper.superseded_at = clock.now()
    fresh = begin(db, actor, kind=paper.kind, matter_id=paper.matter_id, owner=paper.owner, edition=paper.edition + 1)
    fresh.series, fresh.year, fresh.number = paper.series, paper.year, paper.number
    _done(db, actor, paper, "paper.superseded", ["state"])
    return fresh


def void(db: Db, actor: Actor, paper: Paper, reason: str) -> None:
    """It is not to be used; its number stays taken, with the reason beside it."""
    _enter(paper, "voided")
    paper.voided_at, paper.void_reason = clock.now(), reason
    _done(db, actor, paper, "paper.voided", ["state", "void_reason"])


def _enter(paper: Paper, state: str) -> None:
    if not may_become(paper.state, state):
        raise Conflict(_("这份文书的状态已经变了，现在不能这样办。"))
    paper.state = state


def _done(db: Db, actor: Actor, paper: Paper, action: str, fields: list[str]) -> None:
    db.flush()
    audit.record(db, actor, action, paper, fields)
