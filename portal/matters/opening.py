"""Registering a matter: one code, its parties, who sees it from the first moment."""

import re
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from portal.contracts.events import MatterRegistered
from portal.directory.organisations.models import Organisation
from portal.directory.organisations.queries import area
from portal.kernel import audit, clock
from portal.kernel.crypto import new_token, token_hash
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.policy import Actor
from portal.matters.dates import workdays_from_now
from portal.matters.involving import involve
from portal.matters.models import Matter, Party
from portal.matters.rules import make_code, side_name
from portal.matters.staging import flag_danger
from portal.matters.telling import say
from portal.people.persons.services import PersonData, add_person

CODE_TRIES = 20
CODE_TAKEN = re.compile(r"matters\.code|uq_matters_code")
"""How SQLite and PostgreSQL say that the code exists already."""
TRIAGE_WORKDAYS = 1
"""Dispatch within one working day (domain §4.4 step 3)."""


@dataclass(frozen=True)
class Opened:
    """A matter that has just got its code; ``qr_token`` is stored nowhere, print it now."""

    matter: Matter
    qr_token: str
    applicants: list[Party]
    respondents: list[Party]


def open_matter(
    db: Db,
    actor: Actor,
    *,
    center: Organisation,
    source: str,
    story: str,
    wish: str | None = None,
    place: str = "",
    applicants: Sequence[PersonData],
    respondents: Sequence[PersonData],
    danger: bool = False,
    locale: str = "zh",
    filed_by: uuid.UUID | None = None,
) -> Opened:
    """Register a dispute or request.

    The applicants and the centre's desk see it at once. Respondents are written down but see nothing until mediation
    lets each of them in.
    """
    token = new_token()
    around = area(db, center.area_code)
    matter = Matter(
        center_id=center.id,
        area_path=around.path if around else "",
        qr_hash=token_hash(token),
        source=source,
        holder_id=center.id,
        next_key="next.triage",
        locale=locale,
        filed_by=filed_by,
        registered_at=clock.now(),
    )
    matter.story, matter.wish, matter.place = story, wish, place or None
    _insert_with_code(db, matter, center)
    first = [_join(db, actor, matter, center, data, "applicant", "a") for data in applicants]
    others = [
        _join(db, actor, matter, center, data, "respondent", side_name(number))
        for number, data in enumerate(respondents, start=1)
    ]
    _let_in(db, actor, matter, first)
    audit.record(db, actor, "matter.registered", matter, ["source", "parties"])
    due = workdays_from_now(db, TRIAGE_WORKDAYS)
    say(db, actor, matter, "matter.registered", holder=center, next_key="next.triage", next_due=due)
    publish(db, MatterRegistered(matter.id))
    if danger:
        flag_danger(db, actor, matter)
    return Opened(matter, token, first, others)


def add_respondent(db: Db, actor: Actor, matter: Matter, data: PersonData) -> Party:
    """Write down a respondent who was not known at first; they see nothing until mediation lets them in."""
    number = len({party.side for party in matter.parties if party.role == "respondent"}) + 1
    party = _join(db, actor, matter, matter.holder, data, "respondent", side_name(number))
    flag_modified(matter, "stage")  # whoever has the matter open without this party looks at an older one
    audit.record(db, actor, "matter.respondent_added", matter, ["parties"])
    return party


def _insert_with_code(db: Db, matter: Matter, center: Organisation) -> None:
    """Draw five digits until the code is new; two who draw the same at once are told apart by the database."""
    day = clock.today(db.info["settings"].zone)
    for _attempt in range(CODE_TRIES):
        code = make_code(center.area_code, day, draw_digits())
        if code is None:
            continue
        matter.code = code
        try:
            with db.begin_nested():
                db.add(matter)
                db.flush()
        except IntegrityError as error:
            if not CODE_TAKEN.search(str(error.orig)):
                raise
        else:
            return
    raise RuntimeError("no free case code was found for today")


def draw_digits() -> str:
    """Five random digits: nobody can guess a neighbour's code."""
    return f"{secrets.randbelow(100_000):05}"


def _join(db: Db, actor: Actor, matter: Matter, center: Organisation, data: PersonData, role: str, side: str) -> Party:
    person = add_person(db, actor, center.id, data)
    party = Party(role=role, side=side, position=len(matter.parties) + 1)
    party.person = person
    matter.parties.append(party)
    db.flush()
    return party


def _let_in(db: Db, actor: Actor, matter: Matter, applicants: Sequence[Party]) -> None:
    act = "matter.registered"
    involve(db, actor, matter, "desk", organisation_id=matter.center_id, act=act)
    for party in applicants:
        involve(db, actor, matter, "party", person_id=party.person_id, side=party.side, act=act)
