"""The people of a draft: as the register of persons wants them, and as the sheet names them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from mediation.oral.content import Someone
from mediation.oral.rules import age_of, born_of, minor
from portal.accounts.models import Account
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.people.persons.identity import phone_mac
from portal.people.persons.models import Person
from portal.people.persons.queries import masked
from portal.people.persons.services import PersonData
from portal.teams.interests.rules import Known, hints, worded

Told = Mapping[str, Any]


def data_of(told: Told, today: date) -> PersonData:
    """What was typed of one party; of a child also in which band of age (R-12)."""
    body = told["kind"] == "legal"
    data = PersonData(
        name=told["name"],
        kind=told["kind"],
        phone=told.get("phone") or None,
        address=told.get("address") or None,
        contact_channel=told.get("channel") or "none" if told.get("phone") else "none",
        legal_representative=(told.get("head") or None) if body else None,
    )
    if body:
        return data
    age = told.get("age") or ""
    band = ("teen" if age_of(age, today) >= 14 else "child") if minor(told, today) else None
    born = born_of(age) if age else None
    return replace(data, gender=told.get("gender") or None, born_on=born, said_age=None if born else band)


def named(person: Person, told: Told, today: date) -> Someone:
    """The party block; the read of phone and address is noted by the caller."""
    shown = masked(person)
    age = told.get("age") or ""
    return Someone(
        name=person.name,
        kind=person.kind,
        head=person.legal_representative or "",
        gender=person.gender or "",
        age=f"{age_of(age, today)}岁" if age and person.kind == "natural" else "",
        phone=shown.phone,
        address=shown.address,
    )


def hints_for(db: Db, actor: Actor, known: Told) -> list[str]:
    """What the house sees of an interest by itself: the mediator's own name or phone among the parties."""
    account = db.get_one(Account, actor.account)
    people = [Known(one["name"], phone_mac(one["phone"]) if one.get("phone") else None) for one in known["parties"]]
    return worded(hints(Known(account.display_name, account.phone_mac), people, is_party=False))
