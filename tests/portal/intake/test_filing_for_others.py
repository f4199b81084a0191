"""At the counter and at somebody's door: a clerk or a grid worker files for a person."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.app import Portal
from portal.matters.models import Matter
from portal.people.persons.models import Person
from tests.world import World

STORY = "楼上漏水，把我家墙泡了，找他三次都不理"


def post(client: FlaskClient, path: str, **answers: object) -> object:
    page = client.get(path).get_data(as_text=True)
    once = re.findall(r'name="once"[^>]* value="([^"]+)"', page)[-1]
    return client.post(path, data={"once": once, **answers}, content_type="multipart/form-data")


def test_a_clerk_files_for_somebody_without_a_phone(client: FlaskClient, portal: Portal, world: World) -> None:
    world.sign_in(client, portal.database, "clerk")
    answer = post(
        client, "/desk/file", source="counter", locale="zh", consent="spoken", story=STORY, dangers="none",
        name="赵老汉", channel="none",
    )  # fmt: skip
    assert answer.headers["Location"] == "/filed"
    page = client.get("/filed").get_data(as_text=True)
    assert re.search(r'id="case-pin">\s*\d{6}', page)
    with portal.database.reading() as db:
        matter = db.scalars(select(Matter)).one()
        assert (matter.source, matter.filed_by) == ("counter", world.accounts["clerk"].id)
        assert db.scalars(select(Person.name)).all() == ["赵老汉"]


def test_a_grid_worker_files_for_others_and_sees_how_far_that_is(
    client: FlaskClient, portal: Portal, world: World
) -> None:
    with portal.database.writing() as db:
        world.account(db, "grid", "grid_worker", world.committee)
    world.sign_in(client, portal.database, "clerk")
    post(client, "/desk/file", source="counter", locale="zh", consent="spoken", story="别人的事：" + STORY,
         dangers="none", name="钱别人", channel="none")  # fmt: skip
    world.sign_in(client, portal.database, "grid")
    answer = post(
        client, "/desk/file", source="counter", locale="zh", consent="spoken", story=STORY, dangers="none",
        name="赵阿婆", channel="none", minor="minor", age="teen", guardian_name="赵妈妈", relation="母亲",
    )  # fmt: skip
    assert answer.headers["Location"] == "/filed"
    assert re.search(r'id="case-pin">\s*\d{6}', client.get("/filed").get_data(as_text=True))
    with portal.database.reading() as db:
        matter = db.scalars(select(Matter).where(Matter.source == "grid")).one()
        assert (matter.center_id, matter.filed_by) == (world.center.id, world.accounts["grid"].id)
    docket = client.get("/docket").get_data(as_text=True)
    assert f"/matters/{matter.id}" in docket
    assert docket.count('href="/matters/') == 1
    page = client.get(f"/matters/{matter.id}").get_data(as_text=True)
    assert "赵阿婆" in page
    assert STORY not in page
    assert "identity" not in page
    assert f"/matters/{matter.id}/evidence" in page
    assert client.get(f"/matters/{matter.id}/evidence").status_code == 200
    for path in ("triage", "assign", f"people/{matter.id}"):
        assert client.get(f"/matters/{matter.id}/{path}").status_code == 404


def test_without_spoken_consent_nothing_is_registered(client: FlaskClient, portal: Portal, world: World) -> None:
    world.sign_in(client, portal.database, "clerk")
    answer = post(
        client, "/desk/file", source="phone", locale="zh", story=STORY, dangers="none", name="赵", channel="none"
    )
    assert answer.status_code == 422
    with portal.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Matter)) == 0


@pytest.mark.parametrize("login", ["mediator", "admin", "police", "centre_head"])
def test_only_the_desk_files_for_others(client: FlaskClient, portal: Portal, world: World, login: str) -> None:
    world.sign_in(client, portal.database, login)
    assert client.get("/desk/file").status_code == 404
