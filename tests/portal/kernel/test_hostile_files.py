"""Files that must be refused, each for its own reason, and everything an accident can do to an honest one."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.app import Portal
from portal.kernel.db import Db
from portal.kernel.files import kinds, pictures, pool
from portal.kernel.files.refusals import SENTENCES, FileRefused
from portal.kernel.files.services import prepare, prepare_all
from portal.kernel.i18n import in_locale
from tests.portal.kernel.hostile import HOSTILE, office, pdf, picture


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_file(what: str, portal: Portal) -> None:
    reason, make = HOSTILE[what]
    with pytest.raises(FileRefused) as refused:
        prepare(make(), "holiday.jpg", portal.settings)
    assert refused.value.reason == reason
    folder = portal.settings.data / "files"
    assert not folder.exists() or not any(path.is_file() for path in folder.rglob("*"))


def test_every_reason_is_met_by_a_hostile_file_or_a_full_disk() -> None:
    assert {reason for reason, _make in HOSTILE.values()} | {"disk_full"} == set(SENTENCES)


@pytest.mark.parametrize("reason", SENTENCES)
def test_each_refusal_is_one_sentence_in_both_languages(reason: str) -> None:
    refusal = FileRefused(reason)
    english = in_locale("en", lambda: refusal.sentence)
    assert refusal.sentence.endswith("。")
    assert english.isascii()
    assert english.endswith(".")


def test_beside_the_event_loop_a_refusal_is_an_answer_and_not_a_fault(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pool, "_under_gevent", lambda: True)
    assert prepare(picture(), "a.jpg", portal.settings).row.media_type == "image/jpeg"
    with pytest.raises(FileRefused, match="web_page"):
        prepare(b"<html><body>", "b.html", portal.settings)
    assert capfd.readouterr().err == ""


def test_what_is_good_is_taken_although_something_beside_it_is_not(db: Db, portal: Portal) -> None:
    uploads = [(picture(), "a.jpg"), (b"<html>", "b.html"), (pdf(), "c.pdf")]
    taken, refused = prepare_all(db, uploads, portal.settings)
    assert [one.row.name for one in taken] == ["a.jpg", "c.pdf"]
    assert [name for name, _sentence in refused] == ["b.html"]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([picture(), picture("PNG"), picture("WEBP"), pdf(), office()]), st.data())
def test_any_accident_ends_in_a_copy_or_in_a_sentence(honest: bytes, data: st.DataObject) -> None:
    """Bits flip, ends go missing: never another error, whatever came."""
    broken = bytearray(honest)
    for _ in range(data.draw(st.integers(0, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(broken[: data.draw(st.integers(0, len(broken)))])
    with suppress(FileRefused):
        mime = kinds.type_of(cut)
        if mime.startswith("image/"):
            assert pictures.shared_copy(cut, mime).data


def test_a_bomb_is_refused_by_what_it_claims_and_never_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = HOSTILE["a Word file that unpacks to a hundred times"][1]()
    monkeypatch.setattr("zipfile.ZipFile.open", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(FileRefused, match="bomb"):
        kinds.type_of(bomb)
