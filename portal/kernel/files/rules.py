"""Which files are taken, how large, and under which name and type they are given out again."""

import re
import unicodedata
from collections.abc import Mapping

MEGABYTE = 1024 * 1024
MAX_BYTES = 20 * MEGABYTE
MAX_PIXELS = 65_000_000
"""Phones make up to 64 megapixels; one such picture is decoded at a time."""

PICTURES: Mapping[str, tuple[str, ...]] = {
    "image/jpeg": ("JPEG",),
    "image/png": ("PNG",),
    "image/webp": ("WEBP",),
    "image/heic": ("HEIF",),
    "image/heif": ("HEIF",),
}
"""Type by content → the only decoders that may look at it."""

SOUNDS: Mapping[str, str] = {
    "audio/mpeg": "audio/mpeg",
    "audio/mp4": "audio/mp4",
    "audio/x-m4a": "audio/mp4",
    "audio/aac": "audio/aac",
    "audio/x-hx-aac-adts": "audio/aac",
    "audio/wav": "audio/wav",
    "audio/x-wav": "audio/wav",
    "audio/amr": "audio/amr",
    "audio/amr-wb": "audio/amr",
    "audio/ogg": "audio/ogg",
    "application/ogg": "audio/ogg",
}
"""What libmagic says → what we say."""

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = frozenset({"text/plain", "text/csv", "application/json", "application/csv"})

REFUSED: Mapping[str, str] = {
    "text/html": "web_page",
    "image/svg+xml": "web_page",
    "image/svg": "web_page",
    "text/xml": "web_page",
    "application/xml": "web_page",
    "application/xhtml+xml": "web_page",
    "text/xsl": "web_page",
    "application/javascript": "program",
    "text/javascript": "program",
    "application/x-dosexec": "program",
    "application/vnd.microsoft.portable-executable": "program",
    "application/x-executable": "program",
    "application/x-pie-executable": "program",
    "application/x-sharedlib": "program",
    "application/x-object": "program",
    "application/x-mach-binary": "program",
    "application/x-msi": "program",
    "application/x-ms-shortcut": "program",
    "application/java-archive": "program",
    "application/vnd.android.package-archive": "program",
    "application/x-java-applet": "program",
    "application/x-bytecode.python": "program",
    "application/x-wine-extension-ini": "program",
    "application/zip": "archive",
    "application/gzip": "archive",
    "application/x-gzip": "archive",
    "application/x-7z-compressed": "archive",
    "application/x-rar": "archive",
    "application/vnd.rar": "archive",
    "application/x-tar": "archive",
    "application/x-bzip2": "archive",
    "application/x-xz": "archive",
    "application/zstd": "archive",
    "application/msword": "old_office",
    "application/vnd.ms-excel": "old_office",
    "application/vnd.ms-powerpoint": "old_office",
    "application/vnd.ms-office": "old_office",
    "application/cdfv2": "old_office",
    "application/x-ole-storage": "old_office",
    "application/encrypted": "locked",
}
"""Types we know well enough to say what to do instead; every other type is 'unknown'."""

EXTENSIONS: Mapping[str, str] = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/heic": ".heic",
    "image/heif": ".heif",
    "application/pdf": ".pdf",
    WORD: ".docx",
    SHEET: ".xlsx",
    "text/plain": ".txt",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/aac": ".aac",
    "audio/wav": ".wav",
    "audio/amr": ".amr",
    "audio/ogg": ".ogg",
}


def refusal_of(mime: str) -> str:
    """Why this type is not taken."""
    mime = mime.lower()
    if mime.startswith("video/"):
        return "video"
    if mime.startswith("text/x-"):  # scripts and sources: x-shellscript, x-python, x-php …
        return "program"
    return REFUSED.get(mime, "unknown")


def shown_name(name: str | None, media_type: str) -> str:
    """The name as others see it: no folders, nothing invisible, the ending of what it really is."""
    base = re.split(r"[/\\]", name or "")[-1]
    base = "".join(char for char in base if unicodedata.category(char)[0] != "C").strip(" .")
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", base).strip(" .")[:100]
    return (stem or "file") + EXTENSIONS[media_type]
