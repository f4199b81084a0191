"""Puts the agreement, its annex and its evidence record onto the page: HTML by template, PDF by the press."""

import re
from collections.abc import Iterable
from functools import partial

import segno
from markupsafe import Markup, escape

from portal.documents.agreement import wording
from portal.documents.agreement.clauses import clause_text
from portal.documents.agreement.evidence import (
    RELIABILITY_TESTS,
    authority_statement,
    document_rows,
    embedding_statement,
    seal_rows,
    signer_rows,
)
from portal.documents.agreement.layout import groups, table_lines
from portal.documents.agreement.masking import find_unmasked
from portal.documents.agreement.records import AnnexPaper, EvidencePaper, annex_fields, evidence_fields
from portal.documents.agreement.rules import (
    AgreementPaper,
    NaturalParty,
    Signing,
    UnmaskedNumber,
    agreement_fields,
)
from portal.kernel.pdf import DOCUMENT_STYLES, fill, render

#: Sums and masked numbers; a line may not end inside one of them.
_UNBROKEN = r"￥[\d,]+\.\d\d|[\dXx*-]{6,}|（\d{4}）[^\s（）]{2,12}字第\d+号"
_HELD = Markup('<span class="keep">{}</span>')
#: Above this length even a name may break, or lines would tear open; no person's name comes near.
_LONGEST_UNBROKEN = 20


def agreement_html(paper: AgreementPaper) -> str:
    """The official form. Raises :class:`UnmaskedNumber` if a personal number would stand in it in full."""
    unmasked = find_unmasked(wording.agreement_text(paper))
    if unmasked:
        raise UnmaskedNumber(unmasked)
    return fill(
        "documents/agreement.html",
        paper=paper,
        keep=partial(keep, _names(paper)),
        words=wording,
        lines=table_lines,
        clause_text=clause_text,
        ink=paper.signing is Signing.INK,
        digest=groups(wording.text_digest(paper)),
        qr=segno.make(paper.verify_url, error="m").svg_data_uri(border=0),
    )


def agreement_pdf(paper: AgreementPaper) -> bytes:
    """The frozen agreement: its hash is what everybody reads and signs."""
    return render(
        agreement_html(paper),
        stylesheets=DOCUMENT_STYLES,
        title=f"人民调解协议书 {paper.number}",
        fields=agreement_fields(paper),
    )


def annex_html(paper: AnnexPaper) -> str:
    """The annex with everybody's full data."""
    return fill(
        "documents/annex.html",
        paper=paper,
        keep=partial(keep, ()),
        lines=table_lines,
        hash=groups(paper.agreement_sha256),
    )


def annex_pdf(paper: AnnexPaper) -> bytes:
    """The annex, with the field for the committee's seal."""
    title = f"当事人信息附件 {paper.number}"
    return render(annex_html(paper), stylesheets=DOCUMENT_STYLES, title=title, fields=annex_fields(paper))


def evidence_html(paper: EvidencePaper) -> str:
    """The evidence record."""
    return fill(
        "documents/evidence.html",
        paper=paper,
        keep=partial(keep, tuple(signer.name for signer in paper.signers)),
        document_rows=document_rows(paper),
        embedding=embedding_statement(paper),
        groups=groups,
        ordinal=wording.ordinal,
        lines=table_lines,
        signer_rows=partial(signer_rows, zone=paper.zone),
        seal_rows=seal_rows(paper),
        reliability=RELIABILITY_TESTS,
        authority=authority_statement(paper),
    )


def evidence_pdf(paper: EvidencePaper) -> bytes:
    """The evidence record, with the field for the committee's seal."""
    title = f"签署证据记录 {paper.number}"
    return render(evidence_html(paper), stylesheets=DOCUMENT_STYLES, title=title, fields=evidence_fields(paper))


def _names(paper: AgreementPaper) -> tuple[str, ...]:
    """Names of people, which never break across lines."""
    natural = (party.name for party in paper.parties if isinstance(party, NaturalParty))
    acting = (person.name for party in paper.parties for person in party.representatives)
    return (*natural, *acting, *(slot.name for slot in paper.slots))


def keep(names: Iterable[str], text: str) -> Markup:
    """The text with names, sums and numbers each held on one line; line breaks of the writer stay. For every paper."""
    known = sorted({name for name in names if 1 < len(name) <= _LONGEST_UNBROKEN}, key=len, reverse=True)
    pattern = "|".join([*map(re.escape, known), _UNBROKEN])
    lines: list[Markup] = []
    for line in text.strip().splitlines():
        pieces = re.split(f"({pattern})", line)
        pieces[1::2] = [_HELD.format(piece) for piece in pieces[1::2]]  # every second piece is a match
        lines.append(Markup("").join(map(escape, pieces)))
    return Markup("<br>").join(line for line in lines if line)
