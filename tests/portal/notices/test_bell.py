"""The bell: one's own notices only, counted while unread, read by pressing a button."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from portal.kernel import clock
from portal.kernel.db import Database, Db
from portal.kernel.policy import ANONYMOUS, Actor, Grant
from portal.notices.bell import queries
from portal.notices.bell.policy import READ
from portal.notices.bell.services import mark_all_read, mark_read
from portal.notices.models import Notice
from portal.notices.services import notify
from tests.world import World

MATTER, OTHER_MATTER = uuid.UUID(int=77), uuid.UUID(int=78)
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
Known = dict[str, Notice]


@pytest.fixture
def known(db: Db, world: World, person: Callable[..., uuid.UUID]) -> Known:
    """Notices of every kind of receiver."""
    li, wang = person("李四"), person("王五")
    clerk = world.accounts["clerk"].id
    made = {
        "li": notify(db, "test.bell", person_id=li, matter_id=MATTER, count=1),
        "li, another matter": notify(db, "test.bell", person_id=li, matter_id=OTHER_MATTER, count=2),
        "li, no matter": notify(db, "test.bell", person_id=li, count=3),
        "wang": notify(db, "test.bell", person_id=wang, matter_id=MATTER, count=4),
        "clerk": notify(db, "test.bell", account_id=clerk, matter_id=MATTER, count=5),
        "phone": notify(db, "test.bell", phone="13800000001", count=6),
    }
    db.flush()
    return made


def actors(known: Known) -> dict[str, Actor]:
    li, clerk = known["li"].person_id, known["clerk"].account_id
    return {
        "nobody": ANONYMOUS,
        "li with a code": Actor(person=li, scope=MATTER),
        "li with an account": Actor(person=li),
        "clerk": Actor(account=clerk, grants=(Grant("clerk", uuid.UUID(int=7)),)),
        "clerk who has left": Actor(account=clerk),
        "someone else": Actor(account=uuid.UUID(int=5)),
        "wang in li's other matter": Actor(person=known["wang"].person_id, scope=OTHER_MATTER),
    }


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("nobody", set()),
        ("li with a code", {"li", "li, no matter"}),
        ("li with an account", {"li", "li, another matter", "li, no matter"}),
        ("clerk", {"clerk"}),
        ("clerk who has left", set()),
        ("someone else", set()),
        ("wang in li's other matter", set()),
    ],
)
def test_policy_and_query_agree_on_whose_bell_it_is(db: Db, known: Known, who: str, sees: set[str]) -> None:
    actor = actors(known)[who]
    visible = set(db.scalars(queries.visible_to(actor).with_only_columns(Notice.id)))
    assert visible == {known[name].id for name in sees}
    assert {name for name, notice in known.items() if READ.allows(db, actor, notice)} == sees


def test_unread_are_counted_up_to_a_hundred(db: Db, world: World) -> None:
    clerk = world.actor("clerk")
    assert queries.unread(db, clerk) == 0
    notices = [notify(db, "test.bell", account_id=clerk.account, count=n) for n in range(queries.MANY + 5)]
    assert queries.unread(db, clerk) == queries.MANY
    mark_all_read(db, clerk)
    db.expire_all()
    assert queries.unread(db, clerk) == 0
    assert notices[0].read_at is not None


def test_the_first_reading_counts(db: Db, world: World) -> None:
    clerk = world.actor("clerk")
    notice = notify(db, "test.bell", account_id=clerk.account, count=1)
    with clock.held(NOON):
        mark_read(db, clerk, notice.id)
    with clock.held(NOON + timedelta(hours=1)):
        mark_read(db, clerk, notice.id)
    assert notice.read_at == NOON


def test_the_page_shows_full_sentences_and_marks_them_by_a_button(
    client: FlaskClient, database: Database, world: World
) -> None:
    clerk = world.accounts["clerk"].id
    with database.writing() as db:
        first = notify(db, "test.plain", account_id=clerk, due_on=date(2026, 11, 30)).id
        notify(db, "test.bell", account_id=clerk, count=9)
        notify(db, "test.bell", account_id=world.accounts["dispatcher"].id, count=10)
    world.sign_in(client, database, "clerk")
    page = client.get("/bell").get_data(as_text=True)
    assert "您的材料已收到，期限 2026年11月30日。" in page
    assert "只在铃下：9" in page
    assert "只在铃下：10" not in page
    assert 'href="/register"' in page
    assert page.count("标为已读") == 2 + 1
    answer = client.post(f"/bell/{first}/read")
    assert (answer.status_code, answer.location) == (303, "/bell")
    assert client.get("/bell").get_data(as_text=True).count("标为已读") == 1 + 1
    client.post("/bell/read")
    assert "标为已读" not in client.get("/bell").get_data(as_text=True)


def test_somebody_elses_notice_is_not_there(client: FlaskClient, database: Database, world: World) -> None:
    with database.writing() as db:
        notice = notify(db, "test.bell", account_id=world.accounts["dispatcher"].id, count=1).id
    world.sign_in(client, database, "clerk")
    assert client.post(f"/bell/{notice}/read").status_code == 404
    assert client.post(f"/bell/{uuid.uuid4()}/read").status_code == 404


def test_a_person_who_came_with_a_code_has_a_bell_too(
    client: FlaskClient, database: Database, world: World, person: Callable[..., uuid.UUID]
) -> None:
    li = person()
    with database.writing() as db:
        notify(db, "test.bell", person_id=li, matter_id=MATTER, count=4)
    assert client.get("/bell").status_code in (302, 303, 404), "strangers are asked who they are"
    world.come_with_code(client, database, li, MATTER)
    assert "只在铃下：4" in client.get("/bell").get_data(as_text=True)


def test_long_lists_go_on_by_the_page(client: FlaskClient, database: Database, world: World) -> None:
    with database.writing() as db:
        for number in range(queries.PAGE + 2):
            with clock.held(NOON + timedelta(minutes=number)):
                notify(db, "test.bell", account_id=world.accounts["clerk"].id, count=f"<{number}>")
    world.sign_in(client, database, "clerk")
    page = client.get("/bell").get_data(as_text=True)
    assert f"&lt;{queries.PAGE + 1}&gt;" in page
    assert "&lt;1&gt;" not in page
    following = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    rest = client.get(following).get_data(as_text=True)
    assert [f"&lt;{n}&gt;" in rest for n in (0, 1, 2)] == [True, True, False]
    assert "后面没有了" in client.get(f"/bell?after={uuid.UUID(int=0)}").get_data(as_text=True)
    assert client.get("/bell?after=nonsense").status_code == 200
