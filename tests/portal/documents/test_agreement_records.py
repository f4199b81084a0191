"""Stamps, annex and evidence record of an agreement."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.documents.agreement import (
    AnnexPaper,
    AnnexPerson,
    EvidencePaper,
    SignerEvidence,
    annex_pdf,
    closing_stamp,
    evidence_html,
    evidence_pdf,
    seal_stamp,
    signer_stamp,
)
from portal.documents.agreement.evidence import signer_rows
from portal.kernel.seal import Stamp, Subject, create_authority, issue
from portal.kernel.seal.signing import Order, empty_fields, sign_all
from portal.kernel.seal.verifying import verify
from tests.portal.documents.samples import AT, COMMITTEE, FULL_ID, FULL_PHONE, NUMBER, PAPER, pdf, words

END = AT + timedelta(days=9999)
AUTHORITY = create_authority(Subject("根证书", "综治中心"), valid_from=AT, valid_until=END)


def order(field: str, stamp: Stamp) -> Order:
    credential = issue(AUTHORITY, Subject(stamp.heading, "综治中心"), valid_from=AT, valid_until=END)
    return Order(field, credential, stamp, stamp.heading, field)


def signed(seal: Stamp) -> bytes:
    orders = [order(slot.field, signer_stamp(slot.name, slot.label, "手写签名", AT)) for slot in PAPER.slots]
    return sign_all(pdf(), [*orders, order("committee", seal)], at=AT)


def test_stamps_name_capacity_method_time_and_the_seal_the_last_day(tmp_path: Path) -> None:
    paper = signed(seal_stamp(COMMITTEE, AT, date(2026, 12, 21)))
    text = words(paper, tmp_path)
    assert "方式：手写签名" in text
    assert "时间：2026年11月20日14:03:09" in text
    assert "生效时间：2026年11月20日14:03:09" in text
    assert "司法确认最后一日：2026年12月21日" in text
    assert verify(paper, [AUTHORITY.certificate], at=AT + timedelta(days=30)).genuine


def test_without_judicial_confirmation_the_seal_says_so(tmp_path: Path) -> None:
    assert "司法确认最后一日：不适用" in words(signed(seal_stamp(COMMITTEE, AT, None)), tmp_path)


@pytest.mark.parametrize("demonstration", [True, False])
def test_a_seal_is_a_given_picture_or_none(demonstration: bool) -> None:
    assert seal_stamp(COMMITTEE, AT, None, demonstration=demonstration).picture is None
    stamp = seal_stamp(COMMITTEE, AT, None, seal=b"picture", demonstration=demonstration)
    assert stamp.picture == b"picture"
    assert stamp.watermark == ("演示" if demonstration else "")


def annex() -> AnnexPaper:
    rows = (("姓名", "王小䶮"), ("公民身份号码", FULL_ID), ("手机", FULL_PHONE), ("住址", "滨海小区3号楼402室"))
    return AnnexPaper(NUMBER, COMMITTEE, (AnnexPerson("当事人一", rows),), "ab" * 32)


def test_the_annex_holds_everything_in_full_under_its_own_seal(tmp_path: Path) -> None:
    frozen = annex_pdf(annex())
    sealed = sign_all(frozen, [order("committee", closing_stamp(COMMITTEE, AT))], at=AT)
    text = words(sealed, tmp_path)
    for part in (
        FULL_ID,
        FULL_PHONE,
        "滨海小区3号楼402室",
        NUMBER,
        "ab" * 32,
        "仅供人民法院和人民调解委员会",
        "封存时间",
    ):
        assert part in text
    assert verify(sealed, [AUTHORITY.certificate], at=AT).genuine


def test_the_annex_may_precede_the_agreement(tmp_path: Path) -> None:
    assert "SHA-256" not in words(annex_pdf(replace(annex(), agreement_sha256="")), tmp_path)


SIGNER = SignerEvidence(
    name="王小䶮",
    capacity="当事人一",
    consented_at=AT,
    identity_checked="工作人员核对身份证原件",
    identity_checked_at=AT,
    read_at=AT,
    mark="手机手写",
    code_sent_to="138****0001，核对通过",
    signed_at=AT,
    fingerprint="cd" * 32,
)
EVIDENCE = EvidencePaper(
    number=NUMBER,
    committee=COMMITTEE,
    version=3,
    frozen_sha256="12" * 32,
    agreement_sha256="34" * 32,
    signers=(SIGNER,),
    sealed_by="孙某",
    sealed_at=AT,
    seal_fingerprint="56" * 32,
    effective_at=AT,
    last_confirmation_day=date(2026, 12, 21),
    embedded_at=AT + timedelta(seconds=8),
    authority="综治中心文书签名根证书",
    authority_fingerprint="78" * 32,
)


def test_the_evidence_record_says_who_how_and_when(tmp_path: Path) -> None:
    text = words(evidence_pdf(EVIDENCE), tmp_path)
    hashes = ("12" * 32, "34" * 32, "56" * 32, "78" * 32, "cd" * 32)
    acts = ("工作人员核对身份证原件", "138****0001", "手机手写", "2026年11月20日14:03:09", "2026年11月20日14:03:17")
    for part in (*hashes, *acts, "第3版", "2026年12月21日", "孙某"):
        assert part in text, part
    assert [field.name for field in empty_fields(evidence_pdf(EVIDENCE))] == ["committee"]


def test_the_evidence_record_answers_each_test_of_the_law() -> None:
    html = evidence_html(EVIDENCE)
    for test in ("第（一）项", "第（二）项", "第（三）项", "第（四）项"):
        assert html.count(test) == 1


@pytest.mark.parametrize("licensed", ["", "某某电子认证有限公司"])
def test_the_evidence_record_never_claims_a_licence_for_the_centre(licensed: str) -> None:
    html = evidence_html(replace(EVIDENCE, licensed_authority=licensed))
    assert "不是依法取得电子认证许可的电子认证服务提供者" in html
    assert licensed in html


def test_a_status_matter_has_no_last_day() -> None:
    assert "本协议不适用司法确认" in evidence_html(replace(EVIDENCE, last_confirmation_day=None))


def test_the_evidence_record_states_no_act_that_was_not_asked_for() -> None:
    """Whoever signs for the committee is not asked whether to sign electronically."""
    asked = {label for label, _text in signer_rows(SIGNER, "Asia/Shanghai")}
    unasked = {label for label, _text in signer_rows(replace(SIGNER, consented_at=None, read_at=None), "Asia/Shanghai")}
    assert asked - unasked == {"同意电子签名", "阅读文本"}
