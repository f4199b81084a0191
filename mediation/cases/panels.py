"""The mediation on the matter's own page: a line that leads to the file."""

from flask import render_template
from markupsafe import Markup

from mediation.cases import queries
from mediation.cases.policy import READ
from mediation.cases.words import STATES
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.models import Matter


def on_matter(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """For those who open the file: how far the mediation is."""
    case = queries.of_matter(db, matter.id)
    if case is None or not READ.allows(db, actor, case):
        return None
    return Markup(render_template("mediation/cases/panel.html", case=case, state=STATES[case.state]))
