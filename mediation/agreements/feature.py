"""Agreements under the roof."""

from flask import Flask

from mediation.agreements import (
    act_views,
    freezing,
    identities,
    jobs,
    my_views,
    panels,
    paper_views,
    today,
    views,
    waiting,
)
from mediation.agreements.models import (
    Agreement,
    AgreementClause,
    AgreementVersion,
    ClauseOverrule,
    ClausePart,
    PartyGap,
    Signer,
)
from mediation.agreements.policy import FILL, SEAL
from mediation.agreements.rules import BIND, PRINT
from mediation.agreements.words import ACTS, NOTICES, SENTENCES
from portal.accounts.visits.cases import lead_to
from portal.contracts.events import IdentitySeen, MatterClosed
from portal.kernel.feature import Feature, MenuEntry, Panel, Today
from portal.kernel.i18n import lazy as _l
from portal.kernel.web import staleness
from portal.matters import sentences
from portal.notices import kinds


def _speak(_app: Flask) -> None:
    sentences.register(SENTENCES)
    for kind in NOTICES:
        kinds.register(kind)
    lead_to(panels.landing)
    staleness.name_acts(ACTS)


FEATURE = Feature(
    name="agreements",
    tables=(Agreement, AgreementClause, ClausePart, ClauseOverrule, PartyGap, AgreementVersion, Signer),
    blueprints=(views.bp, act_views.bp, act_views.queue_bp, paper_views.bp, paper_views.codes_bp, my_views.bp),
    listeners=((MatterClosed, freezing.abandon), (IdentitySeen, identities.seen)),
    jobs={PRINT: jobs.print_version, BIND: jobs.bind},
    today=(Today(FILL, today.to_sign), Today(SEAL, today.to_seal)),
    menu=(
        MenuEntry(_l("待我签名"), "seal_queue.signatures", FILL, 29, waiting.count_to_sign),
        MenuEntry(_l("待盖章"), "seal_queue.seals", SEAL, 30, waiting.count_to_seal),
    ),
    panels=(
        Panel("agreement", "case", 40, panels.for_case),
        Panel("agreement", "person", 20, panels.for_person),
        Panel("signing code", "desk", 45, panels.for_desk),
        Panel("signing code", "counter", 45, panels.for_desk),
    ),
    setup=_speak,
)
