"""Matters under the roof."""

from flask import Flask

from portal.accounts.visits import cases
from portal.kernel.feature import Feature, MenuEntry
from portal.kernel.i18n import lazy as _l
from portal.matters.desk import people as desk_people
from portal.matters.desk import views as desk
from portal.matters.docket import views as docket
from portal.matters.evidence import views as evidence
from portal.matters.models import Evidence, Involvement, Matter, Party, TimelineEntry
from portal.matters.policy import DOCKET
from portal.matters.status import cases as case_book
from portal.matters.status import views as status
from portal.matters.web import bp

PAGES = (desk, desk_people, docket, evidence, status)
"""Each puts its views on the one blueprint."""


def _answer_for_cases(_app: Flask) -> None:
    """The sign-in of the floor below asks here what a case code means."""
    cases.provide(case_book)


FEATURE = Feature(
    name="matters",
    tables=(Matter, Party, Involvement, TimelineEntry, Evidence),
    blueprints=(bp,),
    menu=(MenuEntry(_l("案件列表"), "matters.docket", DOCKET, order=20),),
    setup=_answer_for_cases,
)
