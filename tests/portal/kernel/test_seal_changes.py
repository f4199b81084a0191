"""Every change to a signed paper is found, and nothing but signatures is ever added to one."""

import hashlib
import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils.generic import NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from portal.kernel.seal import NotAPaper
from portal.kernel.seal.verifying import frozen_part, verify
from tests.portal.kernel.sealing import (
    AT,
    END,
    LATER,
    NAMES,
    another_authority,
    check,
    frozen_paper,
    pdfsig,
    signed_paper,
    small_paper,
)


def test_nothing_but_signatures_is_added() -> None:
    before, after = PdfFileReader(BytesIO(frozen_paper())), PdfFileReader(BytesIO(signed_paper()))
    form = before.root["/AcroForm"]["/Fields"]
    may_change = {before.trailer.raw_get("/Root").idnum} | {form.raw_get(number).idnum for number in range(len(NAMES))}
    old = range(1, before.trailer["/Size"])
    changed = {
        reference.idnum
        for revision in range(1, after.xrefs.total_revisions)
        for reference in after.get_historical_resolver(revision).explicit_refs_in_revision()
        if reference.idnum in old
    }
    assert changed == may_change
    assert after.root["/Metadata"].data == before.root["/Metadata"].data
    assert after.root["/Pages"]["/Count"] == before.root["/Pages"]["/Count"]
    kinds = {after.root["/AcroForm"]["/Fields"][number]["/V"]["/Type"] for number in range(len(NAMES))}
    assert kinds == {"/Sig"}


def spoil(paper: bytes, at: int) -> bytes:
    """Another byte in this place, and another digit where there are digits."""
    return paper[:at] + (b"1" if paper[at : at + 1] == b"0" else b"0") + paper[at + 1 :]


def places(paper: bytes) -> dict[str, int]:
    """A byte of the frozen text, of the stamps, of the first signature's time, and of each signature's value."""
    frozen = len(frozen_part(paper))
    values = [match.end(1) for match in re.finditer(rb"/Contents <([0-9A-Fa-f]+?)0{60,}>", paper)]
    return {
        "frozen text": paper.index(b"stream", 2000) + 40,
        "stamp": paper.index(b"stream", frozen) + 40,
        "claimed time": paper.index(b"/M (D", frozen) + 16,
        "signature": values[0] - 20,
        "seal": values[-1] - 20,
    }


@pytest.mark.parametrize("place", ["frozen text", "stamp", "claimed time", "signature", "seal"])
def test_a_changed_byte_fails_both_checkers(place: str) -> None:
    paper = small_paper()
    spoilt = spoil(paper, places(paper)[place])
    assert pdfsig(paper).count("Signature is Valid") == 2
    assert pdfsig(spoilt).count("Signature is Valid") < 2
    assert check(paper).genuine
    assert not check(spoilt).genuine


def test_appended_bytes_are_found_and_change_the_hash() -> None:
    found = check(small_paper() + b"\n% appended\n")
    assert not found.genuine
    assert found.sha256 != hashlib.sha256(small_paper()).hexdigest()


def test_padding_that_escapes_other_tools_is_found() -> None:
    """The unused space in the last container is outside every signature."""
    paper = small_paper()
    *_, padding = re.finditer(rb"/Contents <[0-9A-Fa-f]+?(0{60,})>", paper)
    spoilt = spoil(paper, padding.end(1) - 8)
    assert pdfsig(spoilt).count("Signature is Valid") == 2
    found = check(spoilt)
    assert not found.signatures[-1].intact
    assert not found.genuine
    assert found.sha256 != hashlib.sha256(paper).hexdigest()


def test_a_paper_cut_off_before_the_seal_is_not_genuine() -> None:
    ends = [match.end() for match in re.finditer(rb"%%EOF\n?", small_paper())]
    found = check(small_paper()[: ends[-2]])
    assert all(finding.good and finding.whole for finding in found.signatures)
    assert found.unsigned == ("committee",)
    assert not found.genuine


def test_a_later_change_to_the_page_is_not_allowed() -> None:
    writer = IncrementalPdfFileWriter(BytesIO(small_paper()))
    kids = writer.root["/Pages"]["/Kids"]
    kids[0].get_object()[pdf_name("/Rotate")] = NumberObject(180)
    writer.mark_update(kids.raw_get(0))
    changed = BytesIO()
    writer.write(changed)
    found = check(changed.getvalue())
    assert all(finding.intact for finding in found.signatures)  # what they signed is still there
    assert not any(finding.allowed for finding in found.signatures)
    assert not found.genuine


def test_a_stranger_with_the_same_name_is_not_trusted() -> None:
    found = verify(small_paper(), [another_authority().certificate], at=LATER)
    assert all(finding.intact and not finding.trusted for finding in found.signatures)
    assert not found.genuine
    assert not verify(small_paper(), [], at=LATER).genuine


@pytest.mark.parametrize(
    ("at", "trusted"), [(AT - timedelta(days=2), False), (AT, True), (END + timedelta(seconds=5), False)]
)
def test_certificates_count_only_while_they_last(at: datetime, trusted: bool) -> None:
    assert check(small_paper(), at).genuine is trusted


def test_unsigned_and_damaged_files_get_an_answer() -> None:
    assert check(frozen_paper()).problem == "the file carries no signature"
    whole = small_paper()
    for wreck in (whole[:3000], b"%PDF-1.7\n" + b"junk" * 50, whole.replace(b"/AcroForm", b"/AcroFoam")):
        found = check(wreck)
        assert found.problem
        assert not found.genuine


def test_what_is_no_paper_or_no_root_is_refused() -> None:
    with pytest.raises(NotAPaper):
        check(b"PK\x03\x04 a zip")
    with pytest.raises(ValueError, match="not a certificate"):
        verify(small_paper(), [b"not a certificate"], at=LATER)
