"""Pictures inside papers without what they tell beside themselves: no pixel is touched, only the notes around them."""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from portal.kernel.files.refusals import FileRefused
from portal.kernel.files.rules import MAX_PIXELS

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
JPEG2000 = b"\0\0\0\x0cjP  \r\n\x87\n"
RETOLD = {b"II*\0": "TIFF", b"MM\0*": "TIFF", b"RIFF": "WEBP"}
"""Kinds whose notes cannot be cut out: they are drawn anew."""

SCAN, END = 0xDA, 0xD9
ADOBE, COLOURS, CIRCUIT = 0xEE, 0xE2, b"ICC_PROFILE\0"
"""Segments of a JPEG that a decoder needs (colours); every other APPn and each comment is a note."""
STANDALONE = {0x01, *range(0xD0, 0xD8)}
SHOWN = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD"}
NOTED = {b"uuid", b"xml ", b"uinf"}


def bare(data: bytes) -> bytes:
    """The same picture without place, time, device, comment or preview; what is no such picture stays as it is."""
    try:
        if data.startswith(JPEG):
            return b"".join(_jpeg(data))
        if data.startswith(PNG):
            return b"".join(_png(data))
        if data.startswith(JPEG2000):
            return b"".join(_jpeg2000(data))
        return _drawn_anew(data)
    except (IndexError, ValueError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise FileRefused("paper_broken") from error


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Segment by segment to the end of the picture; what lies behind it (previews, depth maps) is left."""
    yield data[:2]
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("no segment")
        kind = data[at + 1]
        if kind == 0xFF:
            at += 1
            continue
        if kind == END:
            yield data[at : at + 2]
            return
        end = at + 2 if kind in STANDALONE else at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if kind == SCAN:
            end = _end_of_scan(data, end)
        if _is_shown(kind, data[at + 4 : at + 16]):
            yield data[at:end]
        at = end


def _is_shown(kind: int, start: bytes) -> bool:
    if kind == COLOURS:
        return start == CIRCUIT
    return kind in (0xE0, ADOBE) or not (0xE0 <= kind <= 0xEF or kind == 0xFE)


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands that is neither a stuffed zero nor a restart."""
    while True:
        at = data.index(b"\xff", at)
        if data[at + 1] != 0 and data[at + 1] not in STANDALONE and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2


def _png(data: bytes) -> Iterator[bytes]:
    yield PNG
    at, kind = len(PNG), b""
    while kind != b"IEND":
        kind = data[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if len(kind) < 4 or end > len(data):
            raise ValueError("cut off")
        if kind in SHOWN:
            yield data[at:end]
        at = end


def _jpeg2000(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        end = len(data) if size == 0 else at + size
        if size == 1 or 0 < size < 8 or end > len(data):
            raise ValueError("a box of no length")
        if data[at + 4 : at + 8] not in NOTED:
            yield data[at:end]
        at = end


def _drawn_anew(data: bytes) -> bytes:
    form = RETOLD.get(data[:4])
    if form is None:
        return data
    with Image.open(BytesIO(data), formats=[form]) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise FileRefused("picture_huge")
        opened.load()
        picture = Image.frombytes(opened.mode, opened.size, opened.tobytes())
        if opened.mode == "P":
            picture.putpalette(opened.getpalette() or [])
    out = BytesIO()
    picture.save(out, form, **({"compression": "tiff_deflate"} if form == "TIFF" else {"quality": 90}))
    return out.getvalue()
