"""Matters under the roof."""

from flask import Flask

from portal.accounts.visits import cases
from portal.contracts.events import ClockReached, IdentitySeen
from portal.kernel.feature import Feature, MenuEntry, Panel
from portal.kernel.i18n import lazy as _l
from portal.kernel.web import staleness
from portal.matters import changes, guarding, timing
from portal.matters.desk import clocks, wards
from portal.matters.desk import people as desk_people
from portal.matters.desk import restrict as desk_restrict
from portal.matters.desk import views as desk
from portal.matters.docket import views as docket
from portal.matters.evidence import views as evidence
from portal.matters.identities import views as identities
from portal.matters.identities import waiting
from portal.matters.identities.models import IdentityCheck
from portal.matters.models import Evidence, EvidenceConsent, Involvement, Matter, Party, TimelineEntry
from portal.matters.policy import DOCKET
from portal.matters.restricting import RESTRICT
from portal.matters.sensitive import views as sensitive
from portal.matters.status import cases as case_book
from portal.matters.status import details
from portal.matters.status import views as status
from portal.matters.web import bp
from portal.matters.words import ACTS, CLOCK_RED, CONTACT_CHANGED, NEW_PIN
from portal.notices import kinds, slots

PAGES = (desk, desk_people, desk_restrict, docket, evidence, identities, status, details, sensitive)
"""Each puts its views on the one blueprint."""


def _set_up(app: Flask) -> None:
    """The sign-in of the floor below asks here what a case code means; the bell learns what a red clock says."""
    app.extensions["portal"].changes = changes.since
    staleness.name_acts(ACTS)
    cases.provide(case_book)
    kinds.register(CLOCK_RED)
    kinds.register(NEW_PIN)
    kinds.register(CONTACT_CHANGED)
    waiting.install(app)
    slots.provide("case_code", case_book.code_of, secret=False)
    slots.provide("way_in", case_book.way_in, secret=False)


FEATURE = Feature(
    name="matters",
    tables=(Matter, Party, Involvement, TimelineEntry, Evidence, EvidenceConsent, IdentityCheck),
    blueprints=(bp,),
    menu=(
        MenuEntry(_l("案件列表"), "matters.docket", DOCKET, order=20),
        MenuEntry(_l("封存一件事"), "matters.restrict_matter", RESTRICT, order=60),
    ),
    listeners=((ClockReached, timing.reached), (IdentitySeen, guarding.document_seen)),
    panels=(
        Panel("wards", "desk", 15, wards.for_desk),
        Panel("waiting", "person", 1, waiting.for_person),
        Panel("wards", "person", 3, wards.for_person),
        Panel("clocks", "desk.clocks", 10, clocks.panel),
    ),
    setup=_set_up,
)
