"""Everybody who may enter the demonstration's house, with a cookie each, and those in the middle of something."""

import hashlib
import json

import pyotp
from flask.testing import FlaskClient
from sqlalchemy import select

from legal.records.models import ConsultationRecord
from portal.accounts.factors import services as factors
from portal.accounts.models import AccessSession, Account
from portal.accounts.residents.services import add_resident
from portal.accounts.sessions.queries import held_grants
from portal.accounts.sessions.services import open_account_session
from portal.accounts.shelf.services import keep
from portal.documents.papers.models import Paper
from portal.kernel import clock
from portal.kernel.crypto import token_hash
from portal.kernel.policy import Actor
from portal.matters.models import Involvement, Party
from portal.people.persons.models import Person
from tests.browser.crawl import Guest
from tests.browser.house import House

SCANNED = "a-token-as-it-stands-in-a-code-on-paper"
HALF = {
    "story": {"story": "楼上漏水，把我家墙泡了。"},
    "safety": {"dangers": "none"},
    "people": {"name": "阮半填", "phone": "13800000709"},
    "contact": {"channel": "sms"},
    "photos": {},
    "check": {},
}
"""A filing, step by step."""
QUESTION = {"topic": "debt", "story": "借给朋友的钱不还。"}


def everybody(house: House) -> list[Guest]:
    """Strangers, all who work here, all who are in a matter, and those in the middle of something."""
    found = [Guest("a stranger", "stranger", starts=_papers(house), everywhere=True)]
    with house.reading() as db:
        staff = [(one.login or "", one.id, _roles(one)) for one in db.scalars(select(Account)) if one.grants]
        rows = select(Involvement.person_id, Involvement.matter_id).where(Involvement.person_id.is_not(None))
        parties = sorted(map(tuple, db.execute(rows.distinct())))
        children = db.scalars(select(Party.matter_id).join(Party.person).where(Person.said_age.is_not(None)).distinct())
        starts = {"clerk": tuple(f"/matters/{matter}?tab=people" for matter in children)}
        written = db.scalars(select(ConsultationRecord.consultation_id).where(ConsultationRecord.state == "draft"))
        starts["lawyer"] = tuple(f"/consultations/{row}/record/sign" for row in written)
    found += [
        Guest(name, roles, house.staff_cookie(row), starts.get(name, ()), everywhere=name == "clerk")
        for name, row, roles in staff
    ]
    for number, (person, matter) in enumerate(parties):
        found.append(Guest(f"party {number}", "party", house.person_cookie(person, matter), everywhere=number == 0))
    return [*found, *_filing(house), _asking(house), *_at_a_door(house), _resident(house), *_second_factor(house)]


def _roles(account: Account) -> str:
    return "+".join(sorted({grant.role for grant in held_grants(account, clock.now())}))


def _papers(house: House) -> tuple[str, ...]:
    """The public pages about a paper, one known and one unknown, and a link that is none."""
    with house.writing() as db:
        paper = db.scalars(select(Paper).where(Paper.sha256.is_not(None), Paper.token_hash.is_not(None))).first()
        assert paper is not None
        paper.token_hash = token_hash(SCANNED)
        digests = (str(paper.sha256), hashlib.sha256(b"unknown").hexdigest())
        codes = (paper.code, "7K3MQ9XW2F4V")
    files = (f"/verify/file/{digest}" for digest in digests)
    return (f"/v/{SCANNED}", "/v/unknown", *files, *(f"/verify?code={code}" for code in codes), "/r/unknown-link")


def _browser(house: House) -> FlaskClient:
    """The same house in this process, for coming to pages that stand behind others."""
    house.app.config["WTF_CSRF_ENABLED"] = False
    with house.reading():
        return house.app.test_client()


def _cookie(client: FlaskClient) -> str:
    kept = client.get_cookie("onedoor")
    assert kept is not None
    return kept.decoded_value


def _filing(house: House) -> list[Guest]:
    """Somebody on the last step, somebody with the receipt, and whoever scans its code."""
    half, whole = _browser(house), _browser(house)
    for client in (half, whole):
        client.post("/file")
        for step, typed in HALF.items():
            if client is whole or step != "check":
                assert client.post(f"/file/{step}", data=typed).status_code == 303, step
    with house.reading() as db:
        party = db.scalars(select(Party).order_by(Party.id.desc())).first()
        assert party is not None
        row = db.scalars(select(AccessSession).where(AccessSession.scope == party.matter_id)).one()
        token = json.loads(row.handover)["qr"]
    steps = tuple(f"/file/{step}" for step in (*HALF, "danger?after=story"))
    return [
        Guest("somebody filing", "filing", _cookie(half), ("/file", *steps)),
        Guest("somebody with a receipt", "receipt", _cookie(whole), ("/filed",)),
        Guest("a scanner", "scanner", "", (f"/q/{token}",)),
    ]


def _asking(house: House) -> Guest:
    """Somebody who asks for a lawyer, on the second step."""
    client = _browser(house)
    assert client.post("/legal").status_code == 303
    assert client.post("/legal/ask/question", data=QUESTION).status_code == 303
    return Guest("somebody asking", "asking a lawyer", _cookie(client), ("/legal/ask/question", "/legal/ask/safety"))


def _at_a_door(house: House) -> list[Guest]:
    """A code has been asked for and must be typed."""
    account, case = _browser(house), _browser(house)
    assert account.post("/account/sign-in", data={"phone": "13800000710"}).status_code == 303
    asked = case.post("/case/phone", data={"code": "ZZ 990101 20261122 12345 X", "phone": "13800000711"})
    assert asked.status_code == 303
    return [
        Guest("a resident with a code", "at a door", _cookie(account), ("/account/sign-in/code",)),
        Guest("a visitor with a code", "at a case's door", _cookie(case), ("/case/code",)),
    ]


def _resident(house: House) -> Guest:
    """A resident's own account with a case on its shelf."""
    with house.writing() as db:
        account = add_resident(db, "13800000712", "阮有户")
        party = db.scalars(select(Party).where(Party.role == "applicant").order_by(Party.id)).first()
        assert party is not None
        keep(db, Actor(account=account.id), party.matter_id, party.person_id)
        row = account.id
    return Guest("a resident", "resident", house.staff_cookie(row))


def _second_factor(house: House) -> list[Guest]:
    """One setting it up, one with fresh paper codes, one on the way in with the password alone."""
    with house.writing() as db:
        begun, kept, half = (
            db.scalars(select(Account).where(Account.login == login)).one() for login in ("lawyer", "social", "judge")
        )
        for account in (begun, kept, half):
            factors.begin(db, Actor(account=account.id), account)
        tokens = {}
        for account in (kept, half):
            code = pyotp.TOTP(account.totp_secret).at(clock.now())
            tokens[account] = factors.confirm(db, Actor(account=account.id), account, code, "test").token
        tokens[half] = open_account_session(db, half, "test", strong=False)
        row = begun.id
    pages = tuple(f"/staff/second-factor/{page}" for page in ("paper", "new-paper", "remove", "manage"))
    return [
        Guest("setting up", "second factor", house.staff_cookie(row), ("/staff/second-factor/set-up",)),
        Guest("set up", "second factor kept", house.cookie(sid=tokens[kept]), pages),
        Guest("half in", "second factor asked", house.cookie(sid=tokens[half]), ("/staff/second-factor",)),
    ]
