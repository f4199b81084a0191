"""Counselling under the roof: a store, pages and jobs of its own, and no panel on anybody else's page."""

from typing import Any

from counseling.booking import jobs as booking_jobs
from counseling.booking import views as booking_views
from counseling.booking import words as booking_words
from counseling.booking.models import Visit
from counseling.booking.services import REMIND
from counseling.cases.models import Case
from counseling.cases.policy import CASE
from counseling.consents import views as consent_views
from counseling.consents.models import Consent
from counseling.docket import queries as docket
from counseling.docket import today
from counseling.docket import views as docket_views
from counseling.entrance import services as entrance
from counseling.entrance import views as entrance_views
from counseling.entrance.models import Attempt, Entry
from counseling.keeping import jobs as keeping_jobs
from counseling.keeping.services import TIDY
from counseling.own import views as own_views
from counseling.records import views as record_views
from counseling.records import words as record_words
from counseling.records.models import Amendment, Record
from counseling.store import schema
from counseling.watching import views as watch_views
from counseling.watching.policy import FIGURES, RISKS
from portal.kernel.feature import Feature, MenuEntry, Tick, Today
from portal.kernel.i18n import lazy as _l
from portal.notices import kinds

FORGET, KEEP = "visits.forget", "visits.keep"


def _set_up(app: Any) -> None:
    schema.install(app)
    for kind in (*booking_words.KINDS, *record_words.KINDS):
        kinds.register(kind)


FEATURE = Feature(
    name="counseling",
    tables=(Case, Consent, Entry, Attempt, Visit, Record, Amendment),
    blueprints=(
        entrance_views.bp, consent_views.bp, booking_views.bp, own_views.bp,
        docket_views.bp, record_views.bp, watch_views.bp,
    ),
    jobs={
        REMIND: booking_jobs.remind,
        TIDY: keeping_jobs.tidy,
        KEEP: keeping_jobs.keep_no_longer,
        FORGET: entrance.forget_old,
    },
    ticks=(Tick(FORGET, 60), Tick(KEEP, 24 * 60)),
    today=(Today(CASE, today.find),),
    menu=(
        MenuEntry(_l("来访安排"), "visit_desk.docket", CASE, 45, docket.count),
        MenuEntry(_l("来访评估"), "visit_watch.risks", RISKS, 46),
        MenuEntry(_l("来访次数"), "visit_watch.figures", FIGURES, 47),
    ),
    setup=_set_up,
)  # fmt: skip
