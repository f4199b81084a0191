"""Persons: sealed, equal by HMAC, put right without contradiction, minors with their guardians; on both databases."""

import uuid
from datetime import date

import pytest
from sqlalchemy import text

from portal.app import Portal
from portal.directory.organisations.models import Organisation
from portal.kernel.audit import AuditLine
from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS, SYSTEM, Actor, Conflict, Refused
from portal.matters.services import Opened, classify, move
from portal.people.persons import queries
from portal.people.persons.models import Guardianship, Person
from portal.people.persons.policy import CONTACT
from portal.people.persons.services import PersonData, add_person, attach_guardian, correct
from tests.portal.matters.filing import BEN, file_matter
from tests.world import World

CHILD = PersonData(name="测试小", born_on=date(2015, 5, 1))
MOTHER = PersonData(name="测试母", born_on=date(1985, 5, 1))


@pytest.fixture
def person(world: World, db: Db) -> Person:
    """Somebody with everything."""
    data = PersonData(
        name=" 测试 甲\u200b", phone="138 0000-0001", email="jia@example.com", address="人民路12号",
        id_number="1101 0119 0001 0100 14", contact_words="您的快递",
    )  # fmt: skip
    return add_person(db, SYSTEM, world.center.id, data)


def himself(person: Person) -> Actor:
    return Actor(person=person.id)


def test_numbers_are_stored_in_one_spelling(person: Person) -> None:
    assert (person.name, person.phone, person.id_number) == ("测试 甲", "13800000001", "110101190001010014")


def test_nothing_that_reaches_them_lies_readable_in_the_database(person: Person, db: Db) -> None:
    row = db.execute(text("select * from persons")).mappings().one()
    stored = b"|".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row.values())
    for secret in ("13800000001", "jia@example.com", "人民路", "110101190001010014", "您的快递"):
        assert secret.encode() not in stored


def test_equal_numbers_are_found_however_they_are_typed(person: Person, world: World, db: Db) -> None:
    other = add_person(db, SYSTEM, world.center.id, PersonData(name="另一人", phone="13800000002"))
    assert list(queries.with_phone(db, "+86 １３８ 0000 0001")) == [person]
    assert list(queries.with_phone(db, "13800000002")) == [other]
    assert list(queries.with_id_number(db, "110101190001010014")) == [person]
    assert list(queries.with_id_number(db, "110101190001010022")) == []


def test_two_filings_make_two_persons(person: Person, world: World, db: Db) -> None:
    again = add_person(db, SYSTEM, world.center.id, PersonData(name=person.name, phone="13800000001"))
    assert again.id != person.id
    assert len(queries.with_phone(db, "13800000001")) == 2


def test_a_name_is_needed(world: World, db: Db) -> None:
    for name in ("", "  ", "\u200b\u3000"):
        with pytest.raises(Conflict):
            add_person(db, SYSTEM, world.center.id, PersonData(name=name))


def test_a_correction_takes_what_is_derived_along(person: Person, db: Db) -> None:
    correct(db, himself(person), person, phone="13800000009", name="测试乙")
    assert person.name == "测试乙"
    assert list(queries.with_phone(db, "13800000009")) == [person]
    assert list(queries.with_phone(db, "13800000001")) == []
    correct(db, himself(person), person, phone=None)
    assert (person.phone, person.phone_mac) == (None, None)


def test_birth_and_gender_follow_the_identity_number(world: World, db: Db) -> None:
    number = "110101190001010014"
    made = add_person(db, SYSTEM, world.center.id, PersonData(name="测试", id_number=number))
    assert (made.born_on, made.gender) == (date(1900, 1, 1), "男")
    for wrong in ({"born_on": date(1901, 1, 1)}, {"gender": "女"}):
        with pytest.raises(Conflict):
            add_person(db, SYSTEM, world.center.id, PersonData(name="测试", id_number=number, **wrong))
    typed_wrong = add_person(db, SYSTEM, world.center.id, PersonData(name="测试", id_number="123"))
    assert (typed_wrong.born_on, typed_wrong.id_number) == (None, "123"), "a counter may write down what a card says"
    correct(db, himself(typed_wrong), typed_wrong, id_number=number)
    assert typed_wrong.born_on == date(1900, 1, 1)


def test_a_stranger_corrects_nothing(person: Person, world: World, db: Db) -> None:
    for actor in (ANONYMOUS, SYSTEM, world.actor("clerk"), world.actor("admin"), Actor(person=uuid.uuid4())):
        with pytest.raises(Refused):
            correct(db, actor, person, phone="13800000009")
    with pytest.raises(TypeError):
        correct(db, himself(person), person, phone_mac=b"x")


def test_numbers_in_full_are_read_only_after_the_note(person: Person, portal: Portal, db: Db) -> None:
    shown = queries.contact(db, himself(person), person, "contact")
    assert (shown.phone, shown.email, shown.words) == ("13800000001", "jia@example.com", "您的快递")
    lines = [o for o in db.new if isinstance(o, AuditLine)] or list(db.query(AuditLine))
    revealed = [line for line in lines if line.action == "person.revealed"]
    assert len(revealed) == 1
    assert {"phone", "reason:contact"} <= set(revealed[0].fields)
    with pytest.raises(Refused):
        queries.contact(db, Actor(person=uuid.uuid4()), person, "contact")


def test_the_other_side_never_knows_a_party(world: World, db: Db) -> None:
    opened = file_matter(db, world)
    for reader, read in ((opened.applicants, opened.respondents), (opened.respondents, opened.applicants)):
        visitor = world.visitor(reader[0].person_id, opened.matter.id)
        assert not CONTACT.allows(db, visitor, read[0].person)
        with pytest.raises(Refused):
            queries.get(db, visitor, read[0].person_id)
    with pytest.raises(Refused):
        queries.get(db, world.actor("clerk"), world.center.id)


def test_masked_shows_no_number_in_full(person: Person) -> None:
    shown = queries.masked(person)
    assert (shown.phone, shown.address, shown.email, shown.words) == (
        "138****0001",
        "人民路***",
        "j***@example.com",
        "",
    )


def minor_matter(world: World, db: Db, child: PersonData) -> Opened:
    opened = file_matter(db, world, applicants=[child], respondents=[BEN])
    classify(db, world.actor("clerk"), opened.matter, "0201", "M")
    move(db, world.actor("clerk"), opened.matter, "triaged")
    move(db, world.actor("clerk"), opened.matter, "routed")
    return opened


def test_r12_no_work_begins_for_a_minor_without_a_guardian(world: World, db: Db) -> None:
    clerk = world.actor("clerk")
    opened = minor_matter(world, db, CHILD)
    child = opened.applicants[0].person
    with pytest.raises(Conflict, match="监护人"):
        move(db, clerk, opened.matter, "active")
    assert opened.matter.stage == "routed"
    with pytest.raises(Conflict, match="十四"):
        attach_guardian(db, clerk, child, MOTHER, "母亲")
    row = attach_guardian(db, clerk, child, MOTHER, "母亲", consents=True)
    assert row.consented_at is not None
    move(db, clerk, opened.matter, "active")


def test_r12_from_fourteen_on_a_guardian_is_enough(world: World, db: Db) -> None:
    clerk = world.actor("clerk")
    opened = minor_matter(world, db, PersonData(name="测试少年", born_on=date(2010, 5, 1)))
    with pytest.raises(Conflict, match="十八"):
        move(db, clerk, opened.matter, "active")
    attach_guardian(db, clerk, opened.applicants[0].person, MOTHER, "母亲")
    move(db, clerk, opened.matter, "active")


def test_r12_a_guardian_entered_without_consent_is_not_enough_for_a_child(world: World, db: Db) -> None:
    opened = minor_matter(world, db, CHILD)
    child = opened.applicants[0].person
    mother = add_person(db, SYSTEM, world.center.id, MOTHER)
    db.add(Guardianship(ward_id=child.id, guardian_id=mother.id, relation="母亲"))
    db.flush()
    with pytest.raises(Conflict, match="同意"):
        move(db, world.actor("clerk"), opened.matter, "active")


def test_a_guardian_is_an_adult_and_attached_by_those_who_may(world: World, db: Db) -> None:
    child = minor_matter(world, db, CHILD).applicants[0].person
    brother = PersonData(name="测试兄", born_on=date(2012, 5, 1))
    with pytest.raises(Conflict, match="成年"):
        attach_guardian(db, world.actor("clerk"), child, brother, "哥哥", consents=True)
    with pytest.raises(Refused):
        attach_guardian(db, world.actor("outsider"), child, MOTHER, "母亲", consents=True)


def test_names_begin_in_byte_order_on_both_engines(world: World, db: Db) -> None:
    center = db.get_one(Organisation, world.center.id)
    names = ["阿测", "测试", "测验", "𠮷测", "Zed", "abe"]
    for name in names:
        add_person(db, SYSTEM, center.id, PersonData(name=name))
    found = [row[0] for row in db.execute(text("select name from persons order by name"))]
    assert found == sorted(names)
