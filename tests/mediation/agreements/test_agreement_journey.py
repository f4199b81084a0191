"""From the first clause to the seal in the browser, the worker's files, and what strangers learn of them."""

import hashlib
import html
import re
import subprocess
import uuid
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from mediation.agreements import services
from mediation.agreements.models import Agreement, AgreementVersion
from mediation.cases.models import MediationCase
from portal.app import Portal
from portal.app.demo.acts.pictures import signed_sheet, signed_sheets
from portal.directory.taxonomy.rules import Flag, load
from portal.documents.papers.keys import trust_roots
from portal.documents.papers.models import Paper, PaperDelivery
from portal.documents.papers.rules import show_code
from portal.documents.verification.queries import lookup
from portal.kernel import clock
from portal.kernel.crypto import token_hash
from portal.kernel.files.services import read
from portal.people.persons.models import Person
from tests.mediation.agreements import deal
from tests.mediation.agreements.walk import ADDRESSES, ID_NUMBERS, PASSWORD, Journey
from tests.world import World

pytestmark = pytest.mark.slow


@pytest.fixture
def journey(portal: Portal, world: World, client: FlaskClient) -> Journey:
    """A dispute in which everybody has agreed to mediation."""
    return Journey(portal, world, client)


def test_whole_way(journey: Journey, tmp_path: Path) -> None:
    journey.draft()
    journey.work()
    journey.signs(0, typed=journey.names[0])
    journey.signs(1, strokes=deal.STROKES)
    journey.staff("head")
    assert "还有人没有签" in journey.page(f"{journey.here}/seal")
    journey.staff("mediator")
    journey.page(f"{journey.here}/sign")
    wrong = journey.refused(f"{journey.here}/sign", 422, typed="mediator 同志", password="不是这个密码呀", seen="1")
    assert "登录密码不对" in wrong
    journey.post(f"{journey.here}/sign", typed="mediator 同志", password=PASSWORD, seen="1")
    journey.staff("head")
    assert "城关人调字第1号" in journey.page("/desk/seals")
    assert "盖章的那一刻协议生效" in journey.page(f"{journey.here}/seal")
    journey.post(f"{journey.here}/seal", sure="y", password=PASSWORD, seen="1")
    assert "正在生成" in journey.page(journey.here)
    journey.work()
    _files_stand(journey, tmp_path)
    _strangers_learn_nothing(journey)


def _files_stand(journey: Journey, tmp_path: Path) -> None:
    """pdfsig and pyHanko accept all three; agreement, annex and record are bound by hash."""
    with journey.database.reading() as db:
        papers = {paper.kind: paper for paper in db.scalars(select(Paper))}
        assert {paper.state for paper in papers.values()} == {"sealed"}
        files = {kind: read(paper.file) for kind, paper in papers.items() if paper.file is not None}
        roots = trust_roots(db)
        sealed = papers["agreement"]
        assert sealed.sha256 == hashlib.sha256(files["agreement"]).hexdigest()
        found = lookup(db, sealed.sha256, "")
        assert found is not None
        assert (found.sha256, found.version, found.superseded) == (sealed.sha256, 1, False)
        agreement = db.scalars(select(Agreement)).one()
        assert agreement.effective_at == sealed.effective_at
    from portal.kernel.seal.verifying import verify

    counts = {"agreement": 4, "annex": 1, "evidence": 1}
    for kind, data in files.items():
        checked = verify(data, roots, at=clock.now())
        assert checked.genuine, (kind, checked)
        assert len(checked.signatures) == counts[kind]
        path = tmp_path / f"{kind}.pdf"
        path.write_bytes(data)
        said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=True).stdout
        assert said.count("Signature Validation: Signature is Valid.") == counts[kind]
    for kind in ("annex", "evidence"):
        assert sealed.sha256[:8] in _text(tmp_path / f"{kind}.pdf")
    assert ID_NUMBERS[0] in _text(tmp_path / "annex.pdf")
    assert not [number for number in (*ID_NUMBERS, *ADDRESSES) if number in _text(tmp_path / "agreement.pdf")]
    assert "手写签名" in _text(tmp_path / "evidence.pdf")


def _text(path: Path) -> str:
    found = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s", "", found)


def _strangers_learn_nothing(journey: Journey) -> None:
    """The public pages name the paper and nothing of the people; the other party's numbers are on no page."""
    with journey.database.reading() as db:
        paper = db.scalars(select(Paper).where(Paper.kind == "agreement")).one()
        assert paper.file is not None
        data, code, number = read(paper.file), paper.code, paper.number_text or ""
        annex = db.scalars(select(Paper).where(Paper.kind == "annex")).one()
        phones = [db.get_one(Person, person_id).phone for person_id in journey.people]
        deliveries = db.scalars(select(PaperDelivery)).all()
        assert len(deliveries) == 2
        assert all(row.last_confirmation_on is not None for row in deliveries)
    browser = journey.client.application.test_client()
    secrets = [*ID_NUMBERS, *ADDRESSES, *phones, *journey.names, "墙面维修费", "1,234.50", "漏水", "mediator 同志"]
    for path in (f"/verify?code={code}", f"/verify/file/{hashlib.sha256(data).hexdigest()}", "/verify"):
        said = browser.get(path).get_data(as_text=True)
        assert not [secret for secret in secrets if secret in said], path
    said = browser.get(f"/verify?code={code}").get_data(as_text=True)
    assert number in said
    assert "现行有效版本" in said
    said = browser.get(f"/verify/file/{hashlib.sha256(data).hexdigest()}").get_data(as_text=True)
    assert "文件是真的" in said
    assert "4 个" in said
    journey.party(0)
    for path in ("/my/agreement", "/my/papers", "/my/matter"):
        said = journey.page(path)
        assert not [secret for secret in (ID_NUMBERS[1], ADDRESSES[1], phones[1], "pressure") if secret in said], path
    assert journey.client.get(f"/papers/{annex.id}/file").status_code == 404
    assert journey.client.get(f"/papers/{paper.id}/file").data == data
    with journey.database.reading() as db:
        opened = {row.person_id: row.opened_at for row in db.scalars(select(PaperDelivery))}
    assert opened[journey.people[0]] is not None
    assert opened[journey.people[1]] is None


def test_whole_way_on_paper(portal: Portal, world: World, client: FlaskClient, tmp_path: Path) -> None:
    """A class that may not be e-signed: printed, confirmed, marked by hand, scanned, read, attested; records sealed."""
    start = clock.now()
    journey = Journey(portal, world, client, sorted(load().flagged(Flag.N))[0])
    journey.draft()
    journey.work()
    with journey.database.reading() as db:
        paper = db.scalars(select(Paper)).one()
        assert paper.frozen_file is not None
        code, digest, sheet = paper.code, paper.text_sha256 or "", read(paper.frozen_file)
        signers = [one.id for one in db.scalars(select(AgreementVersion)).one().signers]
    (tmp_path / "sheet.pdf").write_bytes(sheet)
    said = _text(tmp_path / "sheet.pdf")
    assert digest[:8] in said
    assert show_code(code).replace(" ", "") in said
    assert "指印" in said
    journey.party(0)
    assert "在纸上签" in journey.page("/my/agreement")
    journey.post("/my/agreement/confirm", seen="1")
    assert client.get("/my/agreement/sign").status_code == 404
    with clock.held(start + timedelta(hours=6)):
        at = _by_hand(journey, signers, start + timedelta(hours=3))
        _scanned(journey, sheet)
        journey.work()
        for path in ("ink", f"signers/{signers[0]}/ink"):
            assert client.get(f"{journey.here}/{path}").status_code == 409, "in force: nothing is taken in any more"
    with journey.database.reading() as db:
        agreement = db.scalars(select(Agreement)).one()
        assert agreement.effective_at == at
        papers = {paper.kind: paper for paper in db.scalars(select(Paper))}
        assert {kind: paper.state for kind, paper in papers.items()} == dict.fromkeys(
            ("agreement", "annex", "evidence"), "sealed"
        )
        for kind in ("annex", "evidence"):
            file = papers[kind].file
            assert file is not None
            (tmp_path / f"{kind}.pdf").write_bytes(read(file))
    assert ID_NUMBERS[1] in _text(tmp_path / "annex.pdf")
    assert "证件遗失" in _text(tmp_path / "annex.pdf")
    record = _text(tmp_path / "evidence.pdf")
    for words in ("本人在网上阅读本版全文后确认", "宣读本版全文", "系统从扫描件上读出", "按指印", "secretary同志"):
        assert words in record, words
    assert ID_NUMBERS[1] not in record
    assert "纸质签署" in journey.page(f"/verify?code={code}")


def _by_hand(journey: Journey, signers: list[uuid.UUID], at: datetime) -> datetime:
    """Mediator and secretary write down who they are, that the second heard the text, and every mark; when the last."""
    journey.staff("mediator")
    local = at.astimezone(ZoneInfo("Asia/Shanghai")).replace(second=0, microsecond=0)
    for number in (0, 1):
        seen = f"/matters/{journey.matter_id}/identity/{journey.people[number]}"
        journey.post(seen, document="id_card", tail=ID_NUMBERS[number][-4:])
    read_out = f"{journey.here}/signers/{signers[1]}/confirmed"
    journey.page(read_out)
    journey.post(read_out, way="aloud", sure="y", seen="1")
    assert "还不能上传" in journey.page(f"{journey.here}/ink")
    for signer_id, mark in zip(signers, ("ink", "fingerprint", "ink", "stamp"), strict=True):
        path = f"{journey.here}/signers/{signer_id}/ink"
        if mark == "stamp":
            assert journey.client.get(path).status_code == 404, "not by the mediator"
            journey.staff("secretary")
        journey.page(path)
        journey.post(path, mark=mark, at=f"{local:%Y-%m-%dT%H:%M}", witness="街道办 周见证", seen="1")
    return local


def _scanned(journey: Journey, sheet: bytes) -> None:
    """The printed file itself and a white picture are refused, a photo of the signed sheet is read."""
    path, given = f"{journey.here}/ink", {"sure": "y", "seen": "1"}

    def send(data: bytes, name: str, **more: str) -> tuple[int, str]:
        return send_all([data], name, **more)

    def send_all(sheets: list[bytes], name: str, **more: str) -> tuple[int, str]:
        answer = journey.client.post(path, data={**given, **more, "file": [(BytesIO(one), name) for one in sheets]})
        return answer.status_code, answer.get_data(as_text=True)

    status, said = send(sheet, "scan.pdf")
    assert (status, "还没有签" in said) == (422, True)
    white = BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(white, "PNG")
    status, said = send(white.getvalue(), "scan.png", code="12", digest="0" * 8, reason="读不出")
    assert (status, "几乎没有内容" in said) == (422, True)
    status, said = send(signed_sheet(sheet), "scan.jpg")
    assert (status, "这里只有 1 页" in said) == (422, True)
    status, said = send_all([sheet, signed_sheet(sheet)], "scan")
    assert (status, "只选一个 PDF" in said) == (422, True)
    assert send_all(signed_sheets(sheet), "scan.jpg")[0] == 303


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_page_reads_in_both_languages(journey: Journey, locale: str) -> None:
    journey.client.set_cookie("locale", locale)
    with journey.database.writing() as db:
        services.start(db, journey.world.actor("mediator"), journey.case_id)
        case = db.get_one(MediationCase, journey.case_id)
        services.describe(db, journey.world.actor("mediator"), case.id, {"facts": deal.FACTS})
        row = services.add_clause(db, journey.world.actor("mediator"), case.id, deal.payment(db, case, what="定金"))
        clause = row.id
    journey.staff("mediator")
    for path in ("", "/facts", "/way", "/library", "/clauses/new", "/clauses/new?from=harm.instal",
                 f"/clauses/{clause}", f"/clauses/{clause}/keep/deposit", "/preview"):  # fmt: skip
        journey.page(journey.here + path)
    with journey.database.writing() as db:
        mediator = journey.world.actor("mediator")
        services.overrule(db, mediator, journey.case_id, clause, "deposit", "是定金")
        deal.explained(db, journey.world, db.scalars(select(Agreement)).one())
        version = deal.printed(db, services.freeze(db, mediator, journey.case_id))
        signers = [one.person_id for one in version.signers]
        matter = db.get_one(MediationCase, journey.case_id).matter_id
    journey.page(journey.here)
    seen = f"/matters/{matter}/identity/{signers[1]}?next={journey.here}"
    assert seen.split("?")[0] in journey.page(journey.here)
    journey.page(seen)
    shown = {"document": "id_card", "tail": ID_NUMBERS[1][-4:]}
    assert journey.client.post(seen, data=shown).headers["Location"] == journey.here
    journey.party(0)
    for path in ("", "/change", "/way"):
        journey.page(f"/my/agreement{path}")
    journey.post("/my/agreement/confirm", seen="1")
    journey.post("/my/agreement/way", way="electronic", seen="1")
    journey.page("/my/agreement/identity")
    journey.page("/my/papers")
    journey.staff("head")
    journey.page("/desk/seals")
    journey.page("/desk/seal/picture/new")
    journey.page("/desk/seal/certificate/new")


def test_token_is_only_in_the_qr_code(journey: Journey) -> None:
    journey.draft()
    journey.work()
    with journey.database.reading() as db:
        paper = db.scalars(select(Paper)).one()
        assert paper.token_hash is not None
        assert paper.token_hash != token_hash(paper.code)
        assert db.scalars(select(AgreementVersion)).one().state == "open"


def test_what_was_drawn_outlives_a_wrong_code_and_a_new_one(journey: Journey) -> None:
    """On the page that answers, for whoever drew it; nowhere else, and not on the page that is asked for anew."""
    journey.draft()
    journey.work()
    journey.until_signing(0)
    drawn = html.escape(deal.STROKES, quote=True).replace("&quot;", "&#34;")
    wrong = journey.refused("/my/agreement/sign", 422, code="000000", seen="1", strokes=deal.STROKES)
    assert drawn in wrong
    again = journey.refused("/my/agreement/sign/code", 200, seen="1", strokes=deal.STROKES, typed="")
    assert drawn in again
    assert "验证码已发出" in again
    assert 'action="/my/agreement/sign"' in again
    assert drawn not in journey.page("/my/agreement/sign")
    assert journey.client.get("/my/agreement/sign/code").headers["Location"] == "/my/agreement/sign"
    short = '[{"points":[{"x":1,"y":1}]}]'
    sent = journey.refused("/my/agreement/sign", 422, code="000000", seen="1", strokes=short)
    assert html.escape(short) not in sent.replace("&#34;", "&quot;"), "what is no signature is drawn anew"
    journey.post("/my/agreement/sign", code=journey.code("sign", 0), seen="1", strokes=deal.STROKES)
