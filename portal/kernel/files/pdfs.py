"""PDF, object by object: refused if it can act or carries files; shared without who made it, when, where and with what.

PDFium reads whatever readers read and writes it down plainly: names without escapes, no object inside a stream. Only
that plain copy is looked through and given out. Both libraries are loaded when a PDF comes in.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from portal.kernel.files.bare import bare
from portal.kernel.files.refusals import FileRefused

MOST_OBJECTS = 25_000
"""A book of five hundred pages has ten thousand."""
PASSWORD = 4
"""FPDF_ERR_PASSWORD."""
WHOLE = 2
"""FPDF_NO_INCREMENTAL: nothing of the bytes that came is carried over."""

ACTS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute", "/Rendition", "/Movie", "/GoToE"}
SHOWS = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
CARRIES = {"/EmbeddedFiles", "/EF", "/AF"}
NOTES = ("/Metadata", "/PieceInfo", "/LastModified", "/SpiderInfo", "/Collection", "/Thumb")
OF_ANNOTATION = ("/T", "/M", "/CreationDate", "/NM")
PICTURED = {"/DCTDecode", "/DCT", "/JPXDecode"}


def shared_copy(data: bytes) -> bytes:
    """The pages as they came, without notes on their making; raises FileRefused."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    try:
        paper = PdfFileReader(BytesIO(_plain(data)), strict=False)
        for found in _dictionaries(paper.root):
            _refuse_acting(found)
            _forget(found)
        out = BytesIO()
        copy_into_new_writer(paper, {"info": None}).write(out)
    except (PdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError) as error:
        raise FileRefused("paper_broken") from error
    except RecursionError as error:
        raise FileRefused("bomb") from error
    return out.getvalue()


def _plain(data: bytes) -> bytes:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        with pypdfium2.PdfDocument(data) as paper:
            if not len(paper):
                raise FileRefused("paper_broken")
            out = BytesIO()
            paper.save(out, flags=WHOLE)
    except pypdfium2.PdfiumError as error:
        raise FileRefused("locked" if error.err_code == PASSWORD else "paper_broken") from error
    plain = out.getvalue()
    if plain.count(b" 0 obj") > MOST_OBJECTS:
        raise FileRefused("bomb")
    return plain


def _dictionaries(root: Any) -> Iterator[Any]:
    """Every dictionary that a reader can come to from the catalogue, each once."""
    from pyhanko.pdf_utils import generic

    waiting, met = [root], set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, generic.IndirectObject):
            if one.reference in met:
                continue
            met.add(one.reference)
            one = one.get_object()
        if isinstance(one, generic.DictionaryObject):
            yield one
            waiting.extend(one.raw_get(key) for key in one)
        elif isinstance(one, generic.ArrayObject):
            waiting.extend(one.raw_get(place) for place in range(len(one)))


def _refuse_acting(found: Any) -> None:
    if (
        CARRIES & found.keys()
        or _name(found, "/Type") == "/EmbeddedFile"
        or _name(found, "/Subtype") == "/FileAttachment"
    ):
        raise FileRefused("carries")
    acts = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent"} & found.keys()
    if acts or _name(found, "/S") in ACTS or _name(found, "/Subtype") in SHOWS:
        raise FileRefused("active")


def _forget(found: Any) -> None:
    """Take out what tells of people, times, places and devices; its page looks the same without."""
    from pyhanko.pdf_utils import generic

    for key in NOTES:
        found.pop(key, None)
    if "/Rect" in found and _name(found, "/Subtype") != "/Widget":
        for key in OF_ANNOTATION:
            found.pop(key, None)
    if isinstance(found, generic.StreamObject):
        _bare_picture(found)


def _bare_picture(stream: Any) -> None:
    """A photo in a page is a JPEG as the camera made it, sometimes packed once more."""
    from pyhanko.pdf_utils import generic

    filters = stream.get("/Filter", [])
    names = list(filters) if isinstance(filters, list) else [filters]
    if not names or names[-1] not in PICTURED:
        return
    photo = stream.encoded_data
    if names[:-1]:
        wrapped = {generic.pdf_name("/Filter"): generic.ArrayObject(names[:-1])}
        photo = generic.StreamObject(wrapped, encoded_data=photo).data
        stream[generic.pdf_name("/Filter")] = names[-1]
        stream.pop("/DecodeParms", None)
    stream._encoded_data = bare(photo)


def _name(found: Any, key: str) -> str:
    value = found.get(key)
    return str(value) if value is not None else ""
