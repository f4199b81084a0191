"""The parties as they stand in the agreement (masked) and in its annex (in full), and who signs for each."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from mediation.cases import queries as cases
from portal.documents.agreement import AnnexPerson, LegalParty, NaturalParty, Representative
from portal.documents.agreement.clauses import chinese_date
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.models import Party
from portal.people.persons.models import Guardianship, Person
from portal.people.persons.rules import HEADS, age_on, mask_id_number, mask_phone

SEALED = ["phone", "email", "address", "id_number"]


@dataclass(frozen=True)
class Speaker:
    """Who signs for a party: themselves, a guardian, or the representative of a company."""

    party: Party
    person: Person
    guardianship: Guardianship | None

    @property
    def who(self) -> str:
        """A key of rules.IDENTITY_FOR."""
        if self.guardianship is not None:
            return "guardian"
        return "legal" if self.party.person.kind == "legal" else "self"

    @property
    def note(self) -> str:
        """For whom, as it stands under the name."""
        if self.guardianship is not None:
            return f"代{self.party.person.name}签署，{self.guardianship.relation}"
        return f"{_title(self.party.person)}：{self.signatory}" if self.signatory else ""

    @property
    def signatory(self) -> str | None:
        """Who writes their name for a body."""
        return self.party.person.legal_representative if self.who == "legal" else None


def speakers(db: Db, matter_id: uuid.UUID) -> list[Speaker]:
    """Everybody still in the matter with who signs for them, in the order of registration."""
    parties = cases.parties(db, matter_id)
    by_person = cases.speakers(db, [party.person_id for party in parties])
    wards = _guardianships(db, by_person)
    people = {row.id: row for row in db.scalars(select(Person).where(Person.id.in_(by_person.values())))}
    return [Speaker(party, people[by_person[party.person_id]], wards.get(party.person_id)) for party in parties]


def _guardianships(db: Db, by_person: Mapping[uuid.UUID, uuid.UUID]) -> Mapping[uuid.UUID, Guardianship]:
    wards = [ward for ward, guardian in by_person.items() if ward != guardian]
    rows = db.scalars(select(Guardianship).where(Guardianship.ward_id.in_(wards)))
    return {row.ward_id: row for row in rows if by_person[row.ward_id] == row.guardian_id}


IN_ANNEX = "见附件"


def masked(db: Db, actor: Actor, people: Sequence[Speaker], day: date) -> tuple[
    NaturalParty | LegalParty, ...
]:  # fmt: skip
    """As the agreement shows them: enough to know who is meant. Of nobody a phone or a home: left out only
    where somebody is in danger, they would tell that to the other side."""
    for one in people:
        audit.note(db, actor, "agreement.parties_masked", one.party.person, SEALED)
    return tuple(_masked(one, day) for one in people)


def _masked(one: Speaker, day: date) -> NaturalParty | LegalParty:
    person = one.party.person
    acting = (_representative(one),) if one.guardianship is not None else ()
    if person.kind == "legal":
        return LegalParty(
            name=person.name,
            credit_code=person.uscc or "",
            address=person.address or "",
            legal_representative=person.legal_representative or "",
            title=_title(person),
            position=person.representative_post or "",
            contact=person.contact_name or "",
            phone=mask_phone(person.phone),
            representatives=acting,
        )
    return NaturalParty(
        name=person.name,
        gender=person.gender or "",
        ethnicity=person.ethnicity or "",
        age=age_on(person.born_on, day) if person.born_on else None,
        occupation=person.occupation or "",
        address=IN_ANNEX,
        phone=IN_ANNEX,
        id_kind=_id_kind(person),
        id_number=mask_id_number(person.id_number),
        representatives=acting,
    )


def _representative(one: Speaker) -> Representative:
    assert one.guardianship is not None
    return Representative(
        kind="监护人",
        name=one.person.name,
        relation=one.guardianship.relation,
        id_number=mask_id_number(one.person.id_number),
        phone=IN_ANNEX,
    )


def _title(person: Person) -> str:
    """法定代表人 unless another is written down."""
    return person.representative_title or HEADS[0]


def _id_kind(person: Person) -> str:
    return ID_KINDS[person.id_kind or "id_card"]


ID_KINDS: Mapping[str, str] = {
    "id_card": "居民身份证",
    "household": "户口簿",
    "passport": "护照",
    "hk_macau": "港澳居民来往内地通行证或居住证",
    "taiwan": "台湾居民来往大陆通行证或居住证",
    "residence": "外国人永久居留身份证",
}
"""Documents as papers name them (portal.people.persons.rules.ID_KINDS)."""


def in_full(
    db: Db,
    actor: Actor,
    people: Sequence[Speaker],
    tails: Mapping[uuid.UUID, str],
    lacks: Mapping[uuid.UUID, str],
    codes: Mapping[uuid.UUID, str],
) -> tuple[AnnexPerson, ...]:
    """For court and committee alone; each read is written down first. ``tails``: what staff saw of whose document;
    ``lacks``: what is not known of whom, and why; ``codes``: where the codes of their signatures went."""
    shown = list(dict.fromkeys(person for one in people for person in (one.party.person, one.person)))
    for person in shown:
        audit.note(db, actor, "agreement.annex_made", person, SEALED)
    headings = {one.party.person: f"当事人：{one.party.person.name}" for one in people}
    return tuple(
        AnnexPerson(
            headings.get(person, f"监护人：{person.name}"),
            tuple(
                row for row in (*_rows(person), (TAIL, tails.get(person.id, "")), (LACKS, lacks.get(person.id, "")),
                    (CODES, codes.get(person.id, "")))
                if row[1]
            ),
        )
        for person in shown
    )  # fmt: skip


TAIL = "签署前工作人员查看证件，末四位"
CODES = "签署验证码发往"
LACKS = "没有登记的信息及原因"


def _rows(person: Person) -> tuple[tuple[str, str], ...]:
    if person.kind == "legal":
        head = "，".join(filter(None, (person.legal_representative, person.representative_post)))
        return (
            ("名称", person.name), ("统一社会信用代码", person.uscc or ""), (_title(person), head),
            ("联系人", person.contact_name or ""), ("联系电话", person.phone or ""), ("住所", person.address or ""),
        )  # fmt: skip
    number = "公民身份号码" if person.id_kind in (None, "id_card") else f"{_id_kind(person)}号码"
    born = person.born_on
    return (
        ("姓名", person.name), ("性别", person.gender or ""), ("出生日期", chinese_date(born) if born else ""),
        (number, person.id_number or ""), ("联系电话", person.phone or ""), ("住址", person.address or ""),
    )  # fmt: skip
