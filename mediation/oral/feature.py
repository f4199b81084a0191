"""Disputes settled on the spot under the roof."""

from flask import Flask

from mediation.oral import drafts, finishing_views, jobs, panels, queries, register_views, today
from mediation.oral.models import OralAgreement, OralDraft, OralObjection
from mediation.oral.policy import READ
from mediation.oral.rules import PAPER
from mediation.oral.words import ACTS, KINDS, SENTENCES
from portal.kernel.feature import Feature, MenuEntry, Panel, Tick, Today
from portal.kernel.i18n import lazy as _l
from portal.kernel.web import staleness
from portal.matters import sentences
from portal.notices import kinds


def _speak(_app: Flask) -> None:
    sentences.register(SENTENCES)
    staleness.name_acts(ACTS)
    for kind in KINDS:
        kinds.register(kind)


FEATURE = Feature(
    name="oral",
    tables=(OralDraft, OralAgreement, OralObjection),
    blueprints=(finishing_views.bp, register_views.my_bp),
    jobs={PAPER: jobs.make, "oral.forget": drafts.forget_old},
    ticks=(Tick("oral.forget", 24 * 60),),
    today=(Today(READ, today.find),),
    menu=(MenuEntry(_l("当场调解"), "oral.index", READ, 15, queries.count_to_seal),),
    panels=(
        Panel("oral", "case", 7, panels.on_case),
        Panel("oral", "person", 15, panels.on_person),
    ),
    setup=_speak,
)
