"""Papers as PDF: filled from a template, set on A4, tagged, every font embedded, with an empty field for each signer.

WeasyPrint takes most of a second to import and stays out of the web process: only :func:`render` loads it.
"""

from collections.abc import Sequence
from pathlib import Path

from portal.kernel.pdf.fields import SignatureField
from portal.kernel.pdf.templates import DOCUMENT_STYLES, STYLES, fill
from portal.kernel.pdf.trouble import PaperError, RefusedAddress, UnprintableText

__all__ = [
    "DOCUMENT_STYLES",
    "STYLES",
    "VARIANT",
    "PaperError",
    "RefusedAddress",
    "SignatureField",
    "UnprintableText",
    "fill",
    "render",
]

#: ISO 19005-2 level A: archive form with text and structure that can be read out. WeasyPrint declares it; nothing
#: here proves it (veraPDF is not at hand), so users are told "declared, not validated".
VARIANT = "pdf/a-2a"
#: The same archive form without tags, for pages that will be placed inside other pages.
PLAIN_VARIANT = "pdf/a-2b"


def render(
    html: str,
    *,
    stylesheets: Sequence[Path | str] = (),
    title: str,
    lang: str = "zh-CN",
    fields: Sequence[SignatureField] = (),
    variant: str = VARIANT,
) -> bytes:
    """Set a page of HTML as a PDF; the same input gives the same bytes.

    A stylesheet is a path below the folder of document styles, or CSS text. Each of ``fields`` must stand exactly once
    in the HTML as ``<input class="signature-field" type="checkbox" name="…">``; its place and size become the field's.
    Raises :class:`PaperError` rather than make a paper that lacks a picture, a field or the glyph of a character.
    """
    from portal.kernel.pdf.engine import write

    return write(html, stylesheets, title=title, lang=lang, fields=tuple(fields), variant=variant)
