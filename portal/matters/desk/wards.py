"""Children in a matter (R-12): who still lacks a guardian, said to the desk as work and to the child as a kindness."""

from flask import render_template
from markupsafe import Markup

from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters import guarding, queries, words
from portal.matters.models import Matter
from portal.matters.policy import CORRECT_PARTY


def for_desk(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """Above the story: which child still needs whom, with the way to write it down."""
    if not CORRECT_PARTY.allows(db, actor, matter):
        return None
    gaps = guarding.gaps(db, matter)
    if not gaps:
        return None
    lines = [(party, party.person.name, words.GAPS[gap]) for party, gap in gaps.items()]
    return Markup(render_template("matters/desk/wards.html", matter=matter, lines=lines))


def for_person(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """On the child's own page: nothing is lost, and somebody helps to find a grown-up."""
    party = queries.my_party(db, actor, matter) if matter.closed_at is None else None
    gap = guarding.gaps(db, matter).get(party) if party is not None else None
    return Markup(render_template("matters/status/ward.html", gap=gap)) if gap else None
