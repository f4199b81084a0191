"""Carries finished stamps into a paper: fonts and pictures once, with the first signature, each stamp to its field."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject, PdfObject, StreamObject, pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStamp, BaseStampStyle


@dataclass(frozen=True)
class PlacedStamp(BaseStampStyle):
    """A stamp whose drawing is already in the file, under this object number."""

    number: int = 0

    def create_stamp(self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, Any]) -> BaseStamp:
        """What pyHanko asks of a stamp style."""
        return _FinishedStamp(writer, self, box)


class _FinishedStamp(BaseStamp):
    def register(self) -> IndirectObject:
        """Draw nothing: point at what :func:`import_stamps` brought."""
        return IndirectObject(self.style.number, 0, self.writer)


def import_stamps(writer: BasePdfFileWriter, stamps: bytes) -> list[PlacedStamp]:
    """Bring every page of ``stamps`` into the file that is being written, all sharing one set of fonts.

    pyHanko's own stamp import would copy the fonts again for each signature, some 70 KB each time.
    """
    pages = [page.get_object() for page in PdfFileReader(BytesIO(stamps)).root["/Pages"]["/Kids"]]
    resources = writer.import_object(pages[0].raw_get("/Resources"))
    return [PlacedStamp(number=_import(writer, page, resources)) for page in pages]


def _import(writer: BasePdfFileWriter, page: DictionaryObject, resources: PdfObject) -> int:
    content = page["/Contents"]
    drawing = DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): writer.import_object(page["/MediaBox"]),
            pdf_name("/Resources"): resources,
        }
    )
    if "/Filter" in content:
        drawing[pdf_name("/Filter")] = content["/Filter"]
    number: int = writer.add_object(StreamObject(drawing, encoded_data=content.encoded_data)).idnum
    return number
