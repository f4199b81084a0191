"""From the first clause to the seal in the browser, the worker's files, and what strangers learn of them."""

import hashlib
import re
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.agreements.models import Agreement, AgreementVersion
from portal.accounts.passwords.services import set_password
from portal.app import Portal
from portal.documents.papers.keys import trust_roots
from portal.documents.papers.models import Paper, PaperDelivery
from portal.documents.verification.queries import lookup
from portal.kernel import clock, outbox
from portal.kernel.crypto import token_hash
from portal.kernel.db import Database
from portal.kernel.files.services import read
from portal.kernel.policy import SYSTEM
from portal.people.persons.models import Person
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World

pytestmark = pytest.mark.slow

PASSWORD = "四处张贴的告示牌"
ID_NUMBERS = ("11010519491231002X", "330102199003071230")
ADDRESSES = ("青禾县北大街88号3单元501室", "青禾县南门里7号院2楼")


class Journey:
    """One case in one house, and a browser in which different people sit one after another."""

    def __init__(self, portal: Portal, world: World, client: FlaskClient) -> None:
        self.portal, self.world, self.client = portal, world, client
        self.database: Database = portal.database
        with self.database.writing() as db:
            case = dispute.accepted(db, world)
            self.case_id, self.matter_id = case.id, case.matter_id
            self.people = [party.person_id for party in dispute.parties(db, case)]
            for person_id, number, address in zip(self.people, ID_NUMBERS, ADDRESSES, strict=True):
                person = db.get_one(Person, person_id)
                person.id_number, person.address = number, address
            for login in ("mediator", "head"):
                account = db.merge(world.accounts[login])
                set_password(db, SYSTEM, account, PASSWORD)
        self.names = list(dispute.APPLICANTS[:1] + dispute.RESPONDENTS[:1])
        self.here = f"/cases/{self.case_id}/agreement"

    def staff(self, login: str) -> None:
        """This account sits down."""
        self.world.sign_in(self.client, self.database, login)

    def party(self, number: int) -> None:
        """This party comes with their code."""
        self.world.come_with_code(self.client, self.database, self.people[number], self.matter_id)

    def page(self, path: str, status: int = 200) -> str:
        """What stands there."""
        return dispute.body(self.client, path, status)

    def post(self, path: str, status: int = 303, **fields: str) -> str:
        """Send a form."""
        response = self.client.post(path, data=fields)
        assert response.status_code == status, (path, response.status_code, response.get_data(as_text=True)[-3000:])
        return response.get_data(as_text=True)

    def work(self) -> None:
        """The worker does all that is due."""
        outbox.drain(self.database, self.portal.handlers)

    def code(self, purpose: str, number: int) -> str:
        """The code that a party is sent."""
        with self.database.writing() as db:
            version = db.scalars(select(AgreementVersion).order_by(AgreementVersion.edition.desc()).limit(1)).one()
            signer = next(one for one in version.signers if one.person_id == self.people[number])
            return deal.code_for(db, purpose, signer)

    def draft(self) -> None:
        """The mediator writes facts and one payment, and freezes."""
        self.staff("mediator")
        assert "开始起草" in self.page(self.here)
        self.post(f"{self.here}/start")
        self.post(f"{self.here}/facts", facts=deal.FACTS, issues="赔偿金额", seen="1")
        with self.database.reading() as db:
            payer, payee = self.people[1], self.people[0]
            parties = {party.person_id: party.id.hex for party in dispute.parties(db, deal_case(db, self.case_id))}
        clause = {
            "kind": "pay", "debtor": parties[payer], "creditor": parties[payee], "what": "墙面维修费",
            "amount": "1,234.5", "when": "by", "due_on": "2099-01-31", "how": "银行转账",
        }  # fmt: skip
        self.post(f"{self.here}/clauses/new", **clause)
        assert "壹仟贰佰叁拾肆元伍角整（￥1,234.50）" in self.page(self.here)
        assert "墙面维修费" in self.page(f"{self.here}/preview")
        self.post(f"{self.here}/freeze")
        assert "正在生成" in self.page(self.here)

    def signs(self, number: int, **written: str) -> None:
        """A party reads, confirms, agrees to sign on screen, shows who they are, signs; no script needed."""
        self.party(number)
        assert "壹仟贰佰叁拾肆元伍角整" in self.page("/my/agreement")
        self.post("/my/agreement/confirm", seen="1")
        self.page("/my/agreement/way")
        self.post("/my/agreement/way", way="electronic", seen="1")
        self.post("/my/agreement/identity/code", seen="1")
        self.post("/my/agreement/identity", code=self.code("sign-identity", number), seen="1")
        self.page("/my/agreement/sign")
        self.post("/my/agreement/sign/code", seen="1")
        self.post("/my/agreement/sign", code=self.code("sign", number), seen="1", **written)


def deal_case(db, case_id):  # type: ignore[no-untyped-def]
    """The case."""
    from mediation.cases.models import MediationCase

    return db.get_one(MediationCase, case_id)


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
    wrong = journey.post(f"{journey.here}/sign", 422, typed="mediator 同志", password="不是这个密码呀", seen="1")
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
        files = {kind: read(paper.file) for kind, paper in papers.items()}
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
        data, code, number = read(paper.file), paper.code, paper.number_text
        annex = db.scalars(select(Paper).where(Paper.kind == "annex")).one()
        phones = [db.get_one(Person, person_id).phone for person_id in journey.people]
        deliveries = db.scalars(select(PaperDelivery)).all()
        assert len(deliveries) == 2
        assert all(row.last_confirmation_on is not None for row in deliveries)
    browser = journey.portal.database and journey.client.application.test_client()
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


def test_token_is_only_in_the_qr_code(journey: Journey) -> None:
    journey.draft()
    journey.work()
    with journey.database.reading() as db:
        paper = db.scalars(select(Paper)).one()
        assert paper.token_hash is not None
        assert paper.token_hash != token_hash(paper.code)
        assert db.scalars(select(AgreementVersion)).one().state == "open"
