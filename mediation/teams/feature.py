"""会商 under the roof."""

from mediation.teams import services, views
from mediation.teams.words import KINDS, SENTENCES
from portal.contracts.events import TeamChanged
from portal.kernel.feature import Feature, Panel
from portal.matters import sentences
from portal.notices import kinds


def _speak(_app: object) -> None:
    sentences.register(SENTENCES)
    for kind in KINDS:
        kinds.register(kind)


FEATURE = Feature(
    name="mediation.teams",
    blueprints=(views.bp,),
    listeners=((TeamChanged, services.heard),),
    panels=(Panel("mediation.teams", "case", 35, views.on_case),),
    setup=_speak,
)
