"""What stands on each tab of a matter's page."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import lazy as _l
from portal.kernel.policy import Actor
from portal.matters import queries, telling, words
from portal.matters.evidence import queries as evidence
from portal.matters.identities import queries as identities
from portal.matters.models import Matter
from portal.matters.policy import CORRECT_PARTY, HAND_IN, REVEAL, owns, standing_in
from portal.matters.reaching import way_of
from portal.matters.rules import HANDLING, show_code
from portal.matters.timing import lights
from portal.matters.web import panels, shown
from portal.people.persons.queries import guardian_gaps, guardians_beside, masked

NAMES = {
    "story": _l("经过"),
    "people": _l("当事人"),
    "rooms": _l("房间"),
    "papers": _l("文书"),
    "evidence": _l("证据"),
    "clocks": _l("期限"),
}
BROUGHT = {"rooms": "desk.rooms", "papers": "desk.papers", "clocks": "desk.clocks"}
"""Tabs that other floors fill, and the place of their panels. Panels of place 'desk' stand above the story."""


def strip(db: Db, matter: Matter) -> dict[str, Any]:
    """Code, class, stage, light, next step and due."""
    coming = telling.coming(db, matter, desk=True)
    return {
        "code": show_code(matter.code),
        "class_name": words.class_name(matter.class_code),
        "source": words.SOURCES[matter.source],
        "stage": words.STAGES[matter.stage],
        "closed": words.CLOSED.get(matter.close_kind or ""),
        "light": lights(db, [matter]).get(matter.id),
        "coming": coming,
    }


def links(db: Db, actor: Actor, matter: Matter, current: str) -> list[dict[str, Any]]:
    """The tabs that exist now; evidence says how much there is."""
    there = [tab for tab in NAMES if tab not in BROUGHT or panels(BROUGHT[tab])]
    return [
        {
            "label": NAMES[tab],
            "url": url_for("matters.show", matter_id=matter.id, tab=None if tab == "story" else tab),
            "current": tab == current,
            "count": evidence.count(db, actor, matter) if tab == "evidence" else None,
        }
        for tab in there
    ]


def inside(db: Db, actor: Actor, matter: Matter, tab: str) -> dict[str, Any]:
    """What the template of a tab needs."""
    return FILLED[tab](db, actor, matter)


def _story(db: Db, actor: Actor, matter: Matter) -> dict[str, Any]:
    """The whole story is for those who handle the matter; reading it is written down first."""
    handles = standing_in(db, actor, matter).is_one_of(HANDLING)
    if handles:
        audit.note(db, actor, "matter.story_read", matter, ["story", "wish", "place"])
    return {
        "story": matter.story if handles else None,
        "wish": matter.wish if handles else None,
        "place": matter.place if handles else None,
        "told": telling.timeline_for(db, actor, matter),
        "panels": shown("desk", db, actor, matter),
    }


def _people(db: Db, actor: Actor, matter: Matter) -> dict[str, Any]:
    """Names for all who work on it; masked numbers for those who handle it."""
    handles = REVEAL.allows(db, actor, matter)
    if handles:
        audit.note(db, actor, "parties.masked_read", matter, ["phone", "address", "id_number", "email"])
    may_correct = CORRECT_PARTY.allows(db, actor, matter)
    day = clock.today(db.info["settings"].zone)
    gaps = guardian_gaps(db, [party.person for party in matter.parties], day)
    guardians = guardians_beside(db, [party.person_id for party in matter.parties])
    seen = identities.seen(db, matter.id) if handles else {}
    return {
        "relations": words.RELATIONS,
        "people": [
            {
                "party": party,
                "role": words.ROLES[party.role],
                "masked": masked(party.person) if handles else None,
                "channel": way_of(db, party.person.contact_channel),
                "lacks": gaps.get(party.person_id),
                "gap": words.GAPS.get(gaps.get(party.person_id, "")),
                "guardians": [(*one, seen.get(one.id)) for one in guardians[party.person_id]],
                "seen": seen.get(party.person_id),
                "may_correct": may_correct,
            }
            for party in matter.parties
        ],
        "workers": [
            (words.CAPACITIES[capacity], account.display_name if account else body.name() if body else "")
            for capacity, account, body in queries.workers(db, matter)
        ],
    }


def _evidence(db: Db, actor: Actor, matter: Matter) -> dict[str, Any]:
    stands = standing_in(db, actor, matter)
    pieces = evidence.listed(db, actor, matter)
    return {
        "pieces": pieces,
        "own": {piece.id for piece in pieces if owns(stands, piece)},
        "visibility": words.VISIBILITIES,
        "may_hand_in": HAND_IN.allows(db, actor, matter),
    }


def _brought(place: str) -> Callable[[Db, Actor, Matter], dict[str, Any]]:
    return lambda db, actor, matter: {"panels": shown(place, db, actor, matter)}


FILLED: dict[str, Callable[[Db, Actor, Matter], dict[str, Any]]] = {
    "story": _story,
    "people": _people,
    "evidence": _evidence,
    **{tab: _brought(place) for tab, place in BROUGHT.items()},
}
