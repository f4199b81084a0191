"""How disputes come in: by a phone at night, over the counter, from the police, the court or a village."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mediation.cases.queries import speakers
from portal.accounts.passes.services import mint_pin
from portal.app.demo.county import County, Key, visitor
from portal.intake.alarms import queries as alarms
from portal.intake.alarms import services as answering
from portal.intake.alarms.models import Alarm
from portal.intake.filing import queries as drafts
from portal.intake.filing import services as filing
from portal.intake.filing.policy import DESK
from portal.kernel.db import Db
from portal.kernel.files.services import store
from portal.kernel.policy import ANONYMOUS, Actor
from portal.matters import guarding
from portal.matters import services as matters
from portal.matters.models import Matter, Party
from portal.matters.rules import show_code
from portal.people.consents.services import give
from portal.people.consents.texts import NOTICE_VERSION
from portal.people.persons.services import PersonData

BROWSER = "演示"


@dataclass(frozen=True)
class Matters:
    """A matter of a story, by its id, and how its people act."""

    county: County
    id: uuid.UUID

    def row(self, db: Db) -> Matter:
        """As it is now."""
        return db.get_one(Matter, self.id)

    def parties(self, db: Db) -> Sequence[Party]:
        """Everybody who was ever in it, in the order of registration: the first is the applicant."""
        return db.scalars(select(Party).where(Party.matter_id == self.id).order_by(Party.position)).all()

    def actor(self, db: Db, place: int) -> Actor:
        """Who acts for the party at this place (0: who filed): the party, or the guardian of a child."""
        person = self.parties(db)[place].person_id
        return visitor(speakers(db, [person])[person], self.id)


def by_phone(
    county: County, answers: Mapping[str, Any], *, locale: str = "zh", photo: bytes | None = None, key: str = ""
) -> Matters:
    """A resident files on the web; with ``key`` their code and PIN are shown to whoever tries the house."""
    with county.database.writing() as db:
        token = filing.start(db, county.body("centre"))
        draft = drafts.draft_of(db, token)
        assert draft is not None
        photos = [store(db, photo, "现场照片.jpg", county.settings).id.hex] if photo else []
        for step in ({"story": answers["story"]}, {"dangers": ["none"], **answers, "photos": photos}):
            filing.keep(db, draft, step)
        filed, _token = filing.hand_in(db, ANONYMOUS, draft, county.body("centre"), BROWSER, locale)
        if key:
            county.keys.append(Key(show_code(filed.matter.code), filed.pin, key))
        return Matters(county, filed.matter.id)


def at_counter(county: County, clerk: str, answers: Mapping[str, Any], *, source: str = "counter") -> Matters:
    """A clerk files for somebody who stands there or calls."""
    known = {"source": source, "dangers": ["none"], **answers}
    with county.database.writing() as db:
        filed = filing.at_counter(db, county.staff(clerk), county.body("centre"), known)
        return Matters(county, filed.matter.id)


def handed_over(
    county: County, clerk: str, source: str, story: str, applicants: Sequence[PersonData],
    respondents: Sequence[PersonData], wish: str | None = None,
) -> Matters:  # fmt: skip
    """Police, court, hotline or a village send a dispute on with everybody who is in it."""
    actor = county.staff(clerk)
    with county.database.writing() as db:
        opened = matters.open_matter(
            db, actor, center=county.body("centre"), source=source, story=story, wish=wish, applicants=applicants,
            respondents=respondents, filed_by=actor.account,
        )  # fmt: skip
        if not actor.has(*DESK):
            matters.involve(db, actor, opened.matter, "counter", account_id=actor.account, act="matter.filed_for")
        for party in opened.applicants:
            give(db, actor, party.person, "service", NOTICE_VERSION, source)
        return Matters(county, opened.matter.id)


def bring_guardian(told: Matters, login: str, place: int, guardian: PersonData, relation: str) -> None:
    """A child's parent stands at the counter and agrees to what is written down (R-12)."""
    with told.county.database.writing() as db:
        guarding.add_guardian(
            db, told.county.staff(login), told.row(db), told.parties(db)[place], guardian, relation, consents=True
        )


def leave_number(told: Matters, phone: str) -> None:
    """Whoever is in danger asks to be called."""
    with told.county.database.writing() as db:
        alarm = db.scalars(select(Alarm).where(Alarm.matter_id == told.id)).one()
        assert alarm.draft_id is not None
        answering.ask_for_call(db, alarm.draft_id, phone)


def answer_alarm(told: Matters, login: str, note: str) -> None:
    """Somebody on duty takes it."""
    actor = told.county.staff(login)
    with told.county.database.writing() as db:
        alarm = next(one for one in alarms.open_ones(db, actor) if one.matter_id == told.id)
        answering.acknowledge(db, actor, alarm.id)
        answering.report(db, actor, alarm.id, note)


def hand_out_key(told: Matters, place: int, who: str) -> None:
    """A code and a new PIN of a party, to try the house as them."""
    with told.county.database.writing() as db:
        matter, party = told.row(db), told.parties(db)[place]
        pin = mint_pin(db, matter.id, party.person_id, "receipt")
        told.county.keys.append(Key(show_code(matter.code), pin, who))
