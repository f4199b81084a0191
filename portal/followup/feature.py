"""What comes after, under the roof."""

from flask import Flask

from portal.contracts.events import ClockReached, MatterClosed
from portal.followup.confirmations import services as confirmations
from portal.followup.confirmations import views as confirmation_views
from portal.followup.confirmations.models import ConfirmationApplied
from portal.followup.obligations import services as obligations
from portal.followup.obligations import views as obligation_views
from portal.followup.obligations.models import Obligation, ObligationAct
from portal.followup.ratings import services as ratings
from portal.followup.ratings import views as rating_views
from portal.followup.ratings.models import Rating
from portal.followup.sentences import KINDS, NEXT, SENTENCES
from portal.kernel.feature import Feature, Panel, Tick
from portal.matters import sentences
from portal.notices import kinds


def _speak(_app: Flask) -> None:
    sentences.register(SENTENCES)
    sentences.register(NEXT)
    for kind in KINDS:
        kinds.register(kind)


FEATURE = Feature(
    name="followup",
    tables=(Obligation, ObligationAct, ConfirmationApplied, Rating),
    blueprints=(obligation_views.bp, confirmation_views.bp, rating_views.bp),
    listeners=((ClockReached, confirmations.remind), (MatterClosed, ratings.plan)),
    jobs={"ratings.invite": ratings.invite, "duties.remind": obligations.remind},
    ticks=(Tick("duties.remind", 24 * 60),),
    panels=(
        Panel("duties", "person", 40, obligation_views.panel),
        Panel("confirmation", "person", 45, confirmation_views.panel),
        Panel("rating", "person", 5, rating_views.panel),
        Panel("duties", "desk", 40, obligation_views.panel),
        Panel("confirmation", "desk", 45, confirmation_views.panel),
    ),
    setup=_speak,
)
