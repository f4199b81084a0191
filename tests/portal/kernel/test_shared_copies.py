"""What others get of a paper or a recording tells what it shows, and neither its author nor place, time or device."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image, TiffImagePlugin

from portal.app import Portal
from portal.kernel.db import Db
from portal.kernel.files import pdfs, sounds
from portal.kernel.files.bare import bare
from portal.kernel.files.services import FileRefused, read, store
from portal.kernel.pdf import render
from tests.portal.kernel.hostile import office as word
from tests.portal.kernel.hostile import pdf, relation, sound, stream
from tests.portal.kernel.test_files import SECRETS, recording, spoken_mp4, told_photo

SECRET = b"Zhang Secretive"
AUTHOR = b"<<" + b"/Author(" + SECRET + b")/Creator(" + SECRET + b")>>"
HIDDEN = (SECRET, *SECRETS)


def told_pdf(photo: bytes) -> bytes:
    """A page with a photo on it; author, packet, note and program's own data around it."""
    image = stream(
        b"/Type/XObject/Subtype/Image/Width 64/Height 48/ColorSpace/DeviceRGB/BitsPerComponent 8" + photo_of(photo),
        photo,
    )
    packet = stream(b"/Type/Metadata/Subtype/XML", b"<x>" + SECRET + b"</x>")
    note = b"<</Type/Annot/Subtype/Highlight/Rect[0 0 9 9]/T(" + SECRET + b")/M(D:20260101)>>"
    page = stream(b"", b"q 64 0 0 48 50 50 cm /I Do Q")
    told = pdf(b"/Metadata 6 0 R/PieceInfo<</A<</Private(" + SECRET + b")>>>>", AUTHOR, image, packet, note, page)
    return told.replace(
        b"/MediaBox[0 0 300 300]",
        b"/MediaBox[0 0 300 300]/Resources<</XObject<</I 5 0 R>>>>/Annots[7 0 R]/Contents 8 0 R",
    )


def photo_of(data: bytes) -> bytes:
    return b"/Filter[/FlateDecode/DCTDecode]" if data[:3] != b"\xff\xd8\xff" else b"/Filter/DCTDecode"


def shown(data: bytes) -> bytes:
    """The first page as a picture."""
    with pypdfium2.PdfDocument(data) as paper:
        drawn: bytes = paper[0].render().to_pil().tobytes()
    return drawn


@pytest.mark.parametrize("wrap", [bytes, zlib.compress])
def test_a_pdf_tells_others_nothing_but_its_pages(db: Db, portal: Portal, wrap: Callable[[bytes], bytes]) -> None:
    data = told_pdf(wrap(told_photo()))
    file = store(db, data, "a.pdf", portal.settings)
    copy = read(file)
    assert SECRET in data
    assert not [secret for secret in HIDDEN if secret in copy]
    assert b"D:2026" not in copy
    assert shown(copy) == shown(data)
    assert len(set(shown(data))) > 2, "the photo is on the page"
    assert read(file, original=True) == data


def test_a_paper_of_many_signs_looks_the_same_and_can_be_searched() -> None:
    data = render(
        "<html><title>t</title><body><h1>调解协议</h1><p>三次找他都不理。</body></html>", title=SECRET.decode()
    )
    copy = pdfs.shared_copy(data)
    assert shown(copy) == shown(data)
    assert SECRET not in copy
    with pypdfium2.PdfDocument(copy) as paper:
        assert "三次找他都不理" in paper[0].get_textpage().get_text_range()


def test_a_paper_that_is_taken_exactly_is_not_touched(db: Db, portal: Portal) -> None:
    from portal.kernel.files.services import keep, prepare

    data = told_pdf(told_photo())
    file = keep(db, prepare(data, "a.pdf", portal.settings, exactly=True))
    assert read(file) == data
    assert file.original_path is None


CORE = b'<cp:coreProperties xmlns:cp="urn:c"><creator>' + SECRET + b"</creator></cp:coreProperties>"
TYPES = (
    b'<Types xmlns="urn:t"><Default Extension="jpeg" ContentType="image/jpeg"/>'
    b'<Override PartName="/docProps/core.xml" ContentType="a"/>'
    b'<Override PartName="/word/document.xml" ContentType="b"/></Types>'
)
LISTED = (
    b'<Relationships xmlns="urn:r"><Relationship Id="1" Type="x" Target="docProps/core.xml"/>'
    b'<Relationship Id="2" Type="y" Target="word/document.xml"/></Relationships>'
)


def told_word() -> bytes:
    changed = (
        b'<w:document xmlns:w="urn:w"><w:ins w:id="1" w:author="'
        + SECRET
        + b'" w:date="2026-01-01T00:00:00Z">he paid</w:ins></w:document>'
    )
    comments = b"<comments><authors><author>" + SECRET + b"</author></authors><t>my author</t></comments>"
    return word(
        ("docProps/core.xml", CORE),
        ("docProps/thumbnail.jpeg", told_photo()),
        ("_rels/.rels", LISTED),
        ("word/media/image1.jpeg", told_photo()),
        ("word/header.xml", changed),
        ("word/comments.xml", comments),
        ("word/_rels/document.xml.rels", relation("hyperlink")),
        types=TYPES,
    )


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert {member.date_time[0] for member in package.infolist()} == {1980} or data == told
        return {name: package.read(name) for name in package.namelist()}


told = told_word()


def test_a_word_file_tells_others_nothing_but_its_words(db: Db, portal: Portal) -> None:
    file = store(db, told, "a.docx", portal.settings)
    before, after = parts(told), parts(read(file))
    assert any(SECRET in part for part in before.values())
    for name, part in after.items():
        assert not [secret for secret in HIDDEN if secret in part], name
    assert set(before) - set(after) == {"docProps/core.xml", "docProps/thumbnail.jpeg"}
    assert b"docProps" not in after["_rels/.rels"] + after["[Content_Types].xml"]
    assert b"word/document.xml" in after["_rels/.rels"]
    assert b"he paid" in after["word/header.xml"]
    assert b"my author" in after["word/comments.xml"]
    with Image.open(BytesIO(after["word/media/image1.jpeg"])) as photo:
        assert not photo.getexif()
    assert read(file, original=True) == told


def png_told() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()[:33] + chunk(b"tEXt", b"Author\0" + SECRET) + chunk(b"eXIf", SECRET) + out.getvalue()[33:]


def tiff_told() -> bytes:
    tags, out = TiffImagePlugin.ImageFileDirectory_v2(), BytesIO()
    tags[315] = SECRET.decode()
    Image.new("RGB", (8, 8), "red").save(out, "TIFF", tiffinfo=tags)
    return out.getvalue()


def webp_told() -> bytes:
    exif, out = Image.Exif(), BytesIO()
    exif[315] = SECRET.decode()
    Image.new("RGB", (8, 8), "red").save(out, "WEBP", exif=exif)
    return out.getvalue()


def preview_told() -> bytes:
    """A phone appends a second picture with notes of its own; a progressive one has many scans."""
    out = BytesIO()
    Image.effect_noise((90, 90), 80).convert("RGB").save(out, "JPEG", progressive=True, comment=SECRET)
    return out.getvalue() + told_photo()


@pytest.mark.parametrize("make", [told_photo, preview_told, png_told, tiff_told, webp_told])
def test_a_picture_inside_a_paper_keeps_its_points_and_nothing_else(make: Callable[[], bytes]) -> None:
    data = make()
    copy = bare(data)
    assert any(secret in data for secret in HIDDEN)
    assert not [secret for secret in HIDDEN if secret in copy]
    with Image.open(BytesIO(data)) as before, Image.open(BytesIO(copy)) as after:
        assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize("data", [told_photo()[:200], png_told()[:50], b"II*\0nothing", b"\xff\xd8\xff"])
def test_half_a_picture_inside_a_paper_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused, match="paper_broken"):
        bare(data)


def box(kind: bytes, inside: bytes) -> bytes:
    return struct.pack(">I", len(inside) + 8) + kind + inside


def told_mp4() -> bytes:
    dated = box(b"mvhd", b"\0\0\0\0" + b"\xe1\xe2\xe3\xe4" * 2 + b"\0\0\x03\xe8" * 2)
    return (
        spoken_mp4()[:56] + box(b"moov", dated + box(b"udta", b"\xa9xyz+28.1+121.4/" + SECRET)) + box(b"mdat", b"sound")
    )


def told_wav() -> bytes:
    return recording() + b"LIST" + struct.pack("<I", len(SECRET)) + SECRET


def told_mp3() -> bytes:
    front = b"ID3\4\0\0" + bytes((0, 0, 0, len(SECRET))) + SECRET
    return front + sound() + b"TAG" + SECRET.ljust(125)


def told_ogg() -> bytes:
    tags = b"OpusTags" + struct.pack("<I", 4) + b"opus" + struct.pack("<II", 1, len(SECRET) + 7) + b"TITLE: " + SECRET
    page = b"OggS\0\2" + b"\0" * 8 + b"\1\0\0\0" + b"\0\0\0\0" + b"\0\0\0\0" + bytes((1, len(tags))) + tags
    return page + b"OggS\0\4" + b"\0" * 8 + b"\1\0\0\0" + b"\1\0\0\0" + b"\0\0\0\0" + b"\1\5sound"


@pytest.mark.parametrize(
    ("make", "mime"),
    [(told_mp4, "audio/mp4"), (told_wav, "audio/wav"), (told_mp3, "audio/mpeg"), (told_ogg, "audio/ogg")],
)
def test_a_recording_tells_others_nothing_but_its_sound(make: Callable[[], bytes], mime: str) -> None:
    data = make()
    copy = sounds.shared_copy(data, mime)
    assert SECRET in data
    assert SECRET not in copy
    assert b"\xe1\xe2\xe3\xe4" not in copy, "nor when it was made"
    assert b"sound" not in data or b"sound" in copy
    assert mime == "audio/mpeg" or len(copy) == len(data), "nothing has moved"
    if mime == "audio/mpeg":
        assert copy == sound()


def test_the_sum_of_a_page_of_ogg_is_that_of_the_format() -> None:
    """The sum of a known page (RFC 3533): polynomial 04c11db7, nothing reflected."""
    assert sounds._ogg_sum(bytearray(b"123456789")) == 0x89A1897F


@pytest.mark.parametrize("mime", ["audio/mp4", "audio/ogg", "audio/mpeg"])
def test_a_recording_that_is_not_built_as_it_says_is_refused(mime: str) -> None:
    broken = {"audio/mp4": b"\0\0\xff\xffmoov", "audio/ogg": b"OggX", "audio/mpeg": b"ID3\4\0\0\0\0\0\1x"}[mime]
    with pytest.raises(FileRefused, match="paper_broken"):
        sounds.shared_copy(broken, mime)
