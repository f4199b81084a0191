"""The talks under the roof."""

from mediation.rooms import listening, returning, services, views
from mediation.rooms.sentences import KINDS, SENTENCES
from portal.contracts.events import (
    DangerRaised,
    InvolvementChanged,
    MatterClosed,
    PinReissued,
    RoomMessageStored,
    SecretsShown,
)
from portal.kernel.feature import Feature, Panel
from portal.matters import sentences
from portal.notices import kinds
from portal.rooms.rooms import homes


def _speak(_app: object) -> None:
    sentences.register(SENTENCES)
    for kind in KINDS:
        kinds.register(kind)
    for room in ("joint", "caucus"):
        homes.belongs_to(room, views.case_page)


FEATURE = Feature(
    name="mediation.rooms",
    blueprints=(views.bp,),
    listeners=(
        (InvolvementChanged, services.involvement_changed),
        (MatterClosed, services.matter_closed),
        (PinReissued, returning.pin_reissued),
        (SecretsShown, returning.pin_reissued),
        (DangerRaised, services.danger_raised),
        (RoomMessageStored, listening.heard),
    ),
    panels=(
        Panel("returning", "case", 7, views.waiting_panel),
        Panel("rooms", "case", 30, views.case_panel),
        Panel("rooms", "person", 30, views.person_panel),
    ),
    setup=_speak,
)
