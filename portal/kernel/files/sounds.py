"""Recordings as others hear them: the sound as it came, without title, place, time, device or picture beside it."""

from collections.abc import Iterator

from portal.kernel.files.refusals import FileRefused

ID3, ID3_HEAD, ID3_END, APE_END = b"ID3", 10, 128, 32
INSIDE = {b"moov", b"trak", b"mdia"}
DATED = {b"mvhd", b"tkhd", b"mdhd"}
NOTED = {b"udta", b"meta", b"uuid"}
HEARD = {b"fmt ", b"data", b"fact"}
OGG_HEAD = 27
OGG_TAGS = (b"OpusTags", b"\x03vorbis")


def shared_copy(data: bytes, mime: str) -> bytes:
    """Raises FileRefused for what is not built as it says."""
    copy = bytearray(data)
    try:
        if mime == "audio/mp4":
            _blank_boxes(copy, 0, len(copy))
        elif mime == "audio/wav":
            _blank_chunks(copy)
        elif mime == "audio/ogg":
            _blank_comments(copy)
        elif mime in ("audio/mpeg", "audio/aac"):
            copy = _untagged(copy)
    except (IndexError, ValueError) as error:
        raise FileRefused("paper_broken") from error
    return bytes(copy)


def _untagged(sound: bytearray) -> bytearray:
    """MP3 and AAC: frames of sound, with a tag in front, behind, or both."""
    while sound[:3] == ID3:
        size = sum(part << shift for part, shift in zip(sound[6:10], (21, 14, 7, 0), strict=True))
        sound = sound[ID3_HEAD + size + (ID3_HEAD if sound[5] & 0x10 else 0) :]
    if sound[-ID3_END : -ID3_END + 3] == b"TAG":
        sound = sound[:-ID3_END]
    if sound[-APE_END:][:8] == b"APETAGEX":
        size = int.from_bytes(sound[-APE_END + 12 : -APE_END + 16], "little")
        sound = sound[: -(size + APE_END)]
    if not sound:
        raise ValueError("only tags")
    return sound


def _boxes(sound: bytearray, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Where each box begins, where its content begins, where it ends."""
    while at + 8 <= end:
        size, head = int.from_bytes(sound[at : at + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(sound[at + 8 : at + 16], "big"), 16
        stop = end if size == 0 else at + size
        if stop > end or stop < at + head:
            raise ValueError("a box of no length")
        yield at, at + head, stop
        at = stop


def _blank_boxes(sound: bytearray, at: int, end: int) -> None:
    """MP4: nothing moves, so that every place named in it stays right."""
    for start, content, stop in _boxes(sound, at, end):
        kind = bytes(sound[start + 4 : start + 8])
        if kind in INSIDE:
            _blank_boxes(sound, content, stop)
        elif kind in NOTED:
            sound[start + 4 : start + 8] = b"free"
            sound[content:stop] = bytes(stop - content)
        elif kind in DATED:
            dates = content + 4, content + (20 if sound[content] == 1 else 12)
            sound[dates[0] : dates[1]] = bytes(dates[1] - dates[0])


def _blank_chunks(sound: bytearray) -> None:
    at = 12
    while at + 8 <= len(sound):
        stop = min(at + 8 + int.from_bytes(sound[at + 4 : at + 8], "little"), len(sound))
        if bytes(sound[at : at + 4]) not in HEARD:
            sound[at : at + 4] = b"JUNK"
            sound[at + 8 : stop] = bytes(stop - at - 8)
        at = stop + stop % 2


def _blank_comments(sound: bytearray) -> None:
    """Ogg: the page of the comments keeps its length and gets its new sum."""
    at = 0
    while at < len(sound):
        if sound[at : at + 4] != b"OggS":
            raise ValueError("no page")
        content = at + OGG_HEAD + sound[at + 26]
        end = content + sum(sound[at + OGG_HEAD : content])
        tags = next((tags for tags in OGG_TAGS if sound.startswith(tags, content)), None)
        if tags:
            _blank_list(sound, content + len(tags), end)
            sound[at + 22 : at + 26] = bytes(4)
            sound[at + 22 : at + 26] = _ogg_sum(sound[at:end]).to_bytes(4, "little")
        at = end


def _blank_list(sound: bytearray, at: int, end: int) -> None:
    """A vendor, then a number of comments, each with its length before it."""

    def number(place: int) -> int:
        if place + 4 > end:
            raise ValueError("a comment longer than its page")
        return int.from_bytes(sound[place : place + 4], "little")

    at += 4 + number(at)
    left, at = number(at), at + 4
    for _ in range(left):
        stop = at + 4 + number(at)
        if stop > end:
            raise ValueError("a comment longer than its page")
        sound[at + 4 : stop] = b"_=".ljust(stop - at - 4)[: stop - at - 4]
        at = stop


def _ogg_sum(page: bytearray) -> int:
    """RFC 3533 §6: CRC-32 with the polynomial 04c11db7, unreflected, from zero."""
    total = 0
    for byte in page:
        total ^= byte << 24
        for _ in range(8):
            total = (total << 1 ^ 0x04C11DB7 if total & 0x80000000 else total << 1) & 0xFFFFFFFF
    return total
