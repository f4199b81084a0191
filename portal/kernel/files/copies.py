"""The copy of a file that others see: what it shows and says, and nothing of who made it, when, where and with what."""

from portal.kernel.files import kinds, office, pdfs, pictures, sounds
from portal.kernel.files.rules import PICTURES, SHEET, WORD


def shared(data: bytes, mime: str) -> tuple[bytes, str, bytes | None]:
    """The copy, its media type, and a small picture of a photo. Raises FileRefused."""
    if mime in PICTURES:
        copy = pictures.shared_copy(data, mime)
        return copy.data, copy.media_type, copy.thumbnail
    if mime in (WORD, SHEET):
        return office.shared_copy(data), mime, None
    if mime == "application/pdf":
        return pdfs.shared_copy(data), mime, None
    if mime.startswith("audio/"):
        return sounds.shared_copy(data, mime), mime, None
    return kinds.plain_text(data).encode(), mime, None
