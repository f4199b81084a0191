"""The change of a mediator under the roof."""

from mediation.replacements import my_views, queries, views, words
from mediation.replacements.models import MediatorRequest, Nomination, Vacancy
from portal.intake.dispatch.offers import keep_out
from portal.kernel.feature import Feature, Panel
from portal.matters import sentences
from portal.notices import kinds


def _speak(_app: object) -> None:
    sentences.register(words.SENTENCES)
    for kind in words.KINDS:
        kinds.register(kind)
    keep_out(queries.kept_out)


FEATURE = Feature(
    name="mediation.replacements",
    tables=(MediatorRequest, Vacancy, Nomination),
    blueprints=(views.bp, my_views.bp),
    panels=(
        Panel("mediation.replacements", "case", 80, views.on_case),
        Panel("mediation.replacements", "desk", 28, views.on_matter),
        Panel("mediation.replacements", "counter", 28, views.on_matter),
        Panel("mediation.replacements", "person.also", 85, my_views.on_person),
    ),
    setup=_speak,
)
