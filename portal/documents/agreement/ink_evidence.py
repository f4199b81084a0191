"""签署证据记录 of an agreement signed by hand: who confirmed, showed a document, marked when; how the scan was matched.

Bound by hash to the frozen text and to the scan.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from portal.documents.agreement.documents import keep
from portal.documents.agreement.layout import groups, table_lines
from portal.documents.agreement.rules import committee_field
from portal.documents.agreement.stamps import chinese_time
from portal.documents.agreement.wording import Rows, ordinal
from portal.kernel.pdf import DOCUMENT_STYLES, SignatureField, fill, render


@dataclass(frozen=True)
class InkSigner:
    """What one signer did; ``confirmed`` and ``identity`` are sentences, empty for those who sign by office."""

    name: str
    capacity: str
    confirmed: str
    identity: str
    mark: str
    marked_at: datetime
    witness: str
    recorded_by: str


@dataclass(frozen=True)
class InkEvidencePaper:
    """``matched`` says how the sheet is known to be this version; ``history`` what became of former versions."""

    number: str
    committee: str
    version: int
    frozen_sha256: str
    scan_sha256: str
    signers: tuple[InkSigner, ...]
    matched: str
    attested_by: str
    attested_at: datetime
    effective_at: datetime
    last_day: str
    history: tuple[str, ...] = ()
    zone: str = "Asia/Shanghai"
    demonstration: bool = False


def signer_rows(signer: InkSigner, zone: str) -> Rows:
    """In the order in which they happened."""
    rows = (
        ("身份", signer.capacity),
        ("确认文本", signer.confirmed),
        ("身份核验", signer.identity),
        ("签署方式", signer.mark),
        ("签署时间", chinese_time(signer.marked_at, zone)),
        ("在场见证", signer.witness),
        ("登记人", signer.recorded_by),
    )
    return tuple(row for row in rows if row[1])


def document_rows(paper: InkEvidencePaper) -> Rows:
    """Which agreement, since when in force, and who attests the scan."""
    return (
        ("文书", f"人民调解协议书{paper.number}，第{paper.version}版"),
        ("生效时间", chinese_time(paper.effective_at, paper.zone)),
        ("司法确认最后一日", paper.last_day or "本协议不适用司法确认"),
        ("扫描件比对", paper.matched),
        ("核对人", f"{paper.attested_by}，{chinese_time(paper.attested_at, paper.zone)}"),
    )


def ink_evidence_html(paper: InkEvidencePaper) -> str:
    """The record."""
    return fill(
        "documents/evidence_ink.html",
        paper=paper,
        keep=partial(keep, tuple(signer.name for signer in paper.signers)),
        lines=table_lines,
        groups=groups,
        ordinal=ordinal,
        document_rows=document_rows(paper),
        signer_rows=partial(signer_rows, zone=paper.zone),
    )


def ink_evidence_pdf(paper: InkEvidencePaper) -> bytes:
    """The record, with the field for the committee's seal."""
    title, fields = f"签署证据记录 {paper.number}", ink_evidence_fields(paper)
    return render(ink_evidence_html(paper), stylesheets=DOCUMENT_STYLES, title=title, fields=fields)


def ink_evidence_fields(paper: InkEvidencePaper) -> tuple[SignatureField, ...]:
    """The committee's seal alone."""
    return (committee_field(paper.committee),)
