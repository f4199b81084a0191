"""The press itself: WeasyPrint with a closed door and a watch for missing glyphs. Imported by the worker alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.kernel.pdf.fields import SignatureField, make_signature_fields
from portal.kernel.pdf.templates import STYLES
from portal.kernel.pdf.trouble import PaperError, RefusedAddress, UnprintableText


class HouseFetcher(URLFetcher):  # type: ignore[misc]
    """Loads data: addresses and files of the document styles, nothing else, neither by network nor from the disk."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Open an allowed address; anything else stops the paper."""
        if not url.startswith("data:") and not _is_house_file(url):
            raise RefusedAddress(url)
        return super().fetch(url, headers)


def _is_house_file(url: str) -> bool:
    path = URLFetcherResponse(url, b"").path
    return path is not None and Path(path).resolve().is_relative_to(STYLES)


def write(
    html: str,
    stylesheets: Sequence[Path | str],
    *,
    title: str,
    lang: str,
    fields: tuple[SignatureField, ...],
    variant: str,
) -> bytes:
    """See :func:`portal.kernel.pdf.render`."""
    fetcher, fonts = HouseFetcher(), FontConfiguration()

    def finish(document: Any, pdf: Any) -> None:
        _refuse_missing_glyphs(document)
        make_signature_fields(pdf, fields, pydyf)

    try:
        page = HTML(string=html, base_url=f"{STYLES.as_uri()}/", url_fetcher=fetcher)
        page.etree_element.set("lang", lang)
        sheets = [_sheet(sheet, fetcher, fonts) for sheet in stylesheets]
        document = page.render(stylesheets=sheets, font_config=fonts, pdf_variant=variant)
        document.metadata.title = title
        document.metadata.lang = lang
        data: bytes = document.write_pdf(finisher=finish, pdf_variant=variant)
    except FatalURLFetchingError as error:
        raise _cause(error) from error
    return data


def _sheet(sheet: Path | str, fetcher: HouseFetcher, fonts: FontConfiguration) -> CSS:
    if isinstance(sheet, Path):
        return CSS(url=sheet.resolve().as_uri(), url_fetcher=fetcher, font_config=fonts)
    return CSS(string=sheet, base_url=f"{STYLES.as_uri()}/", url_fetcher=fetcher, font_config=fonts)


def _cause(error: BaseException) -> PaperError:
    return error.__cause__ if isinstance(error.__cause__, PaperError) else PaperError(str(error))


def _refuse_missing_glyphs(document: Any) -> None:
    missing = sorted({codepoint for font in document.fonts.values() for codepoint in font.missing})
    if missing:
        raise UnprintableText("".join(map(chr, missing)))
