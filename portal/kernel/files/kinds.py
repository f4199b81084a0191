"""What a file really is, by its content; whatever pretends, hides something or can act is refused."""

import re

import magic

from portal.kernel.files import papers, rules
from portal.kernel.files.refusals import FileRefused

HEAD = 4096
TAIL = 70_000
MARKERS = re.compile(rb"<script\b|<\?php|<!doctype html|<html[\s>]|<svg[\s>]", re.IGNORECASE)
TAGS = re.compile(r"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|style|img|\?|%)", re.IGNORECASE)
SCRIPT = re.compile(r"^\s*(#!|@echo\b|<\?|%!PS)", re.IGNORECASE)
PICTURE_TRACK = re.compile(rb"hdlr.{8}vide", re.DOTALL)
SOUND_TRACK = re.compile(rb"hdlr.{8}soun", re.DOTALL)
PROGRAMS = re.compile(
    rb"\x7fELF[\x01\x02][\x01\x02]\x01|PE\0\0(\x64\x86|\x4c\x01|\x64\xaa)|!This program cannot be run in DOS mode"
    rb"|[\xce\xcf]\xfa\xed\xfe[\x07\x0c]\0\0[\0\x01]|\xca\xfe\xba\xbe\0\0\0[\x02-\x50]|\n#!/(usr/)?bin/"
    rb"|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c"
)
"""How programs and archives begin: long enough not to come about by chance in a picture or a sound."""
TEXT_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def type_of(data: bytes) -> str:
    """The media type of a file we take; raises FileRefused for every other."""
    if not data:
        raise FileRefused("empty")
    if len(data) > rules.MAX_BYTES:
        raise FileRefused("too_big")
    mime = magic.from_buffer(data, mime=True)
    if data[:4] == b"PK\x03\x04":
        return papers.office_type(data)
    if data[:5] == b"%PDF-":
        return papers.checked_pdf(data)
    if mime in rules.PICTURES:
        return _alone(data, mime)
    if mime in rules.SOUNDS:
        return _alone(data, rules.SOUNDS[mime])
    if _sound_only(data, mime):
        return _alone(data, "audio/mp4")
    if mime in rules.PLAIN:
        return _checked_text(data)
    raise FileRefused(rules.refusal_of(mime))


def _alone(data: bytes, mime: str) -> str:
    """Nothing else may be readable in it: no archive or program behind it, no PDF or page inside."""
    if PROGRAMS.search(data):
        raise FileRefused("mixed")
    if b"PK\x05\x06" in data[-TAIL:] or b"%PDF-" in data[:HEAD] or MARKERS.search(data):
        raise FileRefused("mixed")
    return mime


def _sound_only(data: bytes, mime: str) -> bool:
    """Some recorders write plain MP4 or 3GP with a sound track alone."""
    if mime not in ("video/mp4", "video/3gpp", "video/quicktime"):
        return False
    return bool(SOUND_TRACK.search(data)) and not PICTURE_TRACK.search(data)


def _checked_text(data: bytes) -> str:
    text = plain_text(data)
    if SCRIPT.match(text):
        raise FileRefused("program")
    if TAGS.search(text):
        raise FileRefused("web_page")
    return "text/plain"


def plain_text(data: bytes) -> str:
    """Text in the encodings people here use; refused if it is not text after all."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else encoding)
        except UnicodeDecodeError:
            continue
        if not TEXT_CONTROL.search(text):
            return text
    raise FileRefused("unknown")
