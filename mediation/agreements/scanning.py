"""Whether a scan is of this version: by the QR code read off it, or, where it cannot be read, by what staff type."""

from dataclasses import dataclass

from mediation.agreements.models import AgreementVersion
from portal.documents.papers.queries import by_token
from portal.documents.papers.rules import read_code
from portal.documents.scans.reading import Scan, page_count
from portal.kernel.db import Db
from portal.kernel.files.models import StoredFile
from portal.kernel.files.services import read
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict

DIGEST_SHOWN = 8
"""So many first signs of the text's hash are compared by eye."""


@dataclass(frozen=True)
class OnSheet:
    """What staff read off the sheet themselves, and why the machine could not."""

    code: str
    digest: str
    reason: str


class NotRead(Conflict):
    """No code of ours was found on the scan: staff may type what is printed, and say why."""


def matched(db: Db, version: AgreementVersion, file: StoredFile, scan: Scan, typed: OnSheet | None) -> str:
    """A key of rules.MATCHED; Conflict with the reason if this is not the signed sheet of this version."""
    if file.media_type != "application/pdf" and not file.is_picture:
        raise Conflict(_("请上传扫描件（PDF）或照片。"))
    if file.original_sha256 == version.paper.frozen_sha256:
        raise Conflict(_("这是还没有签的电子文本。请上传签好以后的扫描件或照片。"))
    found = [by_token(db, code.rsplit("/", 1)[-1]) for code in scan.codes]
    ours = any(paper is not None and paper.id == version.paper_id for paper in found)
    if not ours and any(paper is not None for paper in found):
        raise Conflict(_("扫描件上的二维码是另一份文书或者另一版的，请核对。"))
    if not ours and not scan.legible:
        raise Conflict(_("这张图上几乎没有内容，或者太小看不清。请重新扫描签好的协议书。"))
    if scan.pages < (whole := pages_of(version)):
        pages = {"have": scan.pages, "whole": whole}
        raise Conflict(
            _("这里只有 %(have)s 页，协议书有 %(whole)s 页。请把每一页都扫描或者拍下来，一起上传。", **pages)
        )
    if ours:
        return "qr"
    if typed is None or not typed.reason.strip():
        again = _("没有在扫描件上读出二维码。请重新扫描得清楚一些；实在读不出，请填纸上的核验码、文本指纹和原因。")
        raise NotRead(again)
    if not same_sheet(version, typed):
        raise Conflict(_("纸上的核验码或文本指纹与这一版不一致，请核对纸上印的内容。"))
    return "typed"


def pages_of(version: AgreementVersion) -> int:
    """How many sheets were printed to be signed: each belongs to what is in force."""
    assert version.paper.frozen_file is not None
    return page_count(read(version.paper.frozen_file))


def same_sheet(version: AgreementVersion, typed: OnSheet) -> bool:
    """Whether code and hash as typed are this version's."""
    shown = "".join(typed.digest.split()).lower()
    right = len(shown) >= DIGEST_SHOWN and (version.paper.text_sha256 or "").startswith(shown)
    return right and read_code(typed.code) == version.paper.code
