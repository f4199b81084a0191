"""Papers as PDF: the archive form as far as it can be read off, exact text, a closed door, signature fields."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from portal.kernel.pdf import (
    DOCUMENT_STYLES,
    STYLES,
    PaperError,
    RefusedAddress,
    SignatureField,
    UnprintableText,
    render,
)

RARE = "㐂䶮𠮷·阿卜杜热合曼·买买提"
MARKS = "（2026）〔2026〕“引号”‘单引’《书名》、，。；：！？—— …… ～ ％ ￥1,234.50 １２３ ＡＢＣ №12 ㎡ ℃"
FIELD = '<input class="signature-field" type="checkbox" name="{}" title="签名">'
FIELDS = (SignatureField("party-1", "当事人一签名"), SignatureField("committee", "调委会签章", final=True))


def page(body: str) -> str:
    return f"<!doctype html><html><head><title>x</title></head><body>{body}</body></html>"


def run(*command: str | Path) -> str:
    return subprocess.run([*command], check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def paper() -> bytes:
    body = f"<h1>标题</h1><p>{RARE}</p><p>{MARKS}</p><table><tr><th scope='row'>甲</th><td>乙</td></tr></table>"
    body += FIELD.format("party-1") + FIELD.format("committee")
    return render(page(body), stylesheets=DOCUMENT_STYLES, title="协议书 第1号", fields=FIELDS)


@pytest.fixture(scope="module")
def file(paper: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "paper.pdf"
    path.write_bytes(paper)
    return path


@pytest.fixture(scope="module")
def root(paper: bytes) -> Any:
    return PdfFileReader(BytesIO(paper)).root


def fields(root: Any) -> dict[str, Any]:
    return {str(field.get_object()["/T"]): field.get_object() for field in root["/AcroForm"]["/Fields"]}


def test_it_declares_archive_form_2a(root: Any) -> None:
    metadata = root["/Metadata"].data.decode()
    assert 'pdfaid:part="2"' in metadata or "<pdfaid:part>2<" in metadata
    assert 'pdfaid:conformance="A"' in metadata or "<pdfaid:conformance>A<" in metadata


def test_colours_have_an_output_intent(root: Any) -> None:
    (intent,) = root["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    assert len(intent["/DestOutputProfile"].data) > 1000


def test_it_is_tagged_and_names_its_language_and_title(root: Any) -> None:
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/ParentTree"]
    assert root["/Lang"] == "zh-CN"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    tags = set(tag_names(root["/StructTreeRoot"]))
    assert {"/H1", "/P", "/Table", "/TH", "/TD", "/Form"} <= tags


def tag_names(node: Any) -> list[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [name for kid in node for name in tag_names(kid)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/S"])] if "/S" in node else []
    return own + (tag_names(node["/K"]) if "/K" in node else [])


def test_the_page_is_a4(file: Path) -> None:
    lines = dict(line.split(":", 1) for line in run("pdfinfo", file).splitlines())
    assert "(A4)" in lines["Page size"]
    assert lines["Title"].strip() == "协议书 第1号"
    assert lines["Tagged"].strip() == "yes"


def test_every_font_is_embedded_and_songti(file: Path) -> None:
    rows = [line.split() for line in run("pdffonts", file).splitlines()[2:]]
    assert rows
    for row in rows:
        assert row[-5:-2] == ["yes", "yes", "yes"], row  # embedded, subset, with a map to Unicode
        assert "Noto-Serif-CJK" in row[0]


def test_rare_names_and_full_width_marks_come_out_exactly(file: Path) -> None:
    text = run("pdftotext", file, "-")
    assert RARE in text
    for mark in MARKS.split():
        assert mark in text


def test_the_same_input_gives_the_same_bytes(paper: bytes) -> None:
    html = page("<p>同一文本</p>")
    assert render(html, title="一") == render(html, title="一")
    assert render(html, title="一") != render(html, title="二")


def test_fields_are_empty_visible_tagged_and_named(root: Any) -> None:
    for name, label in (("party-1", "当事人一签名"), ("committee", "调委会签章")):
        field = fields(root)[name]
        left, bottom, right, top = (float(number) for number in field["/Rect"])
        assert field["/FT"] == "/Sig"
        assert "/V" not in field
        assert field["/TU"] == label
        assert field["/F"] & 4
        assert right - left > 200
        assert top - bottom > 55
        assert "/StructParent" in field
        assert field["/AP"]["/N"]["/Subtype"] == "/Form"
    assert "/NeedAppearances" not in root["/AcroForm"]


def test_only_the_final_field_locks_the_paper(root: Any) -> None:
    assert "/Lock" not in fields(root)["party-1"]
    lock = fields(root)["committee"]["/Lock"]
    assert (lock["/Action"], lock["/P"]) == ("/All", 1)


@pytest.mark.parametrize("names", [(), ("party-1",), ("party-1", "party-1"), ("party-1", "mediator-1")])
def test_missing_doubled_or_unknown_fields_stop_the_paper(names: tuple[str, ...]) -> None:
    html = page("".join(FIELD.format(name) for name in names))
    with pytest.raises(PaperError, match="fields asked for"):
        render(html, stylesheets=DOCUMENT_STYLES, title="x", fields=FIELDS)


@pytest.mark.parametrize(
    "body",
    [
        '<img src="http://example.org/a.png" alt="">',
        '<img src="https://example.org/a.png" alt="">',
        '<img src="ftp://example.org/a.png" alt="">',
        '<img src="file:///etc/passwd" alt="">',
        '<img src="/etc/passwd" alt="">',
        '<img src="../../LICENSE" alt="">',
        '<img src="%2e%2e/%2e%2e/LICENSE" alt="">',
        '<link rel="stylesheet" href="http://example.org/a.css">',
        '<style>@import url("http://example.org/a.css");</style>',
        '<p style="background: url(http://example.org/a.png)">x</p>',
        '<style>@font-face { font-family: X; src: url("file:///etc/passwd") } p { font-family: X }</style><p>x</p>',
    ],
)
def test_a_paper_loads_nothing_from_outside_the_house(body: str) -> None:
    with pytest.raises(RefusedAddress):
        render(page(body), title="x")


def test_a_missing_picture_of_the_house_stops_the_paper() -> None:
    with pytest.raises(PaperError):
        render(page('<img src="no-such.png" alt="">'), title="x")


def test_data_and_the_documents_folder_are_open() -> None:
    svg = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"
    body = f'<link rel="stylesheet" href="{(STYLES / "paper.css").as_uri()}"><img src="{svg}" alt="码">'
    assert render(page(body), title="x").startswith(b"%PDF-1.7")


def test_a_character_without_a_glyph_stops_the_paper() -> None:
    with pytest.raises(UnprintableText) as caught:
        render(page("<p>王\ue000小\ue001</p>"), title="x")
    assert caught.value.characters == "\ue000\ue001"
    assert "U+E000" in str(caught.value)


def test_the_web_process_loads_neither_press_nor_signer() -> None:
    code = (
        "import sys, portal.documents.agreement, portal.kernel.seal, portal.cli.verify;"
        "print(sorted({'weasyprint', 'pyhanko', 'pydyf'} & set(sys.modules)))"
    )
    assert run(sys.executable, "-c", code).strip() == "[]"
