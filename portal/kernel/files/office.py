"""Word and Excel in the open format: no programs, nothing from elsewhere; shared without author, time and place."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

from portal.kernel.files.bare import bare
from portal.kernel.files.refusals import FileRefused
from portal.kernel.files.rules import MEGABYTE

TYPES, START = "[Content_Types].xml", "_rels/.rels"
PROPERTIES = "docProps/"
ACTIVE_ENDING = (".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jse", ".wsf", ".hta", ".jar")
PROGRAM = re.compile(rb"MZ|\x7fELF|#!|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|\xfe\xed\xfa[\xce\xcf]")
CARRIED = re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|PK\x03\x04|%PDF-|Rar!|7z\xbc\xaf")

QUOTED = rb"""("[^"]*"|'[^']*')"""
AUTHOR = re.compile(rb"(\s(?:\w+:)?(?:author|initials|userName)=)" + QUOTED)
DATE = re.compile(rb"\sw:date=" + QUOTED)
COMMENTER = re.compile(rb"(<(?:\w+:)?author>)[^<]*(</)")
PERSON = re.compile(rb"(\s(?:displayName|userId)=)" + QUOTED)
FOLDER = re.compile(rb"(<\w+:absPath\s[^>]*?url=)" + QUOTED)
THEN = (1980, 1, 1, 0, 0, 0)
"""The zip notes when each part was written; this says nothing."""


def refuse_programs(package: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """No macros, no programs, no files packed along, nothing fetched from elsewhere but what a reader clicks."""
    for member in members:
        name = member.filename.lower()
        if "vbaproject" in name or name.endswith(ACTIVE_ENDING) or ".." in name.split("/") or "/activex/" in name:
            raise FileRefused("active")
        with package.open(member) as opened:
            start = opened.read(8)
        if PROGRAM.match(start):
            raise FileRefused("active")
        if "/embeddings/" in name or CARRIED.match(start):
            raise FileRefused("carries")
        if name.endswith(".rels"):
            _refuse_fetching(package, member.filename)
    if any("macroenabled" in value.lower() for one in _parsed(package, TYPES).iter() for value in one.attrib.values()):
        raise FileRefused("active")


def _refuse_fetching(package: zipfile.ZipFile, name: str) -> None:
    for relation in _parsed(package, name).iter():
        elsewhere = relation.get("TargetMode", "").lower() == "external"
        if elsewhere and not relation.get("Type", "").endswith("/hyperlink"):
            raise FileRefused("fetches")


def _parsed(package: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if package.getinfo(name).file_size > MEGABYTE:
        raise FileRefused("bomb")
    try:
        return ElementTree.fromstring(package.read(name))
    except ElementTree.ParseError as error:
        raise FileRefused("paper_broken") from error


def shared_copy(data: bytes) -> bytes:
    """The same paper without its properties, the names of who wrote and commented, and what its photos tell."""
    out = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
            for member in package.infolist():
                if not member.is_dir() and not member.filename.startswith(PROPERTIES):
                    copy.writestr(_unnoted(member.filename), _untold(package, member.filename))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise FileRefused("paper_broken") from error
    return out.getvalue()


def _unnoted(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, THEN)
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def _untold(package: zipfile.ZipFile, name: str) -> bytes:
    if name in (TYPES, START):
        return _without_properties(_parsed(package, name))
    part = package.read(name)
    if "/media/" in name:
        return bare(part)
    if not name.endswith(".xml"):
        return part
    part = FOLDER.sub(rb'\1""', DATE.sub(b"", AUTHOR.sub(rb'\1""', part)))
    if "comments" in name.lower():
        part = COMMENTER.sub(rb"\1\2", part)
    return PERSON.sub(rb'\1""', part) if "/persons/" in name else part


def _without_properties(listed: ElementTree.Element) -> bytes:
    for one in list(listed):
        if (one.get("PartName") or one.get("Target") or "").lstrip("/").startswith(PROPERTIES):
            listed.remove(one)
    plain: bytes = ElementTree.tostring(listed, encoding="utf-8", xml_declaration=True)
    return plain
