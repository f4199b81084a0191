"""When every sealed word of a dispute has been destroyed its pages still open, and say so where words are missing."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.models import AccessSession, Account
from portal.app import Portal
from portal.kernel.crypto import SealedRow, shred
from portal.kernel.db import Base
from portal.kernel.settings import Settings
from tests.mediation.agreements import deal
from tests.world import World

LINK = re.compile(r'href="(/[^"#?]*)')
MOST = 60
"""Pages that each of them looks at."""


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    """An installation that carries messages."""
    return Settings(data=tmp_path / "data", database_url=url, testing=True, demonstration=True)


def shred_all(portal: Portal) -> None:
    """Every row but those by which people sign in."""
    with portal.database.writing() as db:
        for mapper in Base.registry.mappers:
            if issubclass(mapper.class_, SealedRow) and mapper.class_ not in (AccessSession, Account):
                for row in db.scalars(select(mapper.class_)):
                    shred(row)


def walk(client: FlaskClient, *starts: str) -> str:
    """Along the links; what breaks is raised here."""
    coming, known, read = list(starts), set(starts), ""
    for _page in range(MOST):
        if not coming:
            break
        answer = client.get(coming.pop(0))
        assert answer.status_code in (200, 302, 303, 404, 410), (answer.status_code, answer.request.path)
        if answer.mimetype == "text/html":
            text = answer.get_data(as_text=True)
            found = [link for link in LINK.findall(text) if link not in known and not link.startswith("/static")]
            known.update(found)
            coming.extend(dict.fromkeys(found))
            read += text
    return read


@pytest.mark.slow
def test_no_page_breaks_when_the_words_are_gone(client: FlaskClient, portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        version = deal.sealed(db, world)
        case, matter = version.agreement.case_id, version.paper.matter_id
        person = deal.places(version, "party")[0].person_id
        assert person
    shred_all(portal)
    pages = ""
    for login in ("mediator", "head", "clerk", "dispatcher"):
        world.sign_in(client, portal.database, login)
        pages += walk(client, f"/cases/{case}", f"/matters/{matter}", f"/matters/{matter}/triage", "/messages", "/desk")
    world.come_with_code(client, portal.database, person, matter)
    pages += walk(client, "/my/matter", "/my/agreement")
    assert "内容已销毁" in pages
    assert ">None<" not in pages
    assert deal.FACTS not in pages
