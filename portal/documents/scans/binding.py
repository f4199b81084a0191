"""Photos of a signed paper, one of each sheet, bound into one PDF: the file that is kept, handed out and checked."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageOps

from portal.documents.scans.reading import DPI, EDGE
from portal.kernel.files import pool
from portal.kernel.files.rules import PICTURES

FORMATS = tuple(sorted({name for names in PICTURES.values() for name in names}))
QUALITY = 85


def bind(photos: Sequence[bytes]) -> bytes:
    """One page of a PDF for each photo, in this order, upright and without what a camera adds (place, time).

    Takes pictures that the file store has taken before: it has looked at their kind and size.
    """
    return pool.one_at_a_time(_bind, photos)


def _bind(photos: Sequence[bytes]) -> bytes:
    import pypdfium2  # type: ignore[import-untyped]

    out = BytesIO()
    with pypdfium2.PdfDocument.new() as whole:
        for photo in photos:  # one picture at a time in the memory
            with pypdfium2.PdfDocument(_sheet(photo)) as sheet:
                whole.import_pages(sheet)
        whole.save(out)
    return out.getvalue()


def _sheet(photo: bytes) -> bytes:
    with Image.open(BytesIO(photo), formats=FORMATS) as picture:
        picture.draft("RGB", (EDGE, EDGE))
        sheet = ImageOps.exif_transpose(picture).convert("RGB")
    sheet.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)
    out = BytesIO()
    sheet.save(out, "PDF", resolution=DPI, quality=QUALITY)
    return out.getvalue()
