"""A look changes nothing: everybody walks by the links of their pages over the real objects of the demonstration.

Whatever a GET writes is heard at the engine itself. A few notes are allowed, each named with its one table and column.
"""

import re
import shutil
import uuid
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.routing import Rule

from portal.accounts.models import Account, RoleGrant
from portal.accounts.sessions.services import open_account_session, open_person_session
from portal.app import Portal, create_app
from portal.kernel import crypto
from portal.kernel.policy import PUBLIC
from portal.kernel.settings import Settings
from portal.kernel.web.access import permission_of
from portal.matters.models import Involvement, Matter
from tests.site.things import fillings, things_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]  # the county is told once, in one process

LINK = re.compile(r'<a\b[^>]*?\bhref="(/[^"#]*)|<(?:img|iframe)\b[^>]*?\bsrc="(/[^"#]*)')
STRANGER = "a stranger"
SAME = 2
"""Pages of one endpoint that one person opens."""
ENOUGH = 12
"""Pages of one kind that are opened at all."""

AT_A_DESK = ("clerk", "dispatcher", "committee_head", "secretary", "admin", "centre_head")
NOTES = {
    "insert into audit_lines": "every reading of sealed words",
    "update access_sessions set last_seen_at": "when somebody was here last",
    "update room_members set read_seq": "how far somebody has read",
    "update paper_deliveries set opened_at=?, version=?": "when a party opened the paper they chose to get here",
    "update agreement_signers set opened_at": "when a signer opened the paper they are to sign",
}
"""What a look may write, and why."""

UNLINKED = {
    "agreement_paper.attest": "an agreement that waits for the pen at this moment",
    "agreement_paper.confirmed": "an agreement that waits for the pen at this moment",
    "agreement_paper.ink_mark": "an agreement that waits for the pen at this moment",
    "agreements.overrule": "an article of law that stands against the clause",
    "doors.by_link": "a token that only its letter holds",
    "matters.qr": "a token that only its receipt holds",
    "verification.scan": "a token that only its paper holds",
    "verification.result": "the hash of a file that somebody has",
    "duties.speak": "a word for what is done to a duty",
    "ask_lawyer.step": "a question to a lawyer that has been begun",
    "filing.step": "a filing that has been begun",
    "my_team.answer": "somebody who is asked into a team at this moment",
    "oral.check": "a record on the spot that is filled in",
    "oral.on": "a record that cannot be made on the spot",
    "team_seats.note": "a team that sits at this moment",
    "team_seats.show": "a team that sits at this moment",
    "team_seats.state": "a seat that waits for its statement",
    "matters.take_back": "a purpose that was agreed to",
    "extensions.paper": "a longer period that is asked for at this moment",
    "extensions.record": "a longer period that is asked for at this moment",
    "replacements.keep": "a request that waits for its answer",
    "resets.reset": "the id of an account",
    "silences.part": "a party who was asked three working days ago and has not answered",
    "terminations.mine": "the id of a notice of ending",
    "terminations.paper": "the id of a notice of ending",
}
"""Pages that nobody comes to by a link or an id of the demonstration, and what it takes instead."""


@dataclass
class Walk:
    """What was opened, and what each look wrote."""

    opened: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    written: list[tuple[str, str, str]] = field(default_factory=list)
    broken: list[tuple[str, str, int]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def town(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demonstration's house, a copy of this file's own, as it is in production."""
    data = Path(shutil.copytree(county, tmp_path_factory.mktemp("looked") / "data"))
    app = create_app(Settings(data=data, demonstration=True))
    yield app
    app.extensions["portal"].database.dispose()


@pytest.fixture(scope="module")
def walk(town: Flask) -> Walk:
    """Each role once, and a party of each matter."""
    portal: Portal = town.extensions["portal"]
    crypto.install(crypto.Keyring(portal.settings.data / "keys"))
    walk = Walk()

    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if re.match(r"\s*(insert|update|delete|replace|create|drop|alter)\b", statement, re.IGNORECASE):
            walk.said.append(" ".join(statement.lower().split()))

    guests = {STRANGER: "", **_staff(portal), **_parties(portal)}
    engines = (portal.database.engine, portal.database.reader)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", listen)
    for who, token in guests.items():
        _go_about(town, _browser(town, token) if token else town.test_client(), who, walk)
    _try_the_rest(town, portal, walk)
    for engine in engines:
        event.remove(engine, "before_cursor_execute", listen)
    return walk


def _staff(portal: Portal) -> dict[str, str]:
    """One person for each combination of roles, the one who has been there longest."""
    with portal.database.writing() as db:
        newest_first = db.scalars(select(Account).order_by(Account.id.desc()))
        roles = {tuple(sorted(grant.role for grant in one.grants)): one for one in newest_first}
        return {
            str(one.login): open_account_session(db, one, "test", strong=True)
            for held, one in sorted(roles.items())
            if held
        }


def _parties(portal: Portal) -> dict[str, str]:
    """The first party of one matter of each stage."""
    with portal.database.writing() as db:
        rows = select(Involvement.person_id, Involvement.matter_id, Matter.stage).join(
            Matter, Matter.id == Involvement.matter_id
        )
        asked = rows.where(Involvement.person_id.is_not(None)).order_by(Involvement.id)
        found = {stage: (person, matter) for person, matter, stage in db.execute(asked)}
        return {
            f"party of {stage}": open_person_session(db, person, matter, "test")
            for stage, (person, matter) in found.items()
        }


def _go_about(town: Flask, client: FlaskClient, who: str, walk: Walk) -> None:
    """From every address that needs no id along every link, a few pages of each kind."""
    adapter = town.url_map.bind("localhost")
    coming = deque(rule.rule for rule in _pages(town) if not rule.arguments)
    known, counts = set(coming), Counter[str]()
    while coming:
        path = coming.popleft()
        endpoint = str(adapter.match(path.partition("?")[0], method="GET")[0])
        kind = endpoint + re.sub(r"=[^&]*", "", path.partition("?")[2])
        if (
            counts[kind] >= SAME
            or walk.kinds[kind] >= ENOUGH
            or (who != STRANGER and permission_of(town, endpoint) is PUBLIC)
        ):
            continue
        counts[kind] += 1
        walk.kinds[kind] += 1
        for link in _links(_look(client, who, path, endpoint, walk)):
            if link not in known and _is_page(town, link):
                known.add(link)
                coming.append(link)


def _pages(town: Flask) -> list[Rule]:
    return [rule for rule in town.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]


def _look(client: FlaskClient, who: str, path: str, endpoint: str, walk: Walk) -> str:
    """What is on the page; what the look wrote is kept."""
    walk.said.clear()
    answer = client.get(path)
    walk.written += [(who, path, statement) for statement in walk.said]
    if answer.status_code >= 500:
        walk.broken.append((who, path, answer.status_code))
    if answer.status_code < 300:
        walk.opened[endpoint] += 1
    page = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
    answer.close()
    return page


def _links(page: str) -> list[str]:
    return [unescape(link or picture) for link, picture in LINK.findall(page)]


def _try_the_rest(town: Flask, portal: Portal, walk: Walk) -> None:
    """Pages that were met by no link: everybody of each matter tries those of each of its objects, until one opens."""
    rest = [rule for rule in _pages(town) if rule.arguments and rule.endpoint not in (*walk.opened, *UNLINKED)]
    for matter, things in things_of(portal).items():
        guests = list(_of_matter(town, portal, matter))
        for rule in rest:
            for values in fillings(rule, things):
                path = town.url_map.bind("localhost").build(rule.endpoint, values)
                for who, client in guests:
                    if rule.endpoint not in walk.opened:
                        _look(client, who, path, rule.endpoint, walk)


def _of_matter(town: Flask, portal: Portal, matter: uuid.UUID) -> Iterator[tuple[str, FlaskClient]]:
    """Whoever is in it by name, and one person of each role that sees it as a body."""
    with portal.database.writing() as db:
        rows = list(db.scalars(select(Involvement).where(Involvement.matter_id == matter, Involvement.until.is_(None))))
        people = dict.fromkeys(row.person_id for row in rows if row.person_id)
        named = dict.fromkeys(row.account_id for row in rows if row.account_id)
        bodies = {row.organisation_id for row in rows if row.organisation_id}
        grants = select(RoleGrant.account_id).where(
            RoleGrant.organisation_id.in_(bodies), RoleGrant.role.in_(AT_A_DESK)
        )
        staff = dict.fromkeys([*named, *db.scalars(grants)])
        tokens = [(f"party {one}", open_person_session(db, one, matter, "test")) for one in people]
        for one in db.scalars(select(Account).where(Account.id.in_(staff))):
            tokens.append((str(one.login), open_account_session(db, one, "test", strong=True)))
    for who, token in tokens:
        yield who, _browser(town, token)


def _browser(town: Flask, token: str) -> FlaskClient:
    client = town.test_client()
    with client.session_transaction() as session:
        session["sid"] = token
    return client


def _is_page(town: Flask, link: str) -> bool:
    try:
        town.url_map.bind("localhost").match(link.partition("?")[0], method="GET")
    except Exception:
        return False
    return True


def test_a_look_writes_nothing_but_its_notes(walk: Walk) -> None:
    heard = [(who, path, said) for who, path, said in walk.written if not said.startswith(tuple(NOTES))]
    assert heard == []


def test_no_real_page_breaks(walk: Walk) -> None:
    assert walk.broken == []


def test_every_page_about_an_object_was_opened_by_somebody(town: Flask, walk: Walk) -> None:
    """Or it says here what that takes: nobody could then say what a look at it writes."""
    pages = {rule.endpoint for rule in _pages(town) if rule.arguments}
    assert sorted(pages - set(walk.opened) - set(UNLINKED)) == []
    assert set(UNLINKED) <= pages
