"""The small page of a matter that a committee has, for the window: who comes, how far it is, who has it, what can be
done for somebody who stands here."""

from typing import Any

from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters import queries, telling, words
from portal.matters.desk import tabs
from portal.matters.identities import queries as identities
from portal.matters.identities.policy import SEE
from portal.matters.models import Matter
from portal.matters.policy import HAND_IN
from portal.matters.timing import unnamed
from portal.matters.web import shown
from portal.people.persons.queries import guardians_beside


def page(db: Db, actor: Actor, matter: Matter) -> dict[str, Any]:
    """Neither story, class, danger nor numbers; the names, because documents are held against them."""
    strip = tabs.strip(db, matter)
    light = strip["light"]
    strip |= {"coming": telling.coming(db, matter), "light": unnamed(light) if light else None}
    return {
        "strip": strip,
        "people": _people(db, actor, matter),
        "mediators": [
            account.display_name
            for capacity, account, _body in queries.workers(db, matter)
            if capacity == "mediator" and account is not None
        ],
        "may_hand_in": HAND_IN.allows(db, actor, matter),
        "panels": shown("counter", db, actor, matter),
    }


def _people(db: Db, actor: Actor, matter: Matter) -> list[dict[str, Any]]:
    """Parties and guardians; whose document was seen, for those who may look at one."""
    may_look = SEE.allows(db, actor, matter)
    seen = identities.seen(db, matter.id) if may_look else {}
    guardians = guardians_beside(db, [party.person_id for party in matter.parties])
    found = []
    for party in matter.parties:
        if party.left_at is None:
            role = words.ROLES[party.role]
            found.append({"id": party.person_id, "name": party.person.name, "role": role})
            found += [{"id": one.id, "name": one.name, "role": words.GUARDIAN} for one in guardians[party.person_id]]
    return [{**one, "seen": seen.get(one["id"]), "may_look": may_look} for one in found]
