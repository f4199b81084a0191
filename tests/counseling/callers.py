"""Somebody who comes to talk, a counsellor with open hours, and how far a test wants the two to have got."""

import re
from datetime import UTC, datetime, time
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select, update

from counseling.booking import queries as visits
from counseling.booking import services as booking
from counseling.booking.models import Visit
from counseling.cases import services as cases
from counseling.cases.models import Case
from counseling.cases.rules import Details
from counseling.consents import services as consents
from counseling.consents import texts
from counseling.entrance import services as entrance
from counseling.records import services as records
from counseling.records.models import Record
from counseling.records.rules import Content, Risk
from portal.accounts.models import RoleGrant
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS, SYSTEM
from portal.schedule.availability.rules import Span
from portal.schedule.availability.services import set_pattern
from tests.world import World

TUESDAY = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""Nine in the morning where the centre stands; a week without holidays."""
STAFF = (
    ("counsellor", "counsellor"),
    ("counsellor2", "counsellor"),
    ("watcher", "counselling_supervisor"),
    ("figures", "statistician"),
    ("auditor", "auditor"),
    ("dpo", "dpo"),
    ("supervisor", "supervisor"),
    ("social", "social_worker"),
)
EVERY = [point.key for point in texts.needed(texts.CURRENT)]
ADULT = Details(
    band="adult", name="木棉花", phone="13800000123", channel="phone", emergency_name="表姐阿筠",
    emergency_phone="13800000456", concern="夜里总是醒着数灯，白天怕见熟人。",
)  # fmt: skip
CONTENT = Content("本人", "睡不着", "疲倦，愿意说", "倾听", "周末去一趟海边", "您已经很努力了，先把灯关掉一盏。")
CALM = Risk("none", {}, "", ())
GRAVE = Risk("high", {"ideation": "clear", "plan": "clear"}, "说过具体的地方", ("hotline", "family"))


def furnish(db: Db, world: World) -> None:
    """The people of counselling, and hours from eight on each day of the week for both counsellors."""
    for login, role in STAFF:
        world.account(db, login, role, world.center)
    zone = db.info["settings"].zone
    spans = [Span(day, time(8, 0), time(18, 0), "visit", world.venue.id) for day in range(1, 6)]
    others = [Span(day, time(8, 0), time(18, 0), "phone") for day in range(1, 6)]
    for login, hours in (("counsellor", spans), ("counsellor2", others)):
        set_pattern(db, SYSTEM, world.center.id, world.accounts[login].id, hours, first=clock.today(zone))
    db.flush()


def dismiss(db: Db, world: World, login: str) -> None:
    """Their roles end now."""
    theirs = update(RoleGrant).where(RoleGrant.account_id == world.accounts[login].id)
    db.execute(theirs.values(until=clock.now()))
    db.expire_all()


def agreed(db: Db, world: World, details: Details = ADULT, extras: tuple[str, ...] = ()) -> Case:
    """A draft: the terms are agreed to, no time is taken."""
    case = cases.open_draft(db, world.center.id, details)
    consents.agree(db, case, "guardian" if details.band == "child" else "own", [*EVERY, *extras])
    return case


def booked(db: Db, world: World, details: Details = ADULT, login: str = "counsellor", place: int = 0) -> Visit:
    """An open case with a time; ``place`` in the list of open times of this counsellor."""
    case = agreed(db, world, details)
    offers = [offer for offer in visits.offers(db, case) if offer.slot.resource == world.accounts[login].id]
    visit = booking.book(db, case, offers[place].key)
    entrance.mint(db, case)
    cases.move(db, ANONYMOUS, case, "open")
    db.flush()
    return visit


def arrived(db: Db, world: World, details: Details = ADULT, place: int = 0) -> Visit:
    """They are here."""
    visit = booked(db, world, details, place=place)
    return booking.settle(db, world.actor("counsellor"), visit.id, "arrived")


def written(db: Db, world: World, content: Content = CONTENT, risk: Risk = CALM, details: Details = ADULT) -> Record:
    """A record that is not finished."""
    record = records.begin(db, world.actor("counsellor"), arrived(db, world, details).id)
    return records.save(db, world.actor("counsellor"), record.id, content, risk, "我的笔记：下次问问她姐姐。")


def signed(db: Db, world: World, content: Content = CONTENT, risk: Risk = CALM, details: Details = ADULT) -> Record:
    """A finished one."""
    record = written(db, world, content, risk, details)
    return records.sign(db, world.actor("counsellor"), record.id)


def answers(**changes: Any) -> dict[str, Any]:
    """What the form about oneself is given."""
    given = {"name": "木棉花", "channel": "none", "concern": "", "signs": ["none"]}
    return {**given, **changes}


def walk_in(client: FlaskClient, band: str = "adult", **changes: Any) -> None:
    """Through the pages up to the open times."""
    client.post("/visits/who", data={"band": band})
    terms = {"points": EVERY, **changes.pop("terms", {})}
    assert client.post("/visits/points", data=terms).location == "/visits/about"
    assert client.post("/visits/about", data=answers(**changes)).status_code == 303


def times(client: FlaskClient, path: str = "/visits/times") -> list[str]:
    """The open times as the form names them."""
    return re.findall(r'value="([0-9]{12}-[a-z]+-[0-9a-f]{32})"', page(client, path))


def take(client: FlaskClient, place: int = 0) -> tuple[str, str]:
    """Book one of them; answers code and PIN."""
    slot = [one for one in times(client) if "-visit-" in one][place]
    assert client.post("/visits/times", data={"slot": slot}).location == "/visits/slip"
    slip = page(client, "/visits/slip")
    found = [re.search(rf'id="visit-{name}">([^<]+)<', slip) for name in ("code", "pin")]
    assert found[0]
    assert found[1]
    assert client.post("/visits/slip", data={}).location == "/visits/mine"
    return found[0].group(1), found[1].group(1)


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    """A page as text."""
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.get_data(as_text=True)


def the_case(portal: Portal) -> Case:
    """The only one there is."""
    with portal.database.reading() as db:
        return db.scalars(select(Case)).one()
