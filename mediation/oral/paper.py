"""Both forms in one PDF: 人民调解受理登记表 and 人民调解口头协议登记表 (domain §2.3), signed at the end and sealed.

The parties' signatures are not required; the mediator answers for the record (人民调解法 art.28).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

import segno

from mediation.oral.content import Content, acceptance_rows, accord_rows, party_lines, person_rows
from portal.documents.agreement.documents import keep
from portal.documents.agreement.layout import table_lines
from portal.documents.agreement.rules import COMMITTEE_FIELD
from portal.documents.agreement.stamps import chinese_time, seal_stamp, signer_stamp
from portal.kernel.pdf import DOCUMENT_STYLES, SignatureField, fill, render
from portal.kernel.seal import Stamp

TITLE = "人民调解口头协议登记表"
ACCEPTANCE = "人民调解受理登记表"
MEDIATOR_FIELD = "mediator"
METHOD = "登录密码复核后的电子签名"
NOTES = (
    "本表由人民调解委员会填写，当事人可以不签名。人民调解不收取任何费用。",
    "口头协议自各方达成协议之日起生效（人民调解法第三十条），具有法律约束力（第三十一条）。",
)
CONFIRMABLE = (
    "需要司法确认的，各方可自协议生效之日起三十日内共同向有管辖权的人民法院申请（第三十三条）。法院会核对各方身份、"
    "约定内容和调委会主持调解的证明；内容不明确的不予确认，可请调解员另行制作书面协议。"
)


@dataclass(frozen=True)
class OralPaper:
    """The words with what the register adds; ``confirmable``: the class allows judicial confirmation (R-05)."""

    number: str
    committee: str
    content: Content
    recorded_at: datetime
    effective_at: datetime
    last_day: date | None
    verify_code: str
    verify_url: str
    verify_address: str
    demonstration: bool
    zone: str

    def recorded(self) -> str:
        """When it was written down."""
        return chinese_time(self.recorded_at, self.zone)

    def notes(self) -> Sequence[str]:
        """What is printed small above the signatures."""
        return (*NOTES, CONFIRMABLE) if self.last_day is not None else NOTES


def fields(paper: OralPaper) -> tuple[SignatureField, ...]:
    """The mediator's, and the committee's, which closes the paper."""
    return (
        SignatureField(MEDIATOR_FIELD, f"调解员 {paper.content.mediator} 签名"),
        SignatureField(COMMITTEE_FIELD, f"{paper.committee} 印章", final=True),
    )


def oral_html(paper: OralPaper) -> str:
    """Both forms as HTML."""
    content = paper.content
    blocks = [(f"当事人{number}", table_lines(person_rows(one))) for number, one in enumerate(content.parties, start=1)]
    return fill(
        "documents/oral.html",
        paper=paper,
        title=TITLE,
        acceptance_title=ACCEPTANCE,
        parties=blocks,
        acceptance=table_lines(acceptance_rows(content, paper.zone)),
        accord=[*((row,) for row in party_lines(content)), *table_lines(accord_rows(content, paper.zone))],
        keep=partial(keep, tuple(one.name for one in content.parties)),
        mediator_field=MEDIATOR_FIELD,
        ink=False,
        qr=segno.make(paper.verify_url, error="m").svg_data_uri(border=0),
    )


def oral_pdf(paper: OralPaper) -> bytes:
    """The frozen sheet with its two empty places."""
    title = f"{TITLE} {paper.number}"
    return render(oral_html(paper), stylesheets=DOCUMENT_STYLES, title=title, fields=fields(paper))


def mediator_stamp(paper: OralPaper) -> Stamp:
    """What stands in the mediator's place."""
    return signer_stamp(paper.content.mediator, "人民调解员、登记人", METHOD, paper.recorded_at, zone=paper.zone)


def committee_stamp(paper: OralPaper, picture: bytes | None) -> Stamp:
    """What stands in the committee's place; a picture only where the registered seal was uploaded."""
    return seal_stamp(
        paper.committee, paper.effective_at, paper.last_day, seal=picture, demonstration=paper.demonstration,
        zone=paper.zone,
    )  # fmt: skip
