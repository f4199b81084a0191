"""The public page: genuine or not, nothing private; files are checked once by hash and kept no longer."""

import hashlib
import secrets
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.app import Portal
from portal.documents.papers import services as papers
from portal.documents.papers.rules import new_code, show_code
from portal.documents.verification import queries
from portal.documents.verification.models import PaperCheck
from portal.documents.verification.rules import STATUSES, Checked, match_of, status_of
from portal.documents.verification.services import MOST_WAITING, remember
from portal.documents.verification.words import STATUSES as WORDS
from portal.kernel import clock, outbox
from portal.kernel.db import Db
from portal.kernel.files.models import StoredFile
from portal.kernel.files.services import read
from portal.kernel.policy import SYSTEM
from tests.portal.documents import shelf
from tests.world import World

PRIVATE = (*shelf.NAMES, *shelf.PHONES, "漏水", "0201")


@pytest.mark.parametrize(
    ("state", "effective", "status"),
    [
        ("frozen", False, "unsigned"),
        ("frozen", True, "being_made"),
        ("sealed", True, "in_force"),
        ("superseded", False, "superseded"),
        ("voided", False, "voided"),
        ("voided", True, "voided"),
    ],
)
def test_how_a_paper_stands(state: str, effective: bool, status: str) -> None:
    assert status_of(state, effective=effective) == status
    assert set(WORDS) == set(STATUSES)


@pytest.mark.parametrize(("digest", "match"), [("a", "final"), ("b", "frozen"), ("c", "none")])
def test_which_file_it_is(digest: str, match: str) -> None:
    assert match_of(digest, "a", "b") == match


def test_by_code_by_token_and_by_file(db: Db, world: World) -> None:
    paper, token = shelf.frozen(db, world)
    assert paper.frozen_sha256 is not None
    for entry in (
        queries.find_code(db, show_code(paper.code)),
        queries.find_token(db, token),
        queries.find_file(db, paper.frozen_sha256)[0],
    ):
        assert entry is not None
        assert (entry.status, entry.number, entry.edition) == ("unsigned", paper.number_text, 1)
        assert not [secret for secret in PRIVATE if secret in str(entry)]
    assert queries.find_code(db, new_code()) is None
    assert queries.find_token(db, "x") is None
    assert queries.find_file(db, "0" * 64) == (None, "none")


def test_a_draft_is_not_found(db: Db, world: World) -> None:
    matter = shelf.matter_of(db, world)
    paper = papers.begin(db, SYSTEM, kind="agreement", matter_id=matter.id, owner=world.committee)
    assert queries.find_code(db, paper.code) is None


def test_the_command_line_asks_by_either_hash(db: Db, world: World) -> None:
    paper = shelf.sealed(db, world)
    assert paper.sha256 is not None
    assert paper.frozen_sha256 is not None
    whole, part = queries.lookup(db, paper.sha256, ""), queries.lookup(db, "0" * 64, paper.frozen_sha256)
    assert whole == part
    assert whole is not None
    assert (whole.sha256, whole.number, whole.version, whole.superseded) == (paper.sha256, paper.number_text, 1, False)
    papers.replace(db, SYSTEM, paper)
    again = queries.lookup(db, paper.sha256, "")
    assert again is not None
    assert again.superseded
    assert queries.lookup(db, "0" * 64, "") is None


@pytest.fixture
def sealed(portal: Portal, world: World) -> tuple[str, str, bytes]:
    """Code, number and bytes of a sealed agreement."""
    with portal.database.writing() as db:
        paper = shelf.sealed(db, world)
        assert paper.file is not None
        return paper.code, paper.number_text or "", read(paper.file)


def body(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_the_page_tells_genuine_from_not_and_nothing_private(
    client: FlaskClient, sealed: tuple[str, str, bytes]
) -> None:
    code, number, data = sealed
    digest = hashlib.sha256(data).hexdigest()
    for path, words in (
        (f"/verify?code={show_code(code)}", "现行有效版本"),
        (f"/verify/file/{digest}", "文件是真的"),
    ):
        said = body(client, path)
        assert words in said
        assert number in said
        assert not [secret for secret in PRIVATE if secret in said]
    assert "没有登记这份文书" in body(client, f"/verify?code={new_code()}")
    assert "没有登记这份文书" in body(client, f"/v/{secrets.token_urlsafe(24)}")
    assert "抄错了一位" in body(client, "/verify?code=7K3MQ9XW2F40", 422)
    assert "没有登记这个文件" in body(client, f"/verify/file/{'0' * 64}")
    assert client.get("/verify/file/no-digest").status_code == 404


def test_a_superseded_and_a_void_paper_say_so(
    portal: Portal, world: World, client: FlaskClient, sealed: tuple[str, str, bytes]
) -> None:
    with portal.database.writing() as db:
        former, _token = shelf.frozen(db, world)
        void, _token = shelf.frozen(db, world)
        papers.replace(db, SYSTEM, former)
        papers.void(db, SYSTEM, void, "当事人申小明写错了")
    assert "已被新版本取代" in body(client, f"/verify?code={former.code}")
    said = body(client, f"/verify?code={void.code}")
    assert "已作废" in said
    assert "申小明" not in said


def send(client: FlaskClient, data: bytes, name: str = "收到的.pdf") -> tuple[int, str]:
    answer = client.post("/verify/file", data={"file": (BytesIO(data), name)})
    return answer.status_code, answer.headers.get("Location", "") or answer.get_data(as_text=True)


def test_a_known_file_is_answered_at_once_and_not_kept(
    portal: Portal, client: FlaskClient, sealed: tuple[str, str, bytes]
) -> None:
    with portal.database.reading() as db:
        before = db.query(StoredFile).count()
    status, where = send(client, sealed[2])
    assert (status, where) == (303, f"/verify/file/{hashlib.sha256(sealed[2]).hexdigest()}")
    with portal.database.reading() as db:
        assert db.query(StoredFile).count() == before
        assert db.query(PaperCheck).count() == 0


def test_an_unknown_file_is_checked_once_by_the_worker_and_let_go(portal: Portal, client: FlaskClient) -> None:
    data = b"%PDF-1.4\nnothing signed here\n%%EOF\n"
    status, where = send(client, data)
    assert status == 303
    assert "正在检查" in body(client, where)
    send(client, data)
    outbox.drain(portal.database, {"verification.check": portal.handlers["verification.check"]})
    said = body(client, where)
    assert "不是本中心的文书" in said
    with portal.database.reading() as db:
        row = db.scalars(select(PaperCheck)).one()
        assert row.file_id is None
        assert row.found is not None
        assert db.query(StoredFile).count() == 0


def test_a_changed_copy_is_named_as_what_it_is(
    portal: Portal, world: World, client: FlaskClient, sealed: tuple[str, str, bytes]
) -> None:
    with portal.database.writing() as db:
        paper, _token = shelf.frozen(db, world)
        changed = "c" * 64
        remember(db, changed, Checked(False, 3, 1, 0, 0, False, paper.frozen_sha256 or ""))
    said = body(client, f"/verify/file/{changed}")
    assert "被改动之后的文件" in said
    assert (paper.number_text or "") in said


@pytest.mark.parametrize(
    ("data", "words"), [(b"", "不是 PDF"), (b"MZ\x90", "不是 PDF"), (b"%PDF-1.4 cut off", "打不开")]
)
def test_what_is_no_whole_pdf_is_refused_beside_the_field(client: FlaskClient, data: bytes, words: str) -> None:
    status, said = send(client, data)
    assert status == 422
    assert words in said


def test_nothing_chosen_is_said(client: FlaskClient) -> None:
    assert client.post("/verify/file", data={}).status_code == 422


def test_so_many_wait_and_no_more(portal: Portal, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        for number in range(MOST_WAITING):
            db.add(PaperCheck(sha256=f"{number:064x}", asked_at=clock.now()))
    status, said = send(client, b"%PDF-1.4\none more\n%%EOF\n")
    assert status == 409
    assert "几分钟" in said


def test_without_a_script_the_page_says_that_the_file_is_sent(client: FlaskClient) -> None:
    said = body(client, "/verify")
    assert "核对完马上删除" in said
    assert "data-verify-local hidden" in said
    assert "js/verify.js" in said
