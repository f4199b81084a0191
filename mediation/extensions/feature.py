"""Longer periods under the roof."""

from mediation.extensions import following, my_views, views, words
from mediation.extensions.models import ExtensionConsent, PeriodExtension
from portal.contracts.events import AgreementEffective, ClockReached, MatterClosed
from portal.kernel.feature import Feature, Panel
from portal.matters import sentences
from portal.notices import kinds


def _speak(_app: object) -> None:
    sentences.register(words.SENTENCES)
    for kind in words.KINDS:
        kinds.register(kind)


FEATURE = Feature(
    name="mediation.extensions",
    tables=(PeriodExtension, ExtensionConsent),
    blueprints=(views.bp, views.codes_bp, my_views.bp),
    listeners=(
        (ClockReached, following.reached),
        (MatterClosed, following.over),
        (AgreementEffective, following.over),
    ),
    panels=(
        Panel("mediation.extensions", "case", 70, views.on_case),
        Panel("mediation.extensions", "person", 7, my_views.on_person),
        Panel("mediation.extensions", "desk", 26, views.on_desk),
        Panel("mediation.extensions", "counter", 26, views.on_desk),
    ),
    setup=_speak,
)
