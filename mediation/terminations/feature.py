"""Endings under the roof."""

from flask import Flask

from mediation.terminations import panels, views, words
from mediation.terminations.models import Termination
from portal.accounts.visits.cases import lead_to
from portal.kernel.feature import Feature, Panel
from portal.matters import sentences
from portal.notices import kinds


def _speak(app: Flask) -> None:
    app.jinja_env.globals["way_out"] = views.way_out
    sentences.register(words.SENTENCES)
    for kind in words.KINDS:
        kinds.register(kind)
    lead_to(panels.landing)


FEATURE = Feature(
    name="mediation.terminations",
    tables=(Termination,),
    blueprints=(views.bp,),
    panels=(
        Panel("mediation.notices", "case", 90, panels.on_case),
        Panel("mediation.ended", "person", 8, panels.ended_on_person),
        Panel("mediation.stop", "person.also", 90, panels.stop_on_person),
        Panel("matter.withdraw", "person.also", 91, panels.withdraw_on_person),
    ),
    setup=_speak,
)
