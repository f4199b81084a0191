"""The agreement on paper: the official form complete, nothing private in full, signatures kept together."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from portal.documents.agreement import (
    Clause,
    ClauseKind,
    LegalParty,
    NaturalParty,
    Representative,
    Signing,
    UnmaskedNumber,
    agreement_html,
    agreement_text,
    find_unmasked,
    text_digest,
)
from portal.kernel.seal.signing import empty_fields
from tests.portal.documents.samples import (
    AGENT,
    COMPANY_CODE,
    FULL_ID,
    FULL_PHONE,
    LONG_NAME,
    NUMBER,
    PAPER,
    WOMAN,
    pages,
    pdf,
    tool,
    words,
)

INK = replace(PAPER, signing=Signing.INK)


def test_the_form_is_complete(tmp_path: Path) -> None:
    text = words(pdf(), tmp_path)
    for line in agreement_text(PAPER).splitlines():
        for piece in line.split("：", 1):
            assert re.sub(r"\s+", "", piece) in text, piece


def test_the_elements_of_the_law_are_there() -> None:
    text = agreement_text(PAPER)
    for element in (NUMBER, "主要事实", "争议事项", "各方责任", "履行方式", "履行地点", "履行时限", "一式四份"):
        assert element in text
    assert "1. " in text
    assert "人民币壹仟贰佰叁拾肆元伍角整（￥1,234.50）" in text


@pytest.mark.parametrize("confirmable", [True, False])
def test_the_tip_on_judicial_confirmation_only_where_allowed(confirmable: bool) -> None:
    text = agreement_html(replace(PAPER, confirmable=confirmable))
    assert ("司法确认" in text) is confirmable
    assert ("三十日内" in text) is confirmable


def test_the_last_day_is_not_filled_before_sealing(tmp_path: Path) -> None:
    assert "最后一日" not in words(pdf(), tmp_path)


def test_no_number_stands_unmasked(tmp_path: Path) -> None:
    text = words(pdf(), tmp_path)
    assert not re.search(r"(?<!\d)\d{17}[\dXx](?!\d)", text.replace(COMPANY_CODE, ""))
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", text)
    assert "150303********0029" in text
    assert "138****0001" in text


@pytest.mark.parametrize(
    "changes",
    [
        {"facts": f"电话{FULL_PHONE}"},
        {"facts": "电话138 0000 0001"},
        {"issues": "电话+86-13800000001"},
        {"responsibility": f"身份证号：{FULL_ID}。"},
        {"performance_way": "身份证１５０３０３１９９００１０１００２９"},
        {"clauses": (Clause(ClauseKind.OTHER, what="150303 19900101 002X"),)},
        {"parties": (WOMAN, NaturalParty("李某", id_number=FULL_ID))},
        {"parties": (WOMAN, LegalParty("某公司", phone=FULL_PHONE))},
        {"parties": (WOMAN, replace(WOMAN, representatives=(Representative("监护人", "王", phone=FULL_PHONE),)))},
    ],
)
def test_an_unmasked_number_stops_the_agreement(changes: dict[str, object]) -> None:
    with pytest.raises(UnmaskedNumber) as caught:
        agreement_html(replace(PAPER, **changes))  # type: ignore[arg-type]
    assert FULL_ID not in str(caught.value)
    assert len(caught.value.numbers) == 1


@pytest.mark.parametrize(
    "harmless", [COMPANY_CODE, "202611200000012345", "￥13,800,000,001.00", "0473-2023123", "138****0001"]
)
def test_other_numbers_may_stand(harmless: str) -> None:
    assert find_unmasked(harmless) == ()


def test_text_is_escaped() -> None:
    html = agreement_html(replace(PAPER, facts='<script>"x"</script>', committee="甲<b>乙"))
    assert "<script" not in html
    assert "<b>" not in html


def test_a_control_character_does_not_stop_the_paper(tmp_path: Path) -> None:
    assert "甲乙丙" in words(pdf(replace(PAPER, facts="甲\x07乙\x00\u2028丙")), tmp_path)


def test_names_sums_and_numbers_never_break(tmp_path: Path) -> None:
    """However far from the left they begin, each is found whole on one line."""
    held = (LONG_NAME, "￥12,345,678.90", "150303********0029", NUMBER)
    shifts = range(0, 34, 3)
    facts = "\n".join("甲" * shift + "，".join(held) for shift in shifts)
    text = tool(pdf(replace(PAPER, facts=facts)), tmp_path, "pdftotext", "-layout", "FILE", "-")
    for whole in held:
        assert text.count(whole) >= len(shifts), whole


def test_every_page_counts_itself_and_names_the_agreement(tmp_path: Path) -> None:
    found = pages(pdf(), tmp_path)
    assert len(found) > 1
    for number, page in enumerate(found, start=1):
        assert f"第{number}页，共{len(found)}页" in page
        assert NUMBER in page


@pytest.mark.parametrize("lines", [1, 4, 8, 12, 16])
def test_signatures_stay_together_and_never_alone(lines: int, tmp_path: Path) -> None:
    paper = pdf(replace(PAPER, facts="\n".join(["事实经过。"] * lines)))
    kids = PdfFileReader(BytesIO(paper)).root["/Pages"]["/Kids"]
    fields = [len(page.get_object().get("/Annots", ())) for page in kids]
    assert sorted(fields) == [0] * (len(fields) - 1) + [len(PAPER.slots) + 1]
    assert "申请强制执行" in pages(paper, tmp_path)[-1]


def test_fields_follow_the_signing_order_and_only_the_seal_closes() -> None:
    fields = empty_fields(pdf())
    assert [field.name for field in fields] == ["party-1", "party-2", "party-3", "mediator-1", "committee"]
    assert [field.final for field in fields] == [False] * 4 + [True]


def test_the_ink_form_has_boxes_dates_and_the_hash_of_its_text(tmp_path: Path) -> None:
    text = words(pdf(INK), tmp_path)
    assert empty_fields(pdf(INK)) == []
    parties = [slot for slot in PAPER.slots if not slot.official]
    assert len(parties) < len(PAPER.slots)
    assert text.count("签名或盖章") == text.count("签名或盖章指印") == len(parties)
    assert text.count("年月日") == len(PAPER.slots) + 1
    assert "加盖印章" in text
    assert text_digest(INK) in text
    assert "电子签名" not in text


def test_the_hash_follows_every_word_and_nothing_else() -> None:
    same = replace(INK, verify_code="XXXX", verify_url="https://other.example.org/v/1")
    assert text_digest(same) == text_digest(INK) != text_digest(PAPER)
    assert text_digest(replace(PAPER, issues="损失由谁承担；何时修复？")) != text_digest(PAPER)
    assert text_digest(replace(PAPER, confirmable=False)) != text_digest(PAPER)
    assert text_digest(replace(PAPER, edition=2)) != text_digest(PAPER)


def test_every_page_says_which_version_it_is(tmp_path: Path) -> None:
    assert all("第3版" in page.replace(" ", "") for page in pages(pdf(replace(PAPER, edition=3)), tmp_path))


def test_the_demonstration_says_so_on_every_page(tmp_path: Path) -> None:
    warning = "演示文书，不具有法律效力"
    assert all(warning in page for page in pages(pdf(replace(PAPER, demonstration=True)), tmp_path))
    assert "演示" not in words(pdf(), tmp_path)


@pytest.mark.parametrize(
    "changes",
    [{"parties": (WOMAN,)}, {"clauses": ()}, {"slots": ()}, {"slots": PAPER.slots[:1] * 2}],
)
def test_half_an_agreement_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"agreement|signer"):
        replace(PAPER, **changes)  # type: ignore[arg-type]


def test_a_representative_is_named_with_the_extent_of_authority() -> None:
    assert f"{AGENT.kind}：{AGENT.name}，妻子，权限：特别授权" in agreement_text(PAPER)
