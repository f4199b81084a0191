"""The one door under the roof."""

from flask import Flask

from portal.contracts.events import MatterClosed, MatterRegistered
from portal.intake.alarms import queries as alarm_queries
from portal.intake.alarms import services as alarm_services
from portal.intake.alarms import today as alarms_today
from portal.intake.alarms import views as alarm_views
from portal.intake.alarms.models import Alarm
from portal.intake.alarms.policy import ANSWER
from portal.intake.declines import views as decline_views
from portal.intake.declines.models import Decline
from portal.intake.dispatch import hints as dispatch_hints
from portal.intake.dispatch import services as dispatch_services
from portal.intake.dispatch import today as dispatch_today
from portal.intake.dispatch import views as dispatch_views
from portal.intake.dispatch.models import Triage
from portal.intake.dispatch.policy import TRIAGE
from portal.intake.filing import counter as filing_counter
from portal.intake.filing import services as filing_services
from portal.intake.filing.models import FilingDraft
from portal.intake.filing.policy import AT_COUNTER
from portal.intake.sentences import ACTS, KINDS, NEXT, SENTENCES
from portal.intake.transfers import views as transfer_views
from portal.intake.transfers.models import Transfer
from portal.kernel.feature import Feature, MenuEntry, Panel, Tick, Today
from portal.kernel.i18n import lazy as _l
from portal.kernel.web import staleness
from portal.matters import hearing, sentences, timing
from portal.matters.docket import hints
from portal.notices import kinds


def _speak(_app: Flask) -> None:
    sentences.register(SENTENCES)
    sentences.register(NEXT)
    staleness.name_acts(ACTS)
    hints.provide(dispatch_hints.of_matters)
    hearing.lend(hearing.Ear(alarm_services.tells, alarm_services.hear, "alarms.safe"))
    for kind in KINDS:
        kinds.register(kind)


FEATURE = Feature(
    name="intake",
    tables=(FilingDraft, Alarm, Triage, Decline, Transfer),
    blueprints=(filing_counter.bp, alarm_views.bp, dispatch_views.bp, decline_views.bp, transfer_views.bp),
    listeners=((MatterRegistered, dispatch_services.propose), (MatterClosed, timing.closed)),
    jobs={"alarms.call": alarm_services.call_next, "filing.forget": filing_services.forget_old},
    ticks=(Tick("filing.forget", 24 * 60),),
    today=(
        Today(ANSWER, alarms_today.find),
        Today(TRIAGE, dispatch_today.find),
    ),
    menu=(
        MenuEntry(_l("警报"), "alarms.index", ANSWER, 5, alarm_queries.count_open),
        MenuEntry(_l("窗口登记"), "filing.at_counter", AT_COUNTER, 20),
    ),
    panels=(
        Panel("alarms", "docket", 10, alarm_views.on_docket),
        Panel("danger", "desk", 5, alarm_views.on_matter),
        Panel("danger", "counter", 5, alarm_views.on_matter),
        Panel("dispatch", "desk", 10, dispatch_views.panel),
        Panel("decline", "person", 10, decline_views.panel),
        Panel("transfer", "person", 10, transfer_views.panel),
    ),
    setup=_speak,
)
