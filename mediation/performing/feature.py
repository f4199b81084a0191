"""Performance under the roof."""

from mediation.performing import services, views
from mediation.performing.models import FollowUp
from mediation.performing.words import KINDS, SENTENCES
from portal.contracts.events import AgreementEffective, DutiesSettled, DutyAnswered, DutyOverdue
from portal.kernel.feature import Feature, Panel
from portal.matters import sentences
from portal.notices import kinds


def _speak(_app: object) -> None:
    sentences.register(SENTENCES)
    for kind in KINDS:
        kinds.register(kind)


FEATURE = Feature(
    name="mediation.performing",
    tables=(FollowUp,),
    blueprints=(views.bp,),
    panels=(
        Panel("mediation.performing", "case", 8, views.on_case),
        Panel("mediation.duties", "case", 9, views.duties_on_case),
        Panel("mediation.performing", "person", 6, views.on_person),
    ),
    listeners=(
        (AgreementEffective, services.begin),
        (DutyAnswered, services.heed),
        (DutyOverdue, services.is_late),
        (DutiesSettled, services.finish),
    ),
    setup=_speak,
)
