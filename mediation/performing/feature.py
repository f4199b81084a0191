"""Performance under the roof."""

from mediation.performing import services
from mediation.performing.words import KINDS, SENTENCES
from portal.contracts.events import AgreementEffective, DutiesSettled
from portal.kernel.feature import Feature
from portal.matters import sentences
from portal.notices import kinds


def _speak(_app: object) -> None:
    sentences.register(SENTENCES)
    for kind in KINDS:
        kinds.register(kind)


FEATURE = Feature(
    name="mediation.performing",
    listeners=((AgreementEffective, services.begin), (DutiesSettled, services.finish)),
    setup=_speak,
)
