"""A consultation on other pages: on a dispute for the party who may ask, on the matter's page for the lawyer."""

from collections.abc import Callable

from flask import render_template
from markupsafe import Markup

from legal.consultations import queries, showing, times
from legal.consultations.models import Consultation
from legal.consultations.policy import ADVISE
from legal.consultations.words import STATES
from portal.kernel.db import Db
from portal.kernel.forms import ActionForm
from portal.kernel.policy import Actor
from portal.matters import queries as matters
from portal.matters.models import Matter
from portal.matters.rules import OVER, show_code

OnOwn = Callable[[Db, Actor, Consultation], Markup | None]
OnDocket = Callable[[Db, Actor], Markup | None]
_on_own: list[OnOwn] = []
_on_file: list[OnOwn] = []
_on_docket: list[OnDocket] = []


def bring(*, own: OnOwn, file: OnOwn, docket: OnDocket) -> None:
    """For the slices above: pieces for the person's page, for the lawyer's page of one, for the lawyer's docket."""
    _on_own[:], _on_file[:], _on_docket[:] = [own], [file], [docket]


def brought(db: Db, actor: Actor, row: Consultation) -> list[Markup]:
    """For the person."""
    return [piece for show in _on_own if (piece := show(db, actor, row)) is not None]


def on_file(db: Db, actor: Actor, row: Consultation) -> list[Markup]:
    """For the lawyer, on the page of one consultation."""
    return [piece for show in _on_file if (piece := show(db, actor, row)) is not None]


def on_docket(db: Db, actor: Actor) -> list[Markup]:
    """For the lawyer, above the docket."""
    return [piece for show in _on_docket if (piece := show(db, actor)) is not None]


def for_person(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """In a consultation's own matter: when it is. In a dispute: ask a lawyer, and what was booked already."""
    own, asked = queries.on_page(db, actor)
    if own is not None:
        return Markup(
            render_template(
                "legal/consultations/own_panel.html", row=own, facts=showing.facts(own), state=STATES[own.state]
            )
        )
    party = matters.my_party(db, actor, matter)
    may_ask = party is not None and matter.stage not in OVER and times.is_open(db, matter.center_id)
    if not may_ask and not asked:
        return None
    rows = [(row, show_code(row.matter.code), STATES[row.state]) for row in asked]
    return Markup(render_template("legal/consultations/ask_panel.html", rows=rows, may_ask=may_ask, form=ActionForm()))


def for_desk(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """For the lawyer: to the page where the work is done."""
    row = queries.of_matter(db, matter.id)
    if row is None or not ADVISE.allows(db, actor, row):
        return None
    return Markup(render_template("legal/consultations/desk_panel.html", row=row, state=STATES[row.state]))
