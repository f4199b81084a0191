"""Files that people hand in: what is taken, what others see of it, and how it lies on disk."""

import hashlib
import os
import stat
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db, new_id
from portal.kernel.db.database import commit
from portal.kernel.files import disk
from portal.kernel.files.jobs import sweep
from portal.kernel.files.rules import shown_name
from portal.kernel.files.services import FileRefused, StoredFile, discard, keep, prepare, read, store, thumbnail
from portal.kernel.outbox import Job
from tests.portal.kernel.hostile import office, pdf, picture

SECRETS = (b"Old Phone 9", b"GPSwords", b"a private comment", b"a private packet")


def told_photo(size: tuple[int, int] = (64, 48)) -> bytes:
    """A photo that lies on its side and tells place, device and more."""
    image = Image.new("RGB", size, (200, 120, 40))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x0110] = "Old Phone 9"
    exif.get_ifd(0x8825).update({1: "N", 2: (28.0, 40.0, 1.0), 27: b"GPSwords"})
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"a private comment", xmp=b"<x:xmpmeta>a private packet</x:xmpmeta>")
    return out.getvalue()


def files_on_disk(portal: Portal) -> list[Path]:
    return [path for path in (portal.settings.data / "files").rglob("*") if path.is_file()]


def test_a_photo_tells_others_nothing_but_what_it_shows(db: Db, portal: Portal) -> None:
    data = told_photo()
    assert all(secret in data for secret in SECRETS)
    file = store(db, data, "IMG_0001.JPG", portal.settings)
    shared, small = read(file), thumbnail(file)
    assert small is not None
    for copy in (shared, small):
        assert not [secret for secret in SECRETS if secret in copy]
        with Image.open(BytesIO(copy)) as image:
            assert not image.getexif()
            assert image.width < image.height, "turned upright"
    assert file.sha256 == hashlib.sha256(shared).hexdigest()
    assert (file.media_type, file.name) == ("image/jpeg", "IMG_0001.jpg")


def test_the_original_is_kept_as_it_came_under_its_hash(db: Db, portal: Portal) -> None:
    data = told_photo()
    file = store(db, data, "a.jpg", portal.settings)
    assert read(file, original=True) == data
    assert file.original_sha256 == hashlib.sha256(data).hexdigest() != file.sha256


def test_a_large_photo_is_shared_smaller_and_legible(db: Db, portal: Portal) -> None:
    file = store(db, picture(size=(6000, 4000)), "page.jpg", portal.settings)
    with Image.open(BytesIO(read(file))) as image:
        assert image.size == (3000, 2000)
    with Image.open(BytesIO(thumbnail(file) or b"")) as image:
        assert max(image.size) == 320


def heic() -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "red")).save(out)
    return out.getvalue()


def recording() -> bytes:
    return (
        b"RIFF\x24\x08\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\x08\0\0"
        + b"\0" * 2048
    )


def spoken_mp4() -> bytes:
    return b"\0\0\0\x18ftypisom\0\0\x02\0isommp41\0\0\0\x20hdlr" + b"\0" * 8 + b"soun" + b"\0" * 200


@pytest.mark.parametrize(
    ("make", "name", "media_type", "shown"),
    [
        (picture, "墙面 渗水.jpeg", "image/jpeg", "墙面 渗水.jpg"),
        (lambda: picture("PNG", mode="RGBA"), "shot.png", "image/png", "shot.png"),
        (lambda: picture("WEBP"), "x.webp", "image/jpeg", "x.jpg"),
        (lambda: picture("WEBP", mode="RGBA"), "x.webp", "image/png", "x.png"),
        (lambda: picture("JPEG", mode="L"), "scan.jpg", "image/jpeg", "scan.jpg"),
        (lambda: picture("JPEG", mode="CMYK"), "print.jpg", "image/jpeg", "print.jpg"),
        (heic, "IMG_1.HEIC", "image/jpeg", "IMG_1.jpg"),
        (pdf, "合同.pdf", "application/pdf", "合同.pdf"),
        (office, "借条.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "借条.docx"),
        (
            lambda: office(main="xl/workbook.xml"), "流水.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "流水.xlsx",
        ),
        (lambda: "三次找他都不理。".encode(), "记录.txt", "text/plain", "记录.txt"),
        (lambda: "三次找他都不理，气死了。".encode("gb18030"), "记录.exe", "text/plain", "记录.txt"),
        (recording, "电话.wav", "audio/wav", "电话.wav"),
        (spoken_mp4, "录音.mp4", "audio/mp4", "录音.m4a"),
    ],
)  # fmt: skip
def test_what_people_have_is_taken(
    db: Db, portal: Portal, make: Callable[[], bytes], name: str, media_type: str, shown: str
) -> None:
    data = make()
    file = store(db, data, name, portal.settings)
    assert (file.media_type, file.name) == (media_type, shown)
    assert read(file, original=True) == data
    assert len(read(file)) == file.size


def test_text_is_shared_in_one_encoding(db: Db, portal: Portal) -> None:
    words = "三次找他都不理。\n㐂 䶮 𠮷\n"
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert read(store(db, words.encode(encoding), "a.txt", portal.settings)).decode() == words


def test_nothing_lies_readable_on_disk(db: Db, portal: Portal) -> None:
    store(db, b"a very private sentence", "a.txt", portal.settings)
    store(db, told_photo(), "a.jpg", portal.settings)
    lying = files_on_disk(portal)
    assert len(lying) == 4, "text; photo: shared, original, thumbnail"
    for path in lying:
        assert not [s for s in (b"private", *SECRETS, b"JFIF") if s in path.read_bytes()]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert len(path.name) == 40


def test_bytes_do_not_open_under_another_row(db: Db, portal: Portal) -> None:
    one = store(db, b"one", "1.txt", portal.settings)
    two = store(db, b"two", "2.txt", portal.settings)
    two.path, one.path = one.path, two.path
    with pytest.raises(Exception, match=r".*"):
        read(one)


def test_a_file_is_synced_with_its_folder_before_anybody_speaks_of_it(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    really = os.fsync

    def watch(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        really(handle)

    monkeypatch.setattr(os, "fsync", watch)
    row = prepare(b"words", "a.txt", portal.settings).row
    assert synced.index(row.path) < synced.index(row.path[:2])
    assert "files" in synced, "the new folder stands in its own folder"


def test_a_full_disk_is_said_in_a_sentence_and_leaves_nothing(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path, _sealed: bytes) -> None:
        _path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "_write_through", full)
    with pytest.raises(FileRefused) as refused:
        prepare(b"words", "a.txt", portal.settings)
    assert refused.value.reason == "disk_full"
    assert not files_on_disk(portal)


def test_the_last_space_is_left_for_the_database(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "RESERVE", 1 << 62)
    with pytest.raises(FileRefused) as refused:
        prepare(b"words", "a.txt", portal.settings)
    assert refused.value.reason == "disk_full"


def test_orphans_are_swept_after_a_day_and_nothing_else(portal: Portal, db: Db) -> None:
    kept = keep(db, prepare(told_photo(), "a.jpg", portal.settings))
    commit(db)
    prepare(b"never registered", "b.txt", portal.settings)
    assert len(files_on_disk(portal)) == 4
    job = Job(portal.database, new_id(), {}, 1)
    sweep(job)
    assert len(files_on_disk(portal)) == 4, "it may be registered in a moment"
    with clock.held(clock.now() + timedelta(days=1, minutes=1)):
        sweep(job)
        sweep(job)
    assert {path.name for path in files_on_disk(portal)} == {kept.path, kept.original_path, kept.thumbnail_path}


def test_discarding_takes_the_bytes_only_when_it_has_happened(portal: Portal, db: Db) -> None:
    file = store(db, told_photo(), "a.jpg", portal.settings)
    commit(db)
    discard(db, file)
    db.rollback()
    assert len(files_on_disk(portal)) == 3
    db.info["after_commit"].clear()
    discard(db, db.get_one(StoredFile, file.id))
    commit(db)
    assert not files_on_disk(portal)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd.txt"),
        (r"C:\fakepath\账单.TXT", "账单.txt"),
        ("a\u202egpj.exe", "agpj.txt"),
        ("", "file.txt"),
        (None, "file.txt"),
        ("..", "file.txt"),
        ("x" * 500 + ".doc", "x" * 100 + ".txt"),
        ("line\r\nbreak.txt", "linebreak.txt"),
    ],
)
def test_names_carry_no_folders_and_nothing_invisible(given: str | None, shown: str) -> None:
    assert shown_name(given, "text/plain") == shown
