"""A child's filing (R-12): the guardian is attached if one is named; if none is, nothing is lost and the desk helps."""

from collections.abc import Mapping
from typing import Any

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
        agrees = bool(known.get("agrees"))
        add_guardian(
            db, by, matter, child, _guardian(known), known["relation"], consents=agrees, asked=agrees, channel=channel
        )
    if child in gaps(db, matter):
        say(db, by, matter, "guardian.wanted", audience=f"side:{child.side}", name=child.person.name)


def _guardian(known: Mapping[str, Any]) -> PersonData:
    phone = known.get("guardian_phone") or None
    return PersonData(name=known["guardian_name"], phone=phone, contact_channel="call" if phone else "none")
