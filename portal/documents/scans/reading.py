"""Reading a scan: each page as a picture, the QR codes on it, and whether it shows anything.

zxing-cpp and PDFium are loaded only when a scan comes in, and work in the one thread for heavy work.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageFilter

from portal.kernel.files import pool
from portal.kernel.files.rules import PICTURES

PDF = "application/pdf"
MOST_PAGES = 12
"""The code stands on the last page: a long scan is read from its end."""
EDGE = 3500
DPI = 200
LEAST_EDGE = 600
"""The shorter side of a sheet on which handwriting can be made out."""
LINES, STRONG = 0.004, 48
"""So much of a written page is edges at least this strong; dust and uneven light on an empty one stay far below."""


@dataclass(frozen=True)
class Scan:
    """``codes``: what the QR codes say, of the last page first. ``legible``: large enough and not blank. ``pages``: how
    many it has, also those that were not read."""

    codes: tuple[str, ...]
    legible: bool
    pages: int


def read_scan(data: bytes, media_type: str) -> Scan:
    """What stands on a scan that the file store has taken; nothing legible if it cannot be opened."""
    return pool.one_at_a_time(_read, data, media_type)


def page_count(data: bytes) -> int:
    """How many pages a PDF has; 0 if it cannot be opened."""
    return pool.one_at_a_time(_page_count, data)


def _page_count(data: bytes) -> int:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        with pypdfium2.PdfDocument(data) as paper:
            return len(paper)
    except pypdfium2.PdfiumError:
        return 0


def _read(data: bytes, media_type: str) -> Scan:
    codes: dict[str, None] = {}
    legible, pages = False, 0
    for page in _pages(data, media_type):
        pages += 1
        legible = legible or _shows_something(page)
        codes.update(dict.fromkeys(_codes(page)))
    return Scan(tuple(codes), legible, _page_count(data) if media_type == PDF else pages)


def _pages(data: bytes, media_type: str) -> Iterator[Image.Image]:
    if media_type == PDF:
        yield from _pdf_pages(data)
    elif media_type in PICTURES:
        with Image.open(BytesIO(data), formats=PICTURES[media_type]) as picture:
            picture.draft("L", (EDGE, EDGE))
            page = picture.convert("L")
        page.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)
        yield page


def _pdf_pages(data: bytes) -> Iterator[Image.Image]:
    import pypdfium2

    try:
        paper = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return
    with paper:
        for number in range(len(paper) - 1, max(-1, len(paper) - 1 - MOST_PAGES), -1):
            page = paper[number]
            scale = min(DPI / 72, EDGE / max(*page.get_size(), 1))
            yield page.render(scale=scale, grayscale=True).to_pil().convert("L")
            page.close()


def _codes(page: Image.Image) -> list[str]:
    import zxingcpp

    found = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [one.text for one in found if one.valid]


def _shows_something(page: Image.Image) -> bool:
    if min(page.size) < LEAST_EDGE:
        return False
    small = page.copy()
    small.thumbnail((1400, 1400), Image.Resampling.LANCZOS)
    edges = small.filter(ImageFilter.FIND_EDGES).crop((2, 2, small.width - 2, small.height - 2)).histogram()
    return sum(edges[STRONG:]) / sum(edges) > LINES
