"""A matter's papers on its pages: for the parties, for the desk, for the mediator."""

from typing import Any

from flask import render_template
from markupsafe import Markup

from portal.documents.papers import queries, words
from portal.documents.papers.policy import HAND_OVER
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.models import Matter


def for_person(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """For a party: that there are papers, and where."""
    papers = queries.of_matter(db, actor, matter.id)
    return Markup(render_template("documents_pages/papers/person_panel.html", papers=papers)) if papers else None


def for_desk(db: Db, actor: Actor, subject: Any) -> Markup | None:
    """For staff: every paper they may read, with its state and its copies."""
    matter_id = subject.id if isinstance(subject, Matter) else subject.matter_id
    papers = queries.of_matter(db, actor, matter_id)
    if not papers:
        return None
    hands_over = HAND_OVER.door(actor)
    return Markup(
        render_template("documents_pages/papers/desk_panel.html", papers=papers, words=words, hands_over=hands_over)
    )


def at_counter(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """At the window: of which papers people may fetch their copies."""
    papers = queries.handed_over_in(db, actor, matter.id)
    if not papers:
        return None
    return Markup(render_template("documents_pages/papers/counter_panel.html", papers=papers, words=words))
