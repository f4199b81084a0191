"""PDF, Word and Excel as they come: readable by anyone, without programs, traps or a second file inside."""

import re
import zipfile
from io import BytesIO

from portal.kernel.files.refusals import FileRefused
from portal.kernel.files.rules import MEGABYTE, SHEET, WORD

MAX_UNPACKED = 200 * MEGABYTE
MAX_MEMBERS = 5000
MAX_RATIO = 200
MAIN = {"word/document.xml": WORD, "xl/workbook.xml": SHEET}
ACTIVE_PDF = re.compile(rb"/(JavaScript|Launch|RichMedia)\b")
ACTIVE_ENDING = (".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jse", ".wsf", ".hta", ".jar")
MARKERS = re.compile(rb"<script\b|<!doctype html|<html[\s>]", re.IGNORECASE)


def checked_pdf(data: bytes) -> str:
    """A whole PDF without a password, actions or a page of HTML in its head."""
    if MARKERS.search(data[:4096]) or b"PK\x05\x06" in data[-70_000:]:
        raise FileRefused("mixed")
    if b"%%EOF" not in data[-2048:]:
        raise FileRefused("paper_broken")
    if re.search(rb"/Encrypt\b", data):
        raise FileRefused("locked")
    if ACTIVE_PDF.search(data):
        raise FileRefused("active")
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
            _without_programs(package, members)
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


def _without_programs(package: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """No macros, no programs packed along, no template fetched from elsewhere."""
    for member in members:
        name = member.filename.lower()
        if "vbaproject" in name or name.endswith(ACTIVE_ENDING) or ".." in name.split("/"):
            raise FileRefused("active")
    if b"macroEnabled" in _start(package, "[Content_Types].xml"):
        raise FileRefused("active")
    links = _start(package, "word/_rels/settings.xml.rels")
    if b"attachedTemplate" in links and b'TargetMode="External"' in links:
        raise FileRefused("active")


def _start(package: zipfile.ZipFile, name: str) -> bytes:
    if name not in package.namelist():
        return b""
    with package.open(name) as member:
        return member.read(MEGABYTE)
