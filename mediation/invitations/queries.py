"""Finding invitations, whom a link or a letter is for, and what became of a sending."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.invitations.models import Invitation
from mediation.invitations.rules import LINK_PURPOSE
from portal.accounts.models import PersonalLink
from portal.accounts.passes.services import open_link
from portal.accounts.visits.rules import bare_code
from portal.directory.taxonomy.rules import Flag, load
from portal.kernel.db import Db
from portal.kernel.i18n import pick
from portal.matters.models import Party
from portal.matters.queries import by_code
from portal.notices.models import Delivery
from portal.people.persons.models import Person

CAREFUL = frozenset({Flag.D, Flag.X, Flag.P})


@dataclass(frozen=True)
class Knock:
    """Somebody at the door with a link that holds."""

    link: PersonalLink
    case: MediationCase
    invitation: Invitation
    person: Person


def at_link(db: Db, token: str) -> Knock | None:
    """Whom this link is for, while it holds. Looking changes nothing: link previews must not burn it."""
    link = open_link(db, token)
    if link is None or link.purpose != LINK_PURPOSE:
        return None
    case = cases.of_matter(db, link.matter_id)
    invitation = newest(db, case, link.person_id) if case else None
    if case is None or invitation is None or invitation.denied_at is not None:
        return None
    return Knock(link, case, invitation, db.get_one(Person, link.person_id))


def newest(db: Db, case: MediationCase, person_id: uuid.UUID) -> Invitation | None:
    """The last sending to a person."""
    rows = select(Invitation).where(Invitation.case_id == case.id, Invitation.person_id == person_id)
    return db.scalar(rows.order_by(Invitation.id.desc()).limit(1))


def by_party(db: Db, case: MediationCase) -> Mapping[uuid.UUID, Invitation]:
    """The last sending for each party."""
    rows = select(Invitation).where(Invitation.case_id == case.id).order_by(Invitation.id)
    return {row.party_id: row for row in db.scalars(rows)}


def contacted(db: Db, case: MediationCase) -> bool:
    """Whether everybody who is asked, and did not file, has been written to (CLK-05)."""
    sent = by_party(db, case)
    return all(party.id in sent for party in cases.parties(db, case.matter_id) if party.role != "applicant")


def deliveries(db: Db, invitations: Sequence[Invitation]) -> Mapping[uuid.UUID, Delivery]:
    """What became of each sending on its way, by notice."""
    ids = [row.notice_id for row in invitations if row.notice_id]
    rows = select(Delivery).where(Delivery.notice_id.in_(ids)).order_by(Delivery.id)
    return {row.notice_id: row for row in db.scalars(rows)} if ids else {}


def case_by_code(db: Db, typed: str) -> MediationCase | None:
    """The mediation of a case code as typed. No right follows from it: ask for PIN and name."""
    matter = by_code(db, typed)
    return cases.of_matter(db, matter.id) if matter else None


def door_key(case: MediationCase | None, typed: str) -> str:
    """Under which name wrong answers at the letter's door are counted; a code that fits nothing has one too."""
    return f"letter:{case.id if case else bare_code(typed)}"


def subject(class_code: str | None) -> str:
    """What it is about, in neutral words: the class, or only its group where the class itself would accuse."""
    if class_code is None:
        return ""
    taxonomy = load()
    minor, major = taxonomy.minor(class_code), taxonomy.major_of(class_code)
    named = major if minor.flags & CAREFUL else minor
    return pick(named.name_zh, named.name_en)


def applicants(parties: Sequence[Party]) -> list[str]:
    """Who asks."""
    return [party.person.name for party in parties if party.role == "applicant"]
