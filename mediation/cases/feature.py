"""The mediations themselves under the roof."""

from mediation.cases import leaving, panels, services, taken_back, today, views, words
from mediation.cases.figures import FIGURES
from mediation.cases.models import MediationCase
from mediation.cases.policy import DOCKET
from mediation.cases.waiting import count
from portal.contracts.events import EvidenceTakenBack, InvolvementChanged, MatterAssigned
from portal.dashboard.figures import rules as figures
from portal.kernel.feature import Feature, MenuEntry, Panel, Today
from portal.kernel.i18n import lazy as _l
from portal.matters import sentences
from portal.notices import kinds


def _speak(_app: object) -> None:
    sentences.register(words.SENTENCES)
    figures.register(FIGURES)
    for kind in words.KINDS:
        kinds.register(kind)


FEATURE = Feature(
    name="mediation.cases",
    tables=(MediationCase,),
    blueprints=(views.bp,),
    listeners=(
        (MatterAssigned, services.open_case),
        (InvolvementChanged, leaving.involvement_changed),
        (EvidenceTakenBack, taken_back.heed),
    ),
    today=(Today(DOCKET, today.find),),
    menu=(MenuEntry(_l("我的案件"), "cases.index", DOCKET, 10, count),),
    panels=(Panel("mediation", "desk", 20, panels.on_matter),),
    setup=_speak,
)
