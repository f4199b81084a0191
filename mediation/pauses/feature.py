"""Pauses under the roof."""

from mediation.pauses import jobs, views, words
from mediation.pauses.models import Pause
from portal.kernel.feature import Feature, Panel
from portal.matters import sentences
from portal.notices import kinds


def _speak(_app: object) -> None:
    sentences.register(words.SENTENCES)
    for kind in words.KINDS:
        kinds.register(kind)


FEATURE = Feature(
    name="mediation.pauses",
    tables=(Pause,),
    blueprints=(views.bp,),
    jobs={"pauses.remind": jobs.remind},
    panels=(
        Panel("mediation.pauses", "case", 8, views.on_case),
        Panel("mediation.pauses", "person", 6, views.on_person),
    ),
    setup=_speak,
)
