"""Writing persons down, putting them right, attaching their guardians."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.forms.checks import id_number_ok
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require
from portal.people.persons import identity
from portal.people.persons.models import Guardianship, Person
from portal.people.persons.policy import CORRECT
from portal.people.persons.queries import guardians_of
from portal.people.persons.rules import (
    born_of_id,
    gender_of_id,
    guardian_consents_to_data,
    needs_guardian,
)


@dataclass(frozen=True)
class PersonData:
    """What is said of a person; only the name is needed."""

    name: str
    kind: str = "natural"
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    id_number: str | None = None
    gender: str | None = None
    ethnicity: str | None = None
    born_on: date | None = None
    said_age: str | None = None
    occupation: str | None = None
    legal_representative: str | None = None
    representative_title: str | None = None
    representative_post: str | None = None
    contact_name: str | None = None
    uscc: str | None = None
    contact_channel: str = "none"
    contact_hours: str | None = None
    contact_words: str | None = None
    phone_shared: bool = False
    locale: str = "zh"


SPELLED = {"phone": identity.plain_phone, "id_number": identity.plain_id_number}
AS_GIVEN = frozenset({"kind", "born_on", "said_age", "contact_channel", "phone_shared", "locale"})


def add_person(db: Db, actor: Actor, center_id: UUID, data: PersonData) -> Person:
    """One person in one filing; never the row of an earlier filing, however alike the names."""
    person = Person(center_id=center_id, created_at=clock.now(), kind=data.kind, name="")
    given = {name: value for name, value in asdict(data).items() if value is not None}
    _apply(person, given)
    db.add(person)
    db.flush()
    audit.record(db, actor, "person.added", person, sorted(given))
    return person


def correct(db: Db, actor: Actor, person: Person, **changes: Any) -> Person:
    """Put right what was written down wrongly (个人信息保护法 art.46); what was signed keeps its words.

    Whatever is derived follows: the HMAC of a number, birth and gender of an identity number.
    """
    require(db, actor, CORRECT, person)
    unknown = changes.keys() - PersonData.__dataclass_fields__.keys()
    if unknown:
        raise TypeError(f"a person has no {sorted(unknown)}")
    if "id_number" in changes:
        changes = {"born_on": None, "gender": None, **changes}
    _apply(person, changes)
    db.flush()
    audit.record(db, actor, "person.corrected", person, sorted(changes))
    return person


def number_seen(db: Db, actor: Actor, person: Person, id_kind: str, number: str) -> None:
    """Staff read the number off the document itself, which outweighs what was said of birth and gender before.

    The right to do so is that of the calling act.
    """
    person.id_kind, person.born_on, person.gender = id_kind, *_told(person, id_kind)
    _apply(person, {"id_number": number})
    db.flush()
    audit.record(db, actor, "person.number_seen", person, ["id_kind", "id_number"])


def _told(person: Person, id_kind: str) -> tuple[date | None, str | None]:
    """Birth and gender follow an identity card; another document does not tell them by its number."""
    return (None, None) if id_kind == "id_card" else (person.born_on, person.gender)


def _apply(person: Person, given: Mapping[str, Any]) -> None:
    for name, value in given.items():
        spell = SPELLED.get(name, identity.plain_text)
        setattr(person, name, value if name in AS_GIVEN else spell(value))
    if not person.name:
        raise Conflict(_("请填写姓名或名称。"))
    if "phone" in given:
        person.phone_mac = identity.phone_mac(person.phone) if person.phone else None
    if "id_number" in given:
        _follow_id_number(person)


def _follow_id_number(person: Person) -> None:
    """Equality, birth and gender follow the number; what was said otherwise is a contradiction to clear up."""
    number: str | None = person.id_number
    person.id_number_mac = identity.id_number_mac(number) if number else None
    if not number or person.kind != "natural" or person.id_kind not in (None, "id_card") or not id_number_ok(number):
        return
    if person.born_on not in (None, born_of_id(number)):
        raise Conflict(_("出生日期与身份证号不一致，请核对。"))
    if person.gender not in (None, gender_of_id(number)):
        raise Conflict(_("性别与身份证号不一致，请核对。"))
    person.born_on, person.gender = born_of_id(number), gender_of_id(number)


def attach_guardian(
    db: Db, actor: Actor, ward: Person, data: PersonData, relation: str, *, consents: bool = False, asked: bool = True
) -> Guardianship:
    """Attach a guardian to a minor or a person of limited capacity (R-12; 民法典 art.17-28).

    ``consents``: the guardian agrees to the handling of the ward's data, without which nobody under 14 is attached
    (个人信息保护法 art.31), except where the guardian is only named and could not be ``asked`` yet.
    """
    require(db, actor, CORRECT, ward)
    now = clock.now()
    day = clock.today(db.info["settings"].zone)
    if not needs_guardian(ward.born_on, day, ward.said_age):
        raise Conflict(_("只给未满十八周岁的人登记监护人。请先核对并登记出生日期；成年人由谁监护，要看法院的文书。"))
    if guardian_consents_to_data(ward.born_on, day, ward.said_age) and asked and not consents:
        raise Conflict(_("未满十四周岁，需要监护人同意处理孩子的个人信息。"))
    guardian = add_person(db, actor, ward.center_id, data)
    if needs_guardian(guardian.born_on, day, guardian.said_age):
        raise Conflict(_("监护人应当是成年人，请核对出生日期。"))
    return _attached(db, actor, ward, guardian, relation, now if consents else None)


def _attached(
    db: Db, actor: Actor, ward: Person, guardian: Person, relation: str, consented_at: datetime | None
) -> Guardianship:
    row = Guardianship(ward_id=ward.id, guardian_id=guardian.id, relation=relation, consented_at=consented_at)
    db.add(row)
    db.flush()
    audit.record(db, actor, "guardian.attached", row, ["guardian", "relation", "consented_at"])
    return row


def guardian_consented(db: Db, actor: Actor, ward: Person) -> Guardianship:
    """The guardian who was only named at first has been asked and agrees to the handling of the child's data."""
    require(db, actor, CORRECT, ward)
    row = next((one for one in guardians_of(db, ward.id) if one.consented_at is None), None)
    if row is None:
        raise Conflict(_("没有需要记录同意的监护人。"))
    row.consented_at = clock.now()
    db.flush()
    audit.record(db, actor, "guardian.consented", row, ["consented_at"])
    return row
