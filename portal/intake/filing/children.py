"""A child's filing (R-12): the guardian is attached if one is named; if none is, nothing is lost and the desk helps."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from portal.intake.filing.contact import reached, shares
from portal.intake.filing.policy import DESK
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.guarding import gaps
from portal.matters.models import Matter, Party
from portal.matters.services import add_guardian, say
from portal.people.persons.services import PersonData


def stand_by(db: Db, actor: Actor, matter: Matter, child: Party, known: Mapping[str, Any], channel: str) -> None:
    """Attach the guardian who was named; say to both sides of the desk what is still missing.

    At the counter the clerk acts; on the web the child (or whoever types for the child), also where a grid worker
    types, who may not change what is known of people.
    """
    child_acts = Actor(account=actor.account, person=child.person_id, scope=matter.id)
    by = actor if actor.has(*DESK) else child_acts
    name = known.get("guardian_name")
    if name:
        agrees, guardian = bool(known.get("agrees")), _guardian(known, child.person.locale)
        add_guardian(db, by, matter, child, guardian, known["relation"], consents=agrees, asked=agrees, channel=channel)
    if child in gaps(db, matter):
        say(db, by, matter, "guardian.wanted", audience=f"side:{child.side}", name=child.person.name)


def _guardian(known: Mapping[str, Any], locale: str) -> PersonData:
    """Messages go to the guardian, so what was said of safe channels, hours and words holds for them. Where the child's
    number is the only one, whoever answers may be the child: no code is sent there."""
    own = known.get("guardian_phone") or None
    return replace(
        reached(known), name=known["guardian_name"], phone=own or known.get("phone") or None,
        phone_shared=own is None or shares(known), locale=locale,
    )  # fmt: skip
