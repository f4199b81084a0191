"""Documents seen at the hall: written down once by whoever handles the matter, shown as a fact, never as a number."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.app import Portal
from portal.contracts.events import IdentitySeen
from portal.kernel.audit import AuditLine
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Conflict, Refused
from portal.matters import words
from portal.matters.correcting import correct_party
from portal.matters.guarding import add_guardian
from portal.matters.identities import rules
from portal.matters.identities.models import IdentityCheck
from portal.matters.identities.policy import SEE
from portal.matters.identities.queries import newest, seen
from portal.matters.identities.services import see
from portal.matters.services import Opened, move
from portal.people.persons.services import PersonData
from tests.portal.matters.filing import everybody, file_matter, mediate
from tests.portal.matters.reading import lines, text
from tests.world import World


def test_every_document_has_a_name_and_suits_one_kind_of_person() -> None:
    assert set(rules.ALL) == set(words.DOCUMENTS)
    for document in rules.ALL:
        assert len([kind for kind in rules.DOCUMENTS if rules.suits(document, kind)]) == 1


def test_who_handles_the_matter_writes_it_down(world: World, db: Db) -> None:
    opened = file_matter(db, world)
    mediate(db, world, opened.matter)
    people = everybody(world, opened)
    may = {name for name, actor in people.items() if SEE.allows(db, actor, opened.matter)}
    assert may == {"clerk", "dispatcher", "mediator", "head", "secretary", "clerk of this area"}
    for name, actor in people.items():
        if name not in may:
            with pytest.raises(Refused):
                see(db, actor, opened.matter, opened.respondents[0].person_id, "id_card", "123X")
    assert db.scalars(select(IdentityCheck)).all() == []


def test_of_persons_of_this_matter_only(world: World, db: Db) -> None:
    first, second = file_matter(db, world), file_matter(db, world)
    with pytest.raises(Refused):
        see(db, world.actor("clerk"), first.matter, second.applicants[0].person_id, "id_card", "123X")


def test_a_guardian_is_a_person_of_the_matter(world: World, db: Db) -> None:
    clerk = world.actor("clerk")
    opened = file_matter(db, world, applicants=[PersonData(name="测试小", said_age="teen")])
    row = add_guardian(db, clerk, opened.matter, opened.applicants[0], PersonData(name="测试母"), "母亲")
    check = see(db, clerk, opened.matter, row.guardian_id, "id_card", "123x")
    assert newest(db, opened.matter.id, {row.guardian_id})[row.guardian_id] is check
    assert check.tail == "123X"


@pytest.mark.parametrize(
    ("document", "tail", "number", "taken"),
    [
        ("id_card", "123X", "", True),
        ("id_card", "123x", "", True),
        ("id_card", "1234", "", False),
        ("id_card", "1004", "110105198601011004", True),
        ("passport", "1234", "", True),
    ],
)
def test_what_was_seen_is_compared_with_what_is_on_file(
    world: World, db: Db, document: str, tail: str, number: str, taken: bool
) -> None:
    """Somebody else's card is not this party's; a wrong file is put right with the whole number; the look is noted."""
    opened = file_matter(db, world)
    clerk, person = world.actor("clerk"), opened.applicants[0].person_id
    if taken:
        assert see(db, clerk, opened.matter, person, document, tail, number).tail == tail.upper()
        return
    with pytest.raises(Conflict, match="不一样"):
        see(db, clerk, opened.matter, person, document, tail, number)
    assert db.scalars(select(IdentityCheck)).all() == []
    assert db.scalars(select(AuditLine.action).where(AuditLine.action == "identity.compared")).all()


def test_a_closed_matter_takes_one_at_the_window_alone(world: World, db: Db) -> None:
    """Whoever lost their PIN years later shows their document in the hall; a matter that was shut away takes none."""
    opened = file_matter(db, world)
    mediate(db, world, opened.matter)
    person = opened.applicants[0].person_id
    move(db, world.actor("clerk"), opened.matter, "closed", close_kind="declined")
    assert see(db, world.actor("clerk"), opened.matter, person, "id_card", "123X").tail == "123X"
    with pytest.raises(Refused):
        see(db, world.actor("mediator"), opened.matter, person, "id_card", "123X")
    move(db, SYSTEM, opened.matter, "restricted")
    with pytest.raises(Refused):
        see(db, world.actor("clerk"), opened.matter, person, "id_card", "123X")


def test_a_later_look_is_another_row_and_the_house_hears_of_each(world: World, db: Db, portal: Portal) -> None:
    heard: list[IdentitySeen] = []
    portal.bus.subscribe(IdentitySeen, lambda _db, event: heard.append(event))
    opened = file_matter(db, world)
    person = opened.applicants[0].person_id
    for document in ("household", "id_card"):
        see(db, world.actor("clerk"), opened.matter, person, document, "123X")
    assert [row.document for row in db.scalars(select(IdentityCheck).order_by(IdentityCheck.id))] == [
        "household", "id_card",
    ]  # fmt: skip
    assert str(seen(db, opened.matter.id)[person].document) == "居民身份证"
    assert heard == [IdentitySeen(opened.matter.id, person)] * 2


def test_the_page_of_the_hall(clerk: FlaskClient, opened: Opened, portal: Portal) -> None:
    people = f"/matters/{opened.matter.id}?tab=people"
    address = f"/matters/{opened.matter.id}/identity/{opened.applicants[0].person_id}"
    page = text(clerk.get(people))
    assert "还没有看过证件" in page
    assert address in clerk.get(people).get_data(as_text=True)
    for wrong in (
        {},
        {"document": "id_card"},
        {"document": "legal_rep", "tail": "123X"},
        {"document": "id_card", "tail": "12"},
        {"document": "id_card", "tail": "777x"},
    ):
        assert clerk.post(address, data=wrong).status_code == 422
    assert clerk.post(address, data={"document": "id_card", "tail": "123x"}).headers["Location"].endswith("tab=people")
    shown = clerk.get(people).get_data(as_text=True) + clerk.get(address).get_data(as_text=True)
    assert "clerk 同志在" in shown
    assert "看过居民身份证" in shown
    assert "123X" not in shown
    (line,) = lines(portal, "identity.seen")
    assert line.fields == ["document", "tail"]
    with portal.database.reading() as db:
        assert "777X" not in str(db.execute(select(IdentityCheck.__table__)).all())
        assert db.scalars(select(AuditLine.action).where(AuditLine.action == "identity.seen")).all() == [
            "identity.seen"
        ]


@pytest.mark.parametrize(("number", "taken"), [("110105198601011004", True), ("11010519491231002X", False)])
def test_a_number_typed_later_ends_as_the_document_did(world: World, db: Db, number: str, taken: bool) -> None:
    """Two numbers that contradict each other are never sealed into one annex."""
    opened = file_matter(db, world, applicants=[PersonData(name="测试丁")])
    mediate(db, world, opened.matter)
    party = opened.applicants[0]
    see(db, world.actor("clerk"), opened.matter, party.person_id, "id_card", "1004")
    given = (db, world.actor("mediator"), opened.matter, party.person, {"id_number": number})
    if taken:
        correct_party(*given)
        assert party.person.id_number == number
        return
    with pytest.raises(Conflict, match="末四位不一样"):
        correct_party(*given)
