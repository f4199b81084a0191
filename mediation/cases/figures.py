"""How many mediations are how far: for the head's page."""

from sqlalchemy import ColumnElement, and_, select

from mediation.cases.models import MediationCase
from mediation.cases.words import STATES
from portal.dashboard.figures.rules import Figure, Scope
from portal.kernel.i18n import lazy as _l
from portal.matters.models import Matter

TALKS = ("accepted", "preparing", "scheduled", "in_session", "adjourned", "drafting")


def _in(*states: str) -> ColumnElement[bool]:
    return and_(
        Matter.stage == "active", Matter.id.in_(select(MediationCase.matter_id).where(MediationCase.state.in_(states)))
    )


def _broken(scope: Scope) -> ColumnElement[bool]:
    found = select(MediationCase.matter_id).where(
        MediationCase.state == "breached", MediationCase.ended_at >= scope.month_began
    )
    return Matter.id.in_(found)


FIGURES = (
    Figure("asking", "mediation", STATES["consent_pending"][1], lambda _scope: _in("consent_pending")),
    Figure("talking", "mediation", _l("正在谈"), lambda _scope: _in(*TALKS)),
    Figure("standing-still", "mediation", STATES["suspended"][1], lambda _scope: _in("suspended")),
    Figure("signing", "mediation", STATES["signing"][1], lambda _scope: _in("signing")),
    Figure("performing", "after", STATES["performing"][1], lambda _scope: _in("performing")),
    Figure("broken", "after", _l("本月认定没有按约履行"), _broken),
)
