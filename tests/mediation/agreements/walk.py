"""One agreement walked through the browser: whoever sits down, what they send, what the worker then does."""

import uuid

from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.agreements.models import AgreementVersion
from mediation.cases.models import MediationCase
from portal.accounts.passwords.services import set_password
from portal.app import Portal
from portal.kernel import outbox
from portal.kernel.db import Database
from portal.kernel.policy import SYSTEM
from portal.people.persons.models import Person
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World

PASSWORD = "四处张贴的告示牌"
ID_NUMBERS = ("11010519491231002X", "330102199003071230")
ADDRESSES = ("青禾县北大街88号3单元501室", "青禾县南门里7号院2楼")


class Journey:
    """One case in one house, and a browser in which different people sit one after another."""

    def __init__(self, portal: Portal, world: World, client: FlaskClient, class_code: str = dispute.CLASS) -> None:
        self.portal, self.world, self.client = portal, world, client
        self.database: Database = portal.database
        with self.database.writing() as db:
            case = dispute.accepted(db, world, class_code=class_code)
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

    def post(self, path: str, **fields: str) -> str:
        """Send a form that is taken."""
        return self.refused(path, 303, **fields)

    def refused(self, path: str, expect: int, /, **fields: str) -> str:
        """Send a form, and what comes back with this status."""
        response = self.client.post(path, data=fields)
        assert response.status_code == expect, (path, response.status_code, response.get_data(as_text=True)[-3000:])
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
            parties = {
                party.person_id: party.id.hex for party in dispute.parties(db, db.get_one(MediationCase, self.case_id))
            }
        clause = {
            "kind": "pay", "debtor": parties[payer], "creditor": parties[payee], "what": "墙面维修费",
            "amount": "1,234.5", "when": "by", "due_on": "2099-01-31", "how": "银行转账",
        }  # fmt: skip
        self.post(f"{self.here}/clauses/new", **clause)
        assert "壹仟贰佰叁拾肆元伍角整（￥1,234.50）" in self.page(self.here)
        assert "墙面维修费" in self.page(f"{self.here}/preview")
        self.refused(f"{self.here}/freeze", 409)
        for party in parties.values():
            path = f"{self.here}/parties/{uuid.UUID(party)}/gap"
            assert "出生日期" in self.page(path)
            self.post(path, reason="证件遗失，正在补办")
        self.post(f"{self.here}/freeze")
        assert "正在生成" in self.page(self.here)

    def until_signing(self, number: int) -> None:
        """A party reads, confirms, agrees to sign on screen, shows who they are, and asks for the last code."""
        self.party(number)
        assert "壹仟贰佰叁拾肆元伍角整" in self.page("/my/agreement")
        self.post("/my/agreement/confirm", seen="1")
        self.page("/my/agreement/way")
        self.post("/my/agreement/way", way="electronic", seen="1")
        self.post("/my/agreement/identity/code", seen="1")
        self.post("/my/agreement/identity", code=self.code("sign-identity", number), seen="1")
        self.page("/my/agreement/sign")
        self.post("/my/agreement/sign/code", seen="1")

    def signs(self, number: int, **written: str) -> None:
        """And signs; no script needed."""
        self.until_signing(number)
        self.post("/my/agreement/sign", code=self.code("sign", number), seen="1", **written)
