"""A row's own key: what was sealed with it opens nowhere else, and once it is destroyed nowhere at all."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from portal.accounts.models import Account
from portal.intake.alarms.models import Alarm
from portal.intake.dispatch.models import Triage
from portal.intake.filing.models import FilingDraft
from portal.kernel import clock, crypto, i18n
from portal.kernel.crypto import SHREDDED, Shredded, keyring, seal_column, shred
from portal.kernel.db import Db
from portal.kernel.keyring import OWN_KEY, PLAIN_KEY
from portal.matters.models import Matter
from portal.people.persons.models import Person
from tests.portal.matters.filing import file_matter
from tests.world import World

STORY, PHONE = "隔壁把我家的墙拆了", "13800000000"


@pytest.fixture
def matter(db: Db, world: World) -> Matter:
    return file_matter(db, world, story=STORY).matter


@pytest.fixture
def person(db: Db, matter: Matter) -> Person:
    person = matter.parties[0].person
    person.phone, person.address = PHONE, "青禾县城关镇1号"
    db.flush()
    return person


def test_each_row_is_born_with_a_key_of_its_own(matter: Matter, person: Person) -> None:
    assert [len(key) for key in (matter.row_key, person.row_key) if key] == [32, 32]
    assert matter.row_key != person.row_key
    assert matter.story_sealed[:1] == OWN_KEY


def test_one_row_key_serves_several_purposes_each_with_a_key_of_its_own(world: World) -> None:
    account = world.accounts["mediator"]
    account.phone, account.totp_secret = PHONE, "ABCDEF"
    place = f"accounts.totp_sealed:{account.id.hex}"
    assert account.totp_sealed
    assert keyring().open("codes", account.totp_sealed, place, account.row_key) == b"ABCDEF"
    with pytest.raises(ValueError, match="belong"):
        keyring().open("pii", account.totp_sealed, place, account.row_key)


def test_a_value_opens_in_its_own_place_only(db: Db, world: World, matter: Matter, person: Person) -> None:
    sealed, person.address_sealed = person.address_sealed, person.phone_sealed
    with pytest.raises(ValueError, match="belong"):
        _ = person.address
    other = file_matter(db, world).matter.parties[0].person
    other.address_sealed, other.row_key = sealed, person.row_key
    with pytest.raises(ValueError, match="belong"):
        _ = other.address


def test_it_does_not_open_with_the_key_of_another_row(matter: Matter, person: Person) -> None:
    person.row_key = matter.row_key
    with pytest.raises(ValueError, match="belong"):
        _ = person.phone


def test_what_landed_revisions_have_sealed_still_opens(person: Person) -> None:
    person.phone_sealed = seal_column("pii", "persons.phone_sealed", person.id, PHONE)
    assert person.phone_sealed[:1] == PLAIN_KEY
    assert person.phone == PHONE


def test_destroying_the_key_in_sql_is_enough(db: Db, matter: Matter, person: Person) -> None:
    db.execute(update(Person).where(Person.id == person.id).values(row_key=None))
    db.execute(update(Matter).where(Matter.id == matter.id).values(row_key=None))
    db.expire_all()
    assert (person.phone, person.address) == (None, None)
    assert matter.story == "（内容已销毁）"


def test_shredding_destroys_every_sealed_column_of_the_row_and_no_other_row(
    db: Db, matter: Matter, person: Person
) -> None:
    person.contact_words_sealed = seal_column("pii", "persons.contact_words_sealed", person.id, "下班以后")
    shred(person)
    db.flush()
    db.expire_all()
    assert person.row_key is None
    assert (person.phone, person.address, person.contact_words) == (None, None, None)
    assert {person.phone_sealed, person.address_sealed, person.contact_words_sealed} == {SHREDDED}
    assert matter.story == STORY
    assert person.name


def test_a_copy_of_the_row_without_its_key_says_nothing(person: Person) -> None:
    sealed = person.phone_sealed
    shred(person)
    assert sealed
    for row_key in (None, crypto.new_row_key()):
        with pytest.raises(ValueError, match=r"key|belong"):
            keyring().open("pii", sealed, f"persons.phone_sealed:{person.id.hex}", row_key)


def test_what_may_not_be_empty_says_that_it_is_gone_in_the_language_of_who_reads(matter: Matter) -> None:
    shred(matter)
    assert matter.story == "（内容已销毁）"
    assert i18n.in_locale("en", lambda: matter.story) == "(This text has been erased.)"
    assert matter.wish is None


def test_what_programs_read_can_still_be_read(db: Db, matter: Matter) -> None:
    triage = db.get_one(Triage, matter.id)
    alarm, draft = Alarm(), FilingDraft()
    alarm.matched, draft.answers_text = ["菜刀"], '{"story": "x"}'
    for row in (triage, alarm, draft):
        shred(row)
    assert (triage.proposal["candidates"], alarm.matched, draft.answers_text) == ([], [], "{}")


def test_what_has_no_words_instead_says_so_by_an_error() -> None:
    from mediation.agreements.models import AgreementVersion

    version = AgreementVersion()
    version.content = "{}"
    shred(version)
    with pytest.raises(Shredded):
        _ = version.content


def test_a_page_that_needs_it_says_that_it_has_been_destroyed(client: FlaskClient) -> None:
    from portal.kernel.policy import PUBLIC
    from portal.kernel.web import access

    @access(PUBLIC)
    def gone() -> str:
        raise Shredded

    client.application.add_url_rule("/gone", view_func=gone)
    answer = client.get("/gone")
    assert answer.status_code == 410
    assert "这些内容已经销毁" in answer.get_data(as_text=True)


def test_a_row_that_was_shredded_may_be_written_anew(db: Db, person: Person) -> None:
    shred(person)
    person.phone = "13800000001"
    db.flush()
    db.expire_all()
    assert (person.phone, person.address) == ("13800000001", None)


def test_a_row_has_its_key_before_anything_is_sealed(db: Db) -> None:
    """Made at the first seal it would be two keys when two people seal at once, and what one of them sealed is lost."""
    account = Account(display_name="甲", created_at=clock.now())
    db.add(account)
    db.flush()
    assert account.row_key is not None
