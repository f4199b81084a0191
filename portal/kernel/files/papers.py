"""PDF, Word and Excel as they come: readable by anyone, without programs, traps or a second file inside."""

import re
import zipfile
from io import BytesIO

from portal.kernel.files import office
from portal.kernel.files.refusals import FileRefused
from portal.kernel.files.rules import MEGABYTE, SHEET, WORD

MAX_UNPACKED = 200 * MEGABYTE
MAX_MEMBERS = 5000
MAX_RATIO = 200
MAIN = {"word/document.xml": WORD, "xl/workbook.xml": SHEET}
MARKERS = re.compile(rb"<script\b|<!doctype html|<html[\s>]", re.IGNORECASE)


def checked_pdf(data: bytes) -> str:
    """A whole PDF without a password or a page of HTML in its head; what it can do is asked when its copy is made."""
    if MARKERS.search(data[:4096]) or b"PK\x05\x06" in data[-70_000:]:
        raise FileRefused("mixed")
    if b"%%EOF" not in data[-2048:]:
        raise FileRefused("paper_broken")
    if re.search(rb"/Encrypt\b", data):
        raise FileRefused("locked")
    return "application/pdf"


def office_type(data: bytes) -> str:
    """Word or Excel in the open format; every other zip is an archive."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            members = package.infolist()
            _sound(package, members, data)
            main = next((MAIN[m.filename] for m in members if m.filename in MAIN), None)
            if main is None or "[Content_Types].xml" not in package.namelist():
                raise FileRefused(_other_zip(package))
            office.refuse_programs(package, members)
            return main
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise FileRefused("paper_broken") from error


def _sound(package: zipfile.ZipFile, members: list[zipfile.ZipInfo], data: bytes) -> None:
    """Not a bomb, not locked, and the zip is all there is: nothing in front, nothing behind."""
    if any(member.flag_bits & 0x1 for member in members):
        raise FileRefused("locked")
    unpacked = sum(member.file_size for member in members)
    ratio = max((m.file_size / max(m.compress_size, 1) for m in members if m.file_size > MEGABYTE), default=0)
    if unpacked > MAX_UNPACKED or len(members) > MAX_MEMBERS or ratio > MAX_RATIO:
        raise FileRefused("bomb")
    if members and min(member.header_offset for member in members) != 0:
        raise FileRefused("mixed")
    if package.comment or not data.endswith(data[data.rfind(b"PK\x05\x06") :][:22]):
        raise FileRefused("mixed")


def _other_zip(package: zipfile.ZipFile) -> str:
    names = set(package.namelist())
    if names & {"META-INF/MANIFEST.MF", "AndroidManifest.xml"}:
        return "program"
    return "unknown" if "mimetype" in names else "archive"  # OpenDocument, EPUB
