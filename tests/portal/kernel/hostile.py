"""Files that nobody should send us, made here and now, each with the reason for which it must be refused."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from PIL import Image

MEGABYTE = 1024 * 1024


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB") -> bytes:
    """A small honest picture."""
    out = BytesIO()
    Image.new(mode, size, 120 if mode == "L" else (200, 120, 40, 128)[: len(mode)]).save(out, form)
    return out.getvalue()


def pdf(inside: bytes = b"", *objects: bytes) -> bytes:
    """A PDF of one empty page; ``inside`` stands in its catalogue, ``objects`` from number 4 on."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>"
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate((b"<</Type/Catalog/Pages 2 0 R" + inside + b">>", pages, page, *objects), start=1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return out + tail % (len(places) + 1, table, len(places) + 1, len(out))


def stream(words: bytes, data: bytes) -> bytes:
    """A stream of a PDF."""
    return b"<<" + words + b"/Length %d>>stream\n" % len(data) + data + b"\nendstream "


def packed_pdf(inside: bytes, hidden: bytes) -> bytes:
    """A PDF whose fourth object lies, compressed, inside the fifth, where a search of its bytes does not find it."""
    packed = zlib.compress(b"4 0 " + hidden)
    holder = stream(b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode", packed)
    plain = pdf(inside, b"null", holder)
    places = [plain.index(b"%d 0 obj" % number) for number in (1, 2, 3, 5)]
    rows = [(0, 0, 0), (1, places[0], 0), (1, places[1], 0), (1, places[2], 0), (2, 5, 0), (1, places[3], 0)]
    body = plain[: plain.index(b"xref\n")]
    rows.append((1, len(body), 0))
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    last = stream(b"/Type/XRef/Size 7/W[1 4 1]/Root 1 0 R", table)
    return body + b"6 0 obj" + last + b"endobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


def office(*extra: tuple[str, bytes], main: str = "word/document.xml", types: bytes = b"<Types/>") -> bytes:
    """As much of a Word file as its type needs, and more."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", types)
        package.writestr(main, b"<document/>")
        for name, data in extra:
            package.writestr(name, data)
    return out.getvalue()


def archive(*names: str) -> bytes:
    """A plain zip."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, b"words")
    return out.getvalue()


def png_of_size(width: int, height: int) -> bytes:
    """A few bytes that claim to be an enormous picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def locked_office() -> bytes:
    """A member of the zip is marked as encrypted."""
    data = bytearray(office())
    data[6] |= 1
    at = data.rfind(b"PK\x01\x02")
    data[data.find(b"PK\x01\x02") + 8] |= 1
    data[at + 8] |= 1
    return bytes(data)


def video() -> bytes:
    """An MP4 with a picture track."""
    box = b"\0\0\0\x18ftypisom\0\0\x02\0isommp41"
    return box + b"\0\0\0\x20hdlr" + b"\0" * 8 + b"vide" + b"\0" * 200


ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 9 + b"\x03\0\x3e\0\x01\0\0\0" + b"\0" * 200
EXE = b"MZ" + b"\0" * 58 + struct.pack("<I", 64) + b"PE\0\0\x64\x86" + b"\0" * 300
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + b"\x3e\0\x03\0\xfe\xff\x09\0" + b"\0" * 1000
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"


def relation(kind: str, mode: str = "External") -> bytes:
    """Something that a Word file has elsewhere."""
    one = f'<Relationship Type="urn:x/{kind}" Target="http://198.51.100.7/x" TargetMode="{mode}"/>'
    return f'<Relationships xmlns="urn:y">{one}</Relationships>'.encode()


def sound(*behind: bytes) -> bytes:
    """A second of an MP3, and what stands behind it."""
    return b"\xff\xfb\x90\x64" + (b"\0" * 413 + b"\xff\xfb\x90\x64") * 20 + b"\0" * 413 + b"".join(behind)


MACROS = (
    b'<Types><Override PartName="/x" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
)
SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"

HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing at all": ("empty", lambda: b""),
    "more than 20 MB": ("too_big", lambda: b"\xff\xd8\xff" + b"\0" * (20 * MEGABYTE)),
    "a page": ("web_page", lambda: HTML),
    "a page after blank lines": ("web_page", lambda: b"\n\n   " + HTML),
    "a piece of a page that is called text": ("web_page", lambda: b"hello world\n" * 20 + b"<img src=x onerror=y>"),
    "a page in GB18030": ("web_page", lambda: ("漏水的照片" * 30 + "<iframe src=//198.51.100.7>").encode("gb18030")),
    "a page in UTF-16": ("web_page", lambda: ("漏水" * 40 + "<script>x</script>").encode("utf-16")),
    "a drawing with a script": ("web_page", lambda: SVG),
    "a drawing without its first line": ("web_page", lambda: SVG.split(b"?>")[1]),
    "a program for Linux": ("program", lambda: ELF),
    "a program for Windows": ("program", lambda: EXE),
    "a shell script": ("program", lambda: b"#!/bin/sh\nrm -rf /\n"),
    "a batch file": ("program", lambda: b"@echo off\r\ndel *.*\r\n"),
    "a PHP page": ("program", lambda: b"<?php system($_GET['c']); ?>"),
    "a Java archive": ("program", lambda: archive("META-INF/MANIFEST.MF", "A.class")),
    "an Android package": ("program", lambda: archive("AndroidManifest.xml", "classes.dex")),
    "a zip of papers": ("archive", lambda: archive("a.jpg", "b.jpg")),
    "a gzip": ("archive", lambda: b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + zlib.compress(b"x" * 100)),
    "an old Word file": ("old_office", lambda: OLE),
    "a Word file with a password": ("locked", locked_office),
    "a PDF with a password": ("locked", lambda: pdf(b"/Encrypt 5 0 R")),
    "a PDF that acts": ("active", lambda: pdf(b"/OpenAction" + SCRIPT)),
    "a PDF that spells its act otherwise": (
        "active",
        lambda: pdf(b"/OpenAction<</S/J#61vaScript/J#53(app.alert(1))>>"),
    ),
    "a PDF that acts out of a packed object": ("active", lambda: packed_pdf(b"/OpenAction 4 0 R", SCRIPT)),
    "a PDF with scripts under names": ("active", lambda: pdf(b"/Names<</JavaScript<</Names[(a)4 0 R]>>>>", SCRIPT)),
    "a PDF that starts programs": ("active", lambda: pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>")),
    "a PDF with a program inside": (
        "carries",
        lambda: pdf(b"/Names<</EmbeddedFiles<</Names[(a)<</F(a.exe)/EF<</F 4 0 R>>>>]>>>>", stream(b"", EXE)),
    ),
    "a PDF with a packed attachment": ("carries", lambda: packed_pdf(b"/X 4 0 R", b"<</F(a.exe)/E#46<<>>>>")),
    "a PDF of very many objects": (
        "bomb",
        lambda: pdf(b"/X[%s]" % b" ".join(b"%d 0 R" % n for n in range(4, 25_004)), *[b"<<>>"] * 25_000),
    ),
    "a PDF without a page": ("paper_broken", lambda: pdf().replace(b"/Kids[3 0 R]/Count 1", b"/Kids[     ]/Count 0")),
    "a PDF with a page in its head": ("mixed", lambda: pdf(b"/X(<script>alert(1)</script>)")),
    "half a PDF": ("paper_broken", lambda: pdf()[:-7] + b"\0" * 3000),
    "a Word file with macros": ("active", lambda: office(("word/vbaProject.bin", b"x"))),
    "a Word file that says it has macros": ("active", lambda: office(types=MACROS)),
    "a Word file with a program inside": ("active", lambda: office(("word/embeddings/run.exe", EXE))),
    "a Word file with a program under another name": ("active", lambda: office(("word/embeddings/a.bin", ELF))),
    "a Word file with a program among its pictures": ("active", lambda: office(("word/media/image1.png", EXE))),
    "a Word file with an object inside": ("carries", lambda: office(("word/embeddings/oleObject1.bin", OLE))),
    "a Word file with a file inside": ("carries", lambda: office(("word/embeddings/x.xlsx", archive("a")))),
    "a Word file with a control": ("active", lambda: office(("word/activeX/activeX1.xml", b"<x/>"))),
    "a Word file that fetches its template": (
        "fetches",
        lambda: office(("word/_rels/settings.xml.rels", relation("attachedTemplate"))),
    ),
    "a Word file that fetches a picture": (
        "fetches",
        lambda: office(("word/_rels/document.xml.rels", relation("image", "&#69;xternal"))),
    ),
    "a Word file whose list of parts is broken": ("paper_broken", lambda: office(types=b"<Types>")),
    "a recording with a program behind it": ("mixed", lambda: sound(ELF)),
    "a recording with a program for Windows behind it": ("mixed", lambda: sound(EXE)),
    "a recording with a script behind it": ("mixed", lambda: sound(b"\n#!/bin/sh\nrm -rf /\n")),
    "a photo with a program behind it": ("mixed", lambda: picture() + EXE),
    "a Word file that climbs out of its folder": ("active", lambda: office(("../../etc/cron.d/x", b"x"))),
    "a Word file that unpacks to a hundred times": ("bomb", lambda: office(("word/a.xml", b"\0" * 210 * MEGABYTE))),
    "half a Word file": ("paper_broken", lambda: office()[:-30]),
    "a Word file behind a picture": ("mixed", lambda: picture() + office()),
    "a Word file with something behind it": ("mixed", lambda: office() + HTML),
    "a photo with a zip behind it": ("mixed", lambda: picture() + archive("a.exe")),
    "a photo with a page behind it": ("mixed", lambda: picture() + HTML),
    "a photo with PHP in a comment": (
        "mixed",
        lambda: picture()[:20] + b"\xff\xfe\0\x12<?php die(); ?>" + picture()[20:],
    ),
    "a PNG that is a page": ("mixed", lambda: picture("PNG") + b"<html><body>"),
    "a GIF": ("unknown", lambda: picture("GIF")),
    "a film": ("video", video),
    "a picture of 50,000 by 50,000": ("picture_huge", lambda: png_of_size(50_000, 50_000)),
    "a picture of 9,000 by 9,000": ("picture_huge", lambda: png_of_size(9_000, 9_000)),
    "half a photo": ("picture_broken", lambda: picture(size=(800, 600))[:900]),
    "a PNG whose insides are broken": ("picture_broken", lambda: png_of_size(400, 400)),
    "noise": ("unknown", lambda: bytes(range(256)) * 20),
    "text with zero bytes": ("unknown", lambda: b"words\0\0\0words" * 50),
}
