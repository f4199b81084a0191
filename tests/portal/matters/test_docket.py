"""The docket: what it finds, in which order, how it is asked, and that it never reads everything."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Actor
from portal.matters.docket import queries, searching
from portal.matters.docket.rules import NAMES, PAGE, Asked, Search, understand
from portal.matters.models import Involvement, Matter
from portal.matters.rules import make_code
from portal.matters.services import classify, flag_danger, involve, move
from portal.people.persons.models import Person
from portal.people.persons.services import PersonData
from tests.portal.matters.counting import queries_of
from tests.portal.matters.filing import file_matter, mediate
from tests.world import World

START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


def file_many(db: Db, world: World, n: int) -> list[Matter]:
    """Filed a second apart, so that their order is known."""
    matters = []
    for second in range(n):
        with clock.held(START + timedelta(seconds=second)):
            matters.append(file_matter(db, world).matter)
    return matters


def desk(db: Db, actor: Actor) -> queries.Place:
    return queries.places(db, actor)[0]


def ids(found: queries.Found) -> list[uuid.UUID]:
    return [matter.id for matter in found.matters]


def test_newest_first_page_after_page_and_nothing_twice(world: World, db: Db) -> None:
    matters = file_many(db, world, PAGE * 2 + 5)
    clerk = world.actor("clerk")
    seen: list[uuid.UUID] = []
    after: uuid.UUID | None = None
    for size in (PAGE, PAGE, 5):
        page = queries.found(db, clerk, desk(db, clerk), Asked(after=after))
        assert len(page.matters) == size
        seen += ids(page)
        after = page.next
    assert after is None
    assert seen == [matter.id for matter in reversed(matters)]


def test_filters_and_counts_agree(world: World, db: Db) -> None:
    one, two, three, four = file_many(db, world, 4)
    clerk = world.actor("clerk")
    for matter, code in ((one, "0201"), (two, "0203"), (three, "0701")):
        classify(db, clerk, matter, code, "M")
        move(db, clerk, matter, "triaged")
    flag_danger(db, clerk, two)
    move(db, clerk, three, "closed", "resolved")
    wanted = {
        Asked(): [four, three, two, one],
        Asked(stage="registered"): [four],
        Asked(stage="triaged"): [two, one],
        Asked(stage="closed"): [three],
        Asked(stage="active"): [],
        Asked(major="02"): [two, one],
        Asked(major="02", stage="triaged", danger=True): [two],
        Asked(danger=True): [two],
    }
    place = desk(db, clerk)
    for asked, matters in wanted.items():
        assert ids(queries.found(db, clerk, place, asked)) == [matter.id for matter in matters], asked
    assert queries.counts(db, clerk, place, list(wanted)) == [len(matters) for matters in wanted.values()]


def test_counts_stop_at_a_hundred(world: World, db: Db) -> None:
    file_many(db, world, 103)
    clerk, mediator = world.actor("clerk"), world.actor("mediator")
    assert queries.counts(db, clerk, desk(db, clerk), [Asked(), Asked(stage="closed")]) == [100, 0]
    assert queries.counts(db, mediator, queries.places(db, mediator)[-1], [Asked()]) == [0]


def test_a_mediator_finds_their_own_once_each(world: World, db: Db) -> None:
    matters = file_many(db, world, 3)
    mediate(db, world, matters[0])
    mediate(db, world, matters[2])
    account = world.accounts["mediator"].id
    involve(db, SYSTEM, matters[2], "secretary", account_id=account, act="two hats")
    mediator, head = world.actor("mediator"), world.actor("head")
    assert [place.key for place in queries.places(db, mediator)] == ["mine"]
    mine = queries.found(db, mediator, queries.places(db, mediator)[0], Asked())
    assert ids(mine) == [matters[2].id, matters[0].id]
    keys = [place.key for place in queries.places(db, head)]
    assert keys == [f"committee-{world.committee.id.hex}", "mine"]
    assert ids(queries.found(db, head, queries.places(db, head)[0], Asked())) == [matters[2].id, matters[0].id]


@pytest.mark.parametrize(
    ("q", "search"),
    [
        ("测试甲", Search(name="测试甲")),
        ("测", Search(problem="name")),
        ("ZZ990101", Search(codes=("ZZ990101" + "0" * 14, "ZZ990101" + "Z" * 14))),
        (
            "990101 20261102",
            Search(codes=("ZZ99010120261102" + "0" * 6, "ZZ99010120261102" + "Z" * 6), run="99010120261102"),
        ),
        ("30809x", Search(run="30809X")),
        ("308", Search(codes=("ZZ308" + "0" * 17, "ZZ308" + "Z" * 17))),
        ("ZZ99010120261102123450", Search(problem="code")),
        ("zz 99 ab", Search(problem="code")),
        ("9" * 40, Search(problem="code")),
    ],
)
def test_what_was_typed_is_understood(q: str, search: Search) -> None:
    assert understand(q) == search


def test_a_whole_code_finds_one(world: World) -> None:
    made = next(code for n in range(99) if (code := make_code("990101", date(2026, 11, 2), f"{n:05}")))
    assert understand(made.lower()) == Search(codes=(made, made))
    assert understand(made[2:]) == Search(codes=(made, made))


def search(db: Db, actor: Actor, q: str, place: int = 0) -> list[uuid.UUID]:
    at = queries.places(db, actor)[place]
    return ids(queries.found(db, actor, at, Asked(q=q), searching.beginning(db, at, understand(q)) or ()))


def test_search_finds_by_code_and_name_and_only_what_lies_there(world: World, db: Db) -> None:
    one = file_matter(db, world, applicants=[PersonData(name="欧阳测试")]).matter
    two = file_matter(db, world, respondents=[PersonData(name="欧阳测验")]).matter
    mediate(db, world, two)
    clerk, mediator = world.actor("clerk"), world.actor("mediator")
    assert search(db, clerk, one.code) == [one.id]
    assert search(db, clerk, one.code[:8]) == [two.id, one.id]
    assert search(db, clerk, "欧阳测试") == [one.id]
    assert search(db, clerk, "欧阳测") == [two.id, one.id]
    assert search(db, clerk, "阳测") == []
    assert search(db, clerk, "欧阳%") == []
    assert search(db, mediator, "欧阳") == [two.id]
    assert search(db, mediator, one.code) == []


def plan(db: Db, statement: Any) -> str:
    """How SQLite carries out exactly what the page asks."""
    told: list[str] = []

    def explain(_connection: Any, cursor: Any, sql: str, parameters: Any, *_rest: Any) -> None:
        told.extend(row[-1] for row in cursor.connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters))

    engine = db.get_bind()
    event.listen(engine, "before_cursor_execute", explain)
    try:
        db.execute(statement)
    finally:
        event.remove(engine, "before_cursor_execute", explain)
    return "\n".join(told)


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (Asked(), "ix_involvements_desk (organisation_id=? AND capacity=?)"),
        (Asked(stage="closed"), "ix_involvements_desk_stage (organisation_id=? AND capacity=? AND stage=?)"),
        (Asked(major="02"), "ix_involvements_desk_class_major (organisation_id=? AND capacity=? AND class_major=?)"),
        (Asked(danger=True), "ix_involvements_desk_danger (organisation_id=? AND capacity=? AND danger=?)"),
        (
            Asked(stage="closed", after=uuid.UUID(int=7)),
            "ix_involvements_desk_stage (organisation_id=? AND capacity=? AND stage=? AND matter_id<?)",
        ),
    ],
)
def test_the_desk_walks_an_index_in_the_order_of_the_page(
    world: World, portal: Portal, asked: Asked, index: str
) -> None:
    clerk = world.actor("clerk")
    with portal.database.reading() as db:
        told = plan(db, queries._page(clerk, desk(db, clerk), asked, None))
    assert index in told
    assert "SCAN" not in told
    assert "TEMP B-TREE" not in told, "nothing is sorted"


def test_what_the_docket_goes_by_follows_the_matter(world: World, db: Db) -> None:
    """The copies in the involvements, also of those who come in later, and whoever changes the matter."""
    matter = file_matter(db, world).matter
    clerk = world.actor("clerk")

    def agreed() -> set[tuple[str, str | None, bool]]:
        rows = select(Involvement.stage, Involvement.class_major, Involvement.danger)
        return set(db.execute(rows.where(Involvement.matter_id == matter.id)))

    assert agreed() == {("registered", None, False)}
    classify(db, clerk, matter, "0701", "M")
    move(db, clerk, matter, "triaged")
    assert agreed() == {("triaged", "07", False)}
    mediate(db, world, matter)
    flag_danger(db, clerk, matter)
    assert agreed() == {("triaged", "07", True)}
    matter.stage, matter.class_code = "routed", None
    db.flush()
    assert agreed() == {("routed", None, True)}


def test_a_mediators_list_walks_their_involvements(world: World, portal: Portal) -> None:
    mediator = world.actor("mediator")
    with portal.database.reading() as db:
        told = plan(db, queries._page(mediator, queries.places(db, mediator)[0], Asked(stage="active"), None))
    assert "ix_involvements_account_stage (account_id=? AND stage=?)" in told
    assert "SCAN" not in told
    assert "TEMP B-TREE" not in told


def test_the_page_asks_the_same_number_of_questions_for_five_rows_and_for_fifty(
    world: World, portal: Portal, client: FlaskClient
) -> None:
    def ask(rows: int) -> int:
        with queries_of(portal) as asked:
            page = client.get("/docket").get_data(as_text=True)
        assert page.count("data-row") == rows
        return len(asked)

    with portal.database.writing() as db:
        file_many(db, world, 5)
    world.sign_in(client, portal.database, "clerk")
    few = ask(5)
    with portal.database.writing() as db:
        file_many(db, world, 60)
    assert ask(PAGE) == few
    assert few <= 16


def within(db: Db, actor: Actor, q: str, place: int = 0) -> list[uuid.UUID]:
    at = queries.places(db, actor)[place]
    return ids(queries.found(db, actor, at, Asked(q=q), searching.anywhere(db, at, understand(q)) or ()))


def test_search_finds_within_names_and_codes(world: World, db: Db) -> None:
    one = file_matter(db, world, applicants=[PersonData(name="许阿海")]).matter
    two = file_matter(db, world, respondents=[PersonData(name="Maren Solberg")]).matter
    odd = file_matter(db, world, applicants=[PersonData(name="百分之五%_有限公司")]).matter
    clerk = world.actor("clerk")
    assert search(db, clerk, "阿海") == []
    assert within(db, clerk, "阿海") == [one.id]
    assert within(db, clerk, "solberg") == within(db, clerk, "Solb") == [two.id]
    assert within(db, clerk, "%_") == [odd.id], "what was typed is no pattern"
    assert within(db, clerk, "__") == []
    assert one.id in within(db, clerk, one.code[16:21])
    assert within(db, clerk, one.code[13:]) == [one.id], "the check character may be typed with it"
    assert {one.id, two.id} <= set(within(db, clerk, one.code[8:16])), "both were registered on this day"


def test_a_part_of_very_many_names_asks_for_more(world: World, db: Db) -> None:
    for number in range(NAMES + 1):
        person = Person(center_id=world.center.id, created_at=clock.now(), name=f"小测试{number}")
        db.add(person)
    db.flush()
    assert searching.anywhere(db, desk(db, world.actor("clerk")), understand("测试")) is None


def test_the_page_looks_further_by_itself_and_says_how(client: FlaskClient, portal: Portal, world: World) -> None:
    with portal.database.writing() as own:
        first = file_matter(own, world, applicants=[PersonData(name="许阿海")]).matter
    world.sign_in(client, portal.database, "clerk")
    page = client.get("/docket?q=阿海").get_data(as_text=True)
    assert str(first.id) in page
    with portal.database.writing() as own:
        second = file_matter(own, world, applicants=[PersonData(name="阿海家政")]).matter
    page = client.get("/docket?q=阿海").get_data(as_text=True)
    assert str(second.id) in page
    assert str(first.id) not in page
    assert "只列出了" in page
    further = client.get("/docket?q=阿海&anywhere=1").get_data(as_text=True)
    assert str(first.id) in further
    assert str(second.id) in further
    assert "不能在这里查" in client.get("/docket?q=没有这个人").get_data(as_text=True)
