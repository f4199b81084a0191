"""The parties' free will under the roof."""

from mediation.consents import jobs, panels, silence_views, views, words
from mediation.consents.models import PartyConsent
from portal.accounts.visits.cases import lead_to
from portal.kernel.feature import Feature, Panel
from portal.matters import sentences
from portal.notices import kinds


def _speak(_app: object) -> None:
    sentences.register(words.SENTENCES)
    for kind in words.KINDS:
        kinds.register(kind)
    lead_to(panels.landing)


FEATURE = Feature(
    name="mediation.consents",
    tables=(PartyConsent,),
    blueprints=(views.bp, silence_views.bp),
    jobs={"mediation.remind": jobs.remind},
    panels=(
        Panel("mediation.consents", "case", 10, panels.on_case),
        Panel("mediation.asked", "person", 5, panels.on_person),
    ),
    setup=_speak,
)
