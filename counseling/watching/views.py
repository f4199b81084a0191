"""Two lists without anybody in them."""

from flask import Blueprint

from counseling.records.rules import DIMENSIONS, LEVELS, MARKS, STEPS
from counseling.watching import queries
from counseling.watching.policy import FIGURES, RISKS
from counseling.watching.rules import FEWEST
from portal.kernel.web import Answer, access, actor, db, render

bp = Blueprint("visit_watch", __name__, url_prefix="/desk/visits")


@bp.get("/grades")
@access(RISKS)
def risks() -> Answer:
    """For the supervisor: how grave, what was done, by when there must be contact again."""
    return render(
        "counseling/watching/risks.html", grades=queries.grades(db(), actor()), levels=LEVELS, dimensions=DIMENSIONS,
        marks=MARKS, steps=STEPS,
    )  # fmt: skip


@bp.get("/figures")
@access(FIGURES)
def figures() -> Answer:
    """How many talks in whole months, from five on."""
    return render("counseling/watching/figures.html", months=queries.figures(db(), actor()), fewest=FEWEST)
