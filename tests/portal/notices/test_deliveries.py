"""The desk's lists: what a person must do by phone, by post, or again; and what the paper says."""

import re
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.kernel.audit import AuditLine
from portal.kernel.db import Database, Db
from portal.kernel.policy import ANONYMOUS, Actor, Conflict
from portal.notices.desk import queries, services
from portal.notices.desk.policy import DELIVER
from portal.notices.models import Delivery
from portal.notices.rules import CHANNELS, HOW, STATES, TODO, may_become
from portal.notices.services import notify
from tests.world import World

MakePerson = Callable[..., uuid.UUID]
Deliveries = Callable[[], list[Delivery]]
SMS = {"contact_channel": "sms", "phone": "13800000001"}
LETTER = {"contact_channel": "letter", "address": "青禾县东村5号"}


@pytest.fixture
def waiting(database: Database, deliveries: Deliveries) -> Callable[..., Delivery]:
    """A delivery that waits."""

    def make(person_id: uuid.UUID, key: str = "test.invite") -> Delivery:
        with database.writing() as db:
            notify(db, key, person_id=person_id)
        return deliveries()[-1]

    return make


@pytest.mark.parametrize("state", STATES)
def test_only_open_deliveries_move_on(state: str) -> None:
    may = {target for target in STATES if may_become(state, target)}
    everything = set(STATES)
    assert may == {"waiting": everything - {"waiting"}, "failed": everything}.get(state, set())


def test_every_way_stands_on_a_list_and_every_act_leads_somewhere() -> None:
    listed = {channel for state, channels in TODO.values() if state == "waiting" for channel in channels}
    assert listed == set(CHANNELS) - {"email"}, "e-mail waits for the machine"
    assert set(HOW.values()) == set(STATES) - {"waiting"}


def test_policy_and_query_agree_on_the_desks_own_deliveries(db: Db, world: World, person: MakePerson) -> None:
    li, elsewhere = person(**SMS), person(center=world.committee, **SMS)
    rows = {
        "here": notify(db, "test.invite", person_id=li),
        "other centre": notify(db, "test.invite", person_id=elsewhere),
        "no centre": notify(db, "test.code", phone="13800000009"),
    }
    db.flush()
    found = {name: db.scalars(select(Delivery).where(Delivery.notice_id == row.id)).one() for name, row in rows.items()}
    for login, sees in (("clerk", {"here", "no centre"}), ("dispatcher", {"here", "no centre"}), ("mediator", set())):
        actor = world.actor(login)
        assert {name for name, row in found.items() if DELIVER.allows(db, actor, row)} == sees
        visible = set(db.scalars(queries.visible_to(actor).with_only_columns(Delivery.id)))
        assert visible == {found[name].id for name in sees}
    for actor in (ANONYMOUS, Actor(person=uuid.UUID(int=1)), world.actor("admin"), world.actor("centre_head")):
        assert db.scalars(queries.visible_to(actor)).all() == []


def test_the_lists_and_counts(
    client: FlaskClient, database: Database, world: World, person: MakePerson, waiting: Callable[..., Delivery]
) -> None:
    waiting(person("李四", **SMS))
    waiting(person("王五", contact_channel="none"))
    waiting(person("赵六", **LETTER))
    waiting(person("孙七", contact_channel="sms"))
    world.sign_in(client, database, "clerk")
    pages = {name: client.get(f"/desk/deliveries?list={name}").get_data(as_text=True) for name in TODO}
    names = {name: {who for who in ("李四", "王五", "赵六", "孙七") if who in page} for name, page in pages.items()}
    assert names == {"call": {"李四", "王五"}, "letter": {"赵六"}, "failed": {"孙七"}}
    assert re.findall(r'class="count">(\d+)', pages["call"].split("<h1>")[1]) == ["2", "1", "1"]
    assert "不要主动联系" in pages["call"]
    assert "没有登记可用的号码或地址" in pages["failed"]
    assert "138****0001" in pages["call"]
    assert "13800000001" not in "".join(pages.values())
    assert client.get("/desk/deliveries?list=nonsense").status_code == 200
    with database.reading() as db:
        assert queries.count_all(db, world.actor("clerk")) == 4


@pytest.mark.parametrize("login", ["mediator", "admin", "centre_head"])
def test_others_do_not_find_the_lists(client: FlaskClient, database: Database, world: World, login: str) -> None:
    world.sign_in(client, database, login)
    assert client.get("/desk/deliveries").status_code == 404


def test_opening_shows_everything_once_with_new_secrets_and_leaves_a_trace(
    client: FlaskClient, database: Database, world: World, person: MakePerson, waiting: Callable[..., Delivery],
    test_kinds: list[str], deliveries: Deliveries,
) -> None:  # fmt: skip
    delivery = waiting(person("李四", **SMS))
    world.sign_in(client, database, "clerk")
    before = client.get(f"/desk/deliveries/{delivery.id}").get_data(as_text=True)
    assert "138****0001" in before
    assert "13800000001" not in before
    assert test_kinds == [], "looking at the page mints nothing"
    page = client.post(f"/desk/deliveries/{delivery.id}/paper").get_data(as_text=True)
    assert "13800000001" in page
    assert "secret-1" in page
    assert "secret-2" in page
    again = client.post(f"/desk/deliveries/{delivery.id}/paper").get_data(as_text=True)
    assert "secret-3" in again
    assert "secret-1" not in again
    assert "secret" not in deliveries()[0].words
    assert deliveries()[0].state == "waiting"
    with database.reading() as db:
        lines = db.scalars(select(AuditLine).where(AuditLine.action == "notice.opened")).all()
    assert [line.account_id for line in lines] == [world.accounts["clerk"].id] * 2


def test_a_letter_carries_name_address_and_words_under_the_centres_head(
    client: FlaskClient, database: Database, world: World, person: MakePerson, waiting: Callable[..., Delivery]
) -> None:
    delivery = waiting(person("李四", **LETTER))
    world.sign_in(client, database, "clerk")
    page = client.post(f"/desk/deliveries/{delivery.id}/paper").get_data(as_text=True)
    for words in ("李四", "青禾县东村5号", "https://door/secret-1", "口令 secret-2", "sheet-head", "青禾县综治中心"):
        assert words in page
    assert "张三" not in page
    assert "调解" not in page.split("<main")[1].split("</main>")[0]


def test_a_letter_to_whoever_asks_for_care_does_not_say_who_writes(
    client: FlaskClient, database: Database, world: World, person: MakePerson, waiting: Callable[..., Delivery]
) -> None:
    delivery = waiting(person("李四", contact_words="不要让家里人知道", **LETTER))
    world.sign_in(client, database, "clerk")
    page = client.post(f"/desk/deliveries/{delivery.id}/paper").get_data(as_text=True)
    sheet = page.split("<main")[1].split("</main>")[0]
    assert "方便时请回个电话" in sheet
    assert "不要让家里人知道" not in sheet
    assert "不要让家里人知道" in client.get(f"/desk/deliveries/{delivery.id}").get_data(as_text=True)
    assert "青禾县综治中心" not in page
    assert "sheet-head" not in page


@pytest.mark.parametrize(
    ("how", "state", "still_listed"),
    [("called", "sent", False), ("posted", "sent", False), ("handed", "collected", False),
     ("failed", "failed", True), ("unwanted", "unwanted", False)],
)  # fmt: skip
def test_what_was_done_is_written_down(
    how: str, state: str, still_listed: bool, client: FlaskClient, database: Database, world: World,
    person: MakePerson, waiting: Callable[..., Delivery], deliveries: Deliveries,
) -> None:  # fmt: skip
    delivery = waiting(person("李四", **SMS))
    world.sign_in(client, database, "clerk")
    answer = client.post(f"/desk/deliveries/{delivery.id}", data={"how": how, "note": "上午十点，本人接的"})
    assert answer.status_code == 303
    (row,) = deliveries()
    assert (row.state, row.how, row.note) == (state, how, "上午十点，本人接的")
    assert row.done_at is not None
    assert ("李四" in client.get("/desk/deliveries?list=failed").get_data(as_text=True)) == still_listed
    page = client.get(f"/desk/deliveries/{delivery.id}").get_data(as_text=True)
    assert "上午十点，本人接的" in page
    with database.reading() as db:
        assert db.scalars(select(AuditLine).where(AuditLine.action == f"notice.{how}")).one().fields
        assert db.scalars(select(AuditLine).where(AuditLine.action == "read")).one().fields == ["note"]


def test_a_missing_answer_keeps_what_was_typed(
    client: FlaskClient, database: Database, world: World, person: MakePerson, waiting: Callable[..., Delivery]
) -> None:
    delivery = waiting(person("李四", **SMS))
    world.sign_in(client, database, "clerk")
    answer = client.post(f"/desk/deliveries/{delivery.id}", data={"note": "打过一次"})
    assert answer.status_code == 422
    assert "请选一项。" in answer.get_data(as_text=True)
    assert "打过一次" in answer.get_data(as_text=True)
    long = client.post(f"/desk/deliveries/{delivery.id}", data={"how": "called", "note": "长" * 201})
    assert long.status_code == 422
    wrong = client.post(f"/desk/deliveries/{delivery.id}", data={"how": "teleported"})
    assert wrong.status_code == 422


def test_two_colleagues_do_not_settle_it_twice(
    client: FlaskClient, database: Database, world: World, person: MakePerson, waiting: Callable[..., Delivery]
) -> None:
    delivery = waiting(person("李四", **SMS))
    world.sign_in(client, database, "clerk")
    client.post(f"/desk/deliveries/{delivery.id}", data={"how": "called"})
    assert client.post(f"/desk/deliveries/{delivery.id}", data={"how": "unwanted"}).status_code == 409
    assert client.post(f"/desk/deliveries/{delivery.id}/paper").status_code == 409
    assert "办完后记录" not in client.get(f"/desk/deliveries/{delivery.id}").get_data(as_text=True)


def test_a_failed_one_is_sent_again_as_the_receiver_wishes_now(
    client: FlaskClient, database: Database, world: World, person: MakePerson, waiting: Callable[..., Delivery],
    deliveries: Deliveries, work: Callable[[], int],
) -> None:  # fmt: skip
    delivery = waiting(person("李四", contact_channel="email", email="li@example.com"))
    work()
    assert deliveries()[0].error == "no_server"
    world.sign_in(client, database, "clerk")
    assert client.post(f"/desk/deliveries/{delivery.id}/again").status_code == 303
    assert (deliveries()[0].state, deliveries()[0].error) == ("waiting", None)
    assert client.post(f"/desk/deliveries/{delivery.id}/again").status_code == 409
    work()
    assert deliveries()[0].error == "no_server"


def test_a_code_is_not_told_to_whoever_answers_a_shared_phone(
    db: Db, world: World, person: MakePerson, waiting: Callable[..., Delivery], test_kinds: list[str]
) -> None:
    delivery = waiting(person("李四", phone_shared=True, **SMS), "test.code")
    with pytest.raises(Conflict):
        services.open_paper(db, world.actor("clerk"), delivery.id)
    assert test_kinds == []


@pytest.mark.both_engines
def test_a_code_that_somebody_asked_for_is_never_shown_to_staff(
    client: FlaskClient, world: World, database: Database, person: MakePerson, waiting: Callable[..., Delivery]
) -> None:
    """Whoever reads it out could come in as that person; nothing is minted, and the page offers no such button."""
    delivery = waiting(person(**SMS), "test.code")
    with database.writing() as db, pytest.raises(Conflict, match="只发给本人"):
        services.open_paper(db, world.actor("clerk"), delivery.id)
    world.sign_in(client, database, "clerk")
    address = f"/desk/deliveries/{delivery.id}"
    page = client.get(address).get_data(as_text=True)
    assert "工作人员不能看" in page
    assert f"{address}/paper" not in page
    assert client.post(f"{address}/paper").status_code == 409
    with database.reading() as db:
        assert db.get_one(Delivery, delivery.id).words is None
    assert f"{address}" in client.get("/desk/deliveries").get_data(as_text=True)
