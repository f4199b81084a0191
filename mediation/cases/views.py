"""The mediator's docket, and one file with what each slice brings to it."""

import uuid
from typing import Any

from flask import Blueprint, current_app, request, url_for
from markupsafe import Markup

from mediation.cases import queries
from mediation.cases.models import MediationCase
from mediation.cases.policy import DOCKET, READ
from mediation.cases.rules import STATES
from mediation.cases.words import STATES as NAMES
from mediation.cases.words import mediator_name
from mediation.conflicts import queries as conflicts
from portal.kernel.policy import require
from portal.kernel.web import Answer, access, actor, db, render
from portal.matters import telling
from portal.matters.rules import show_code
from portal.matters.timing import Light, lights
from portal.matters.words import class_name

bp = Blueprint("cases", __name__, url_prefix="/cases")
LISTED = tuple(state for state in STATES if state not in ("assigned", "returned"))


@bp.get("")
@access(DOCKET)
def index() -> Answer:
    """What waits for a statement, and the files one works on, newest first."""
    asked = request.args.get("state", "")
    state = asked if asked in LISTED else None
    after = request.args.get("after", type=uuid.UUID)
    found = queries.page_of(db(), actor(), state, after)
    rows = found[: queries.PAGE]
    names = queries.names(db(), [case.matter_id for case in rows])
    lit = lights(db(), [case.matter for case in rows if not case.ended_at])
    more = url_for("cases.index", state=state, after=rows[-1].id) if len(found) > queries.PAGE else None
    return render(
        "mediation/cases/index.html",
        cards=conflicts.cards(db(), actor()) if after is None else [],
        rows=[_row(case, names[case.matter_id], lit.get(case.matter_id)) for case in rows],
        state=state or "",
        states=[("", None), *((key, NAMES[key][1]) for key in LISTED)],
        after=after,
        more=more,
        class_name=class_name,
        show_code=show_code,
    )


def _row(case: MediationCase, names: list[str], light: Light | None) -> dict[str, Any]:
    return {
        "url": url_for("cases.show", case_id=case.id),
        "code": show_code(case.matter.code),
        "class_name": class_name(case.matter.class_code),
        "names": names,
        "state": NAMES[case.state],
        "by": "" if case.ended_at else telling.by(db(), case.matter),
        "light": None if case.ended_at else light,
    }


@bp.get("/<uuid:case_id>")
@access(READ)
def show(case_id: uuid.UUID) -> Answer:
    """How it stands and what next; the parties, the talks and the papers are panels."""
    case = queries.get(db(), actor(), case_id)
    require(db(), actor(), READ, case)
    matter = case.matter
    coming = telling.coming(db(), matter, desk=True)
    return render(
        "mediation/cases/show.html",
        case=case,
        code=show_code(matter.code),
        state=NAMES[case.state],
        mediator=mediator_name(case),
        class_name=class_name(matter.class_code),
        coming=coming,
        light=None if case.ended_at else lights(db(), [matter]).get(matter.id),
        panels=panels(case),
    )


def panels(case: MediationCase) -> list[Markup]:
    """What the slices bring to the page of a mediation (place 'case'), in their order."""
    brought = [panel for panel in current_app.extensions["portal"].panels if panel.place == "case"]
    pieces = (panel.show(db(), actor(), case) for panel in brought)
    return [piece for piece in pieces if piece is not None]
