"""An agreement of five pages rendered, signed by four and sealed, over the two libraries alone doing the same."""

import gc
import statistics
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata
from pyhanko_certvalidator.registry import SimpleCertificateStore
from weasyprint import CSS, HTML

from portal.documents.agreement import (
    AgreementPaper,
    Clause,
    ClauseKind,
    NaturalParty,
    SignatureSlot,
    agreement_html,
    agreement_pdf,
    seal_stamp,
    signer_stamp,
)
from portal.documents.agreement.rules import COMMITTEE_FIELD
from portal.kernel import clock
from portal.kernel.pdf import DOCUMENT_STYLES, STYLES, VARIANT
from portal.kernel.seal.authority import Credential, Subject, create_authority, issue
from portal.kernel.seal.signing import Order, sign_all

PAGES = 5
"""How long the agreement is made."""
NAMES = ("甘棠", "谷穗", "蓝田", "石磊")
COMMITTEE = "测量乡人民调解委员会"


def measure(rounds: int) -> dict[str, Any]:
    """Times in seconds of both ways, in turns so that whatever else the machine does hits both alike."""
    at = clock.now()
    paper, keys = _agreement(), _keys(at)
    html = agreement_html(paper)
    ways: dict[str, Callable[[], bytes]] = {
        "onedoor": lambda: _ours(paper, keys, at),
        "baseline": lambda: _bare(html, keys),
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    made = {name: way() for name, way in ways.items()}
    for _round in range(rounds):
        for name, way in ways.items():
            gc.collect()
            began = time.perf_counter()
            made[name] = way()
            spent[name].append(time.perf_counter() - began)
    found = {name: _figures(spent[name], made[name]) for name in ways}
    ratios = [ours / bare for ours, bare in zip(spent["onedoor"], spent["baseline"], strict=True)]
    return {"rounds": rounds, **found, "ratio": round(statistics.median(ratios), 3)}


def _figures(spent: list[float], made: bytes) -> dict[str, Any]:
    reader = PdfFileReader(BytesIO(made))
    return {
        "p50_s": round(statistics.median(spent), 3),
        "least_s": round(min(spent), 3),
        "most_s": round(max(spent), 3),
        "pages": int(reader.root["/Pages"]["/Count"]),
        "signatures": len(reader.embedded_signatures),
        "bytes": len(made),
    }


def _ours(paper: AgreementPaper, keys: list[Credential], at: datetime) -> bytes:
    """As the worker does it: frozen first, then every signature, the seal last."""
    frozen = agreement_pdf(paper)
    orders = [
        Order(slot.field, key, signer_stamp(slot.name, slot.label, "手机签名", at), slot.name, "签署")
        for slot, key in zip(paper.slots, keys[:-1], strict=True)
    ]
    seal = Order(COMMITTEE_FIELD, keys[-1], seal_stamp(COMMITTEE, at, at.date()), COMMITTEE, "盖章")
    return sign_all(frozen, [*orders, seal], at=at)


def _bare(html: str, keys: list[Credential]) -> bytes:
    """WeasyPrint with the same page, styles and variant, then pyHanko with the same keys and its own plain stamp."""
    sheets = [CSS(url=sheet.as_uri()) for sheet in DOCUMENT_STYLES]
    page = HTML(string=html, base_url=f"{STYLES.as_uri()}/")
    paper: bytes = page.write_pdf(stylesheets=sheets, pdf_variant=VARIANT)
    for number, key in enumerate(keys):
        field = SigFieldSpec(f"bare-{number}", on_page=-1, box=(60, 40 + 70 * number, 260, 100 + 70 * number))
        metadata = PdfSignatureMetadata(field_name=field.sig_field_name, subfilter=SigSeedSubFilter.PADES)
        signer = PdfSigner(metadata, _signer(key), new_field_spec=field)
        paper = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(paper))).getvalue()
    return paper


def _signer(key: Credential) -> SimpleSigner:
    chain = [asn1_x509.Certificate.load(certificate) for certificate in key.chain]
    return SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(key.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(key.key),
        cert_registry=SimpleCertificateStore.from_certs(chain),
    )


def _keys(at: datetime) -> list[Credential]:
    """Four signers' and the committee's, as a centre issues them."""
    until = at + timedelta(days=3650)
    root = create_authority(Subject("测量", COMMITTEE), valid_from=at, valid_until=until)
    return [issue(root, Subject(name, COMMITTEE), valid_from=at, valid_until=until) for name in (*NAMES, COMMITTEE)]


def _agreement() -> AgreementPaper:
    """As many clauses as fill the pages."""
    for clauses in range(4, 200, 4):
        paper = _paper(clauses)
        made = PdfFileReader(BytesIO(agreement_pdf(paper)))
        if int(made.root["/Pages"]["/Count"]) >= PAGES:
            return paper
    raise ValueError(f"no agreement of {PAGES} pages")


def _paper(clauses: int) -> AgreementPaper:
    parties = tuple(NaturalParty(name, "女", "汉族", 46, "教师", "测量乡******", "138****0001") for name in NAMES[:3])
    return AgreementPaper(
        number="（2026）测调字第1号",
        committee=COMMITTEE,
        parties=parties,
        facts="楼上的水管破了，水从天花板渗下来，墙面和地板都湿了。双方到现场看过。" * 6,
        issues="损失由谁承担；什么时候修好。",
        responsibility="楼上住户承担主要责任。",
        clauses=tuple(
            Clause(
                ClauseKind.PAY,
                NAMES[1],
                NAMES[0],
                f"第{n + 1}笔赔偿",
                by=date(2027, 1, 15),
                amount=12345 + n,
                how="转账",
            )
            for n in range(clauses)
        ),
        performance_way="银行转账",
        performance_place="测量乡",
        performance_limit="2027年1月15日前",
        slots=tuple(
            SignatureSlot(f"signer-{n + 1}", "当事人" if n < 3 else "人民调解员", name, official=n == 3)
            for n, name in enumerate(NAMES)
        ),
        verify_code="K7QM-2T9X-4RWD",
        verify_url="https://portal.example.org/v/9gJ3xQ0mZr5TtWc1LkNnBA",
        verify_address="portal.example.org/v",
    )
