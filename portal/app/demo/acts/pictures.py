"""Photos that were never taken: drawn, and marked as such."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFilter


def water_stain() -> bytes:
    """A wall on which water has run down (JPEG)."""
    wall = Image.new("RGB", (900, 675), (228, 226, 218))
    stain = Image.new("L", wall.size, 0)
    pen = ImageDraw.Draw(stain)
    for left, top, right, bottom in ((120, 0, 420, 190), (200, 90, 360, 420), (330, 0, 560, 140), (470, 60, 540, 330)):
        pen.ellipse((left, top, right, bottom), fill=150)
    stain = stain.filter(ImageFilter.GaussianBlur(22))
    wall.paste((172, 152, 112), mask=stain)
    marks = ImageDraw.Draw(wall)
    marks.rectangle((0, 600, 900, 675), fill=(150, 132, 110))
    marks.text((24, 640), "DEMO", fill=(255, 255, 255))
    out = BytesIO()
    wall.save(out, "JPEG", quality=82)
    return out.getvalue()


def signed_sheets(paper: bytes) -> list[bytes]:
    """The pages of a printed agreement photographed (JPEG), the last one signed; no seal is imitated."""
    import pypdfium2  # type: ignore[import-untyped]

    with pypdfium2.PdfDocument(paper) as document:
        sheets = [page.render(scale=SCALE).to_pil().convert("RGB") for page in document]
        places = _boxes(document[len(document) - 1].get_textpage(), sheets[-1].height)
    _write(sheets[-1], places)
    return [_photo(sheet) for sheet in sheets]


def signed_sheet(paper: bytes) -> bytes:
    """The last of them, on which the code stands."""
    return signed_sheets(paper)[-1]


def _write(sheet: Image.Image, places: list[tuple[int, int]]) -> None:
    pen = ImageDraw.Draw(sheet)
    for number, (left, top) in enumerate(places):
        points = [(left + 10 * step, top - 24 - (step * 17 + number * 9) % 41) for step in range(18)]
        pen.line(points, fill=(24, 36, 120), width=4, joint="curve")
    pen.text((sheet.width // 2, sheet.height - 60), "DEMO", fill=(120, 120, 120))


def _photo(sheet: Image.Image) -> bytes:
    out = BytesIO()
    sheet.save(out, "JPEG", quality=80)
    return out.getvalue()


SCALE = 150 / 72
"""As an office scanner sees it."""


LABEL = 9.0
"""What stands in a box is set smaller (in points) than the text that speaks of signing."""


def _boxes(text: Any, height: int) -> list[tuple[int, int]]:
    """Left and top, in dots, of the word that stands in each box to sign in."""
    search, found = text.search("签名"), []
    while (place := search.get_next()) is not None:
        left, bottom, _right, top = text.get_charbox(place[0], loose=True)
        if top - bottom < LABEL * 1.5:
            found.append((round(left * SCALE), height - round(top * SCALE)))
    return found
