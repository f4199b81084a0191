"""Answers of the register: for the public page, for the command line."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from portal.documents.papers import queries as papers
from portal.documents.papers.keys import trust_roots
from portal.documents.papers.models import Paper
from portal.documents.papers.rules import KINDS, read_code
from portal.documents.verification.models import PaperCheck
from portal.documents.verification.rules import Entry, match_of, status_of
from portal.kernel.db import Db

__all__ = [
    "Registered",
    "check_of",
    "entry",
    "find_code",
    "find_file",
    "find_token",
    "lookup",
    "trust_roots",
    "waiting",
]


@dataclass(frozen=True)
class Registered:
    """What ``onedoor verify`` asks of the register: the hashes of the finished file and of the text before signing, and
    which version it is."""

    sha256: str
    frozen_sha256: str
    number: str
    version: int
    superseded: bool


def lookup(db: Db, sha256: str, frozen_sha256: str) -> Registered | None:
    """The registered paper to which a file belongs, by the hash of the whole file or of the part before the first
    signature; a changed copy is found by the latter."""
    paper = papers.by_hash(db, sha256) or (papers.by_hash(db, frozen_sha256) if frozen_sha256 else None)
    if paper is None:
        return None
    registered = paper.sha256 or paper.frozen_sha256 or ""
    return Registered(
        registered,
        paper.frozen_sha256 or "",
        paper.number_text or "",
        paper.edition,
        paper.state in ("superseded", "voided"),
    )


def find_code(db: Db, typed: str) -> Entry | None:
    """By the code printed on a paper."""
    code = read_code(typed)
    paper = papers.by_code(db, code) if code else None
    return entry(db, paper) if paper else None


def find_token(db: Db, token: str) -> Entry | None:
    """By the token in a QR code."""
    paper = papers.by_token(db, token)
    return entry(db, paper) if paper else None


def find_file(db: Db, digest: str) -> tuple[Entry | None, str]:
    """By the hash of a file: the entry, and whether the file is its finished or its frozen one."""
    paper = papers.by_hash(db, digest)
    if paper is None:
        return None, "none"
    return entry(db, paper), match_of(digest, paper.sha256, paper.frozen_sha256)


def entry(db: Db, paper: Paper) -> Entry:
    """What the public learns of a paper."""
    zone = ZoneInfo(db.info["settings"].zone)
    kind = KINDS[paper.kind]
    assert paper.frozen_at is not None
    return Entry(
        status=status_of(paper.state, effective=paper.effective_at is not None),
        kind_zh=kind.name_zh,
        kind_en=kind.name_en,
        issuer_zh=paper.owner.name_zh,
        issuer_en=paper.owner.name_en,
        number=paper.number_text or "",
        edition=paper.edition,
        signing=paper.signing or "electronic",
        frozen_on=paper.frozen_at.astimezone(zone).date(),
        effective_on=paper.effective_at.astimezone(zone).date() if paper.effective_at else None,
        text_sha256=paper.text_sha256,
    )


def check_of(db: Db, digest: str) -> PaperCheck | None:
    """The check of a file with this hash, done or waiting."""
    return db.scalar(select(PaperCheck).where(PaperCheck.sha256 == digest))


def waiting(db: Db) -> int:
    """How many files wait to be checked."""
    rows = select(func.count()).select_from(PaperCheck).where(PaperCheck.checked_at.is_(None))
    return db.scalars(rows).one()
