"""Papers for tests: of a matter that was just registered, frozen, printed and sealed with plain files."""

import secrets

from portal.documents.papers import services as papers
from portal.documents.papers.models import Paper
from portal.kernel.crypto import new_token
from portal.kernel.db import Db
from portal.kernel.files.services import StoredFile, keep, prepare
from portal.kernel.policy import SYSTEM
from portal.matters.models import Matter
from portal.matters.services import involve, open_matter
from portal.people.persons.services import PersonData
from tests.world import World

NAMES = ("申小明", "卞立言")
PHONES = ("13800004321", "13800008765")


def matter_of(db: Db, world: World, channel: str = "sms") -> Matter:
    """One matter: both parties, the committee's desk and its mediator are in it."""
    opened = open_matter(
        db,
        SYSTEM,
        center=world.center,
        source="counter",
        story="楼上漏水",
        applicants=[PersonData(NAMES[0], phone=PHONES[0], contact_channel=channel)],
        respondents=[PersonData(NAMES[1], phone=PHONES[1])],
    )
    (respondent,) = opened.respondents
    involve(db, SYSTEM, opened.matter, "party", person_id=respondent.person_id, side=respondent.side, act="test")
    involve(db, SYSTEM, opened.matter, "committee", organisation_id=world.committee.id, act="test")
    involve(db, SYSTEM, opened.matter, "mediator", account_id=world.accounts["mediator"].id, act="test")
    involve(db, SYSTEM, opened.matter, "team", account_id=world.accounts["police"].id, act="test")
    return opened.matter


def some_pdf(db: Db) -> StoredFile:
    """A small file, each time another."""
    data = b"%PDF-1.7\n%" + secrets.token_hex(8).encode() + b"\ntrailer<<>>\n%%EOF\n"
    return keep(db, prepare(data, "paper.pdf", db.info["settings"], exactly=True))


def frozen(db: Db, world: World, matter: Matter | None = None) -> tuple[Paper, str]:
    """An agreement's paper with its number and its printed text; and the token in its QR code."""
    matter = matter or matter_of(db, world)
    paper = papers.begin(db, SYSTEM, kind="agreement", matter_id=matter.id, owner=world.committee)
    papers.freeze(db, SYSTEM, paper, signing="electronic", digest=lambda number: secrets.token_hex(32))
    token = new_token()
    papers.printed(db, SYSTEM, paper, some_pdf(db), token)
    return paper, token


def sealed(db: Db, world: World, matter: Matter | None = None) -> Paper:
    """In force and sealed, with its annex and its evidence record."""
    from portal.kernel import clock

    paper, _token = frozen(db, world, matter)
    papers.in_force(db, SYSTEM, paper, clock.now(), None)
    papers.seal(db, SYSTEM, paper, some_pdf(db))
    for kind in ("evidence", "annex"):
        papers.attach(db, SYSTEM, paper, kind, some_pdf(db))
    return paper
