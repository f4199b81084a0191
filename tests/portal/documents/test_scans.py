"""Reading scans: the code of a real paper off a crooked photo, nothing off an empty sheet."""

import random
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageFilter

from portal.app.demo.acts.pictures import signed_sheet
from portal.documents.agreement import Signing
from portal.documents.scans.reading import read_scan
from tests.portal.documents.samples import PAPER, pdf

INK = replace(PAPER, signing=Signing.INK)


def jpeg(picture: Image.Image, quality: int = 75) -> bytes:
    """As a phone sends it."""
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def test_a_scanned_pdf_is_read_from_its_end() -> None:
    scan = read_scan(pdf(INK), "application/pdf")
    assert (scan.codes, scan.legible) == ((INK.verify_url,), True)
    assert scan.pages > 1


@pytest.mark.parametrize("turn", [0, 90, 183])
def test_a_crooked_blurred_photo_is_read(turn: int) -> None:
    photo = Image.open(BytesIO(signed_sheet(pdf(INK)))).rotate(turn + 3, expand=True, fillcolor=(190, 190, 190))
    scan = read_scan(jpeg(photo.filter(ImageFilter.GaussianBlur(0.7))), "image/jpeg")
    assert (scan.codes, scan.legible) == ((INK.verify_url,), True)


def test_a_sheet_without_its_code_is_legible_and_says_nothing() -> None:
    photo = Image.open(BytesIO(signed_sheet(pdf(INK))))
    upper = photo.crop((0, 0, photo.width, photo.height // 2))
    scan = read_scan(jpeg(upper), "image/jpeg")
    assert (scan.codes, scan.legible) == ((), True)


def _dusty() -> Image.Image:
    sheet = Image.new("L", (1240, 1754), 245)
    dots, chance = sheet.load(), random.Random(1)
    assert dots is not None
    for _dot in range(60_000):
        dots[chance.randrange(1240), chance.randrange(1754)] = chance.randrange(225, 255)
    return sheet


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("RGB", (60, 60), "white"),
        Image.new("RGB", (1240, 1754), "white"),
        Image.linear_gradient("L").resize((1240, 1754)),
        _dusty(),
    ],
    ids=["tiny", "white", "shaded", "dusty"],
)
def test_an_empty_sheet_is_not_legible(picture: Image.Image) -> None:
    scan = read_scan(jpeg(picture), "image/jpeg")
    assert (scan.codes, scan.legible) == ((), False)


def test_what_is_no_sheet_at_all_is_not_legible() -> None:
    assert not read_scan(b"%PDF-1.7\ntrailer<<>>\n%%EOF\n", "application/pdf").legible
    assert read_scan(b"words", "text/plain").pages == 0
