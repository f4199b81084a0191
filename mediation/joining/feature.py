"""Parties who come later, under the roof."""

from mediation.joining import views, words
from portal.kernel.feature import Feature, Panel
from portal.matters import sentences
from portal.notices import kinds


def _speak(_app: object) -> None:
    sentences.register(words.SENTENCES)
    for kind in words.KINDS:
        kinds.register(kind)


FEATURE = Feature(
    name="mediation.joining",
    blueprints=(views.bp,),
    panels=(
        Panel("mediation.joining", "case", 12, views.on_case),
        Panel("mediation.joining", "desk", 25, views.on_matter),
    ),
    setup=_speak,
)
