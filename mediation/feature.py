"""Mediation under the roof: each slice brings its own part; a new one is one line here."""

from collections.abc import Sequence
from typing import Any

from mediation.agreements.feature import FEATURE as AGREEMENTS
from mediation.cases.feature import FEATURE as CASES
from mediation.conflicts.feature import FEATURE as CONFLICTS
from mediation.consents.feature import FEATURE as CONSENTS
from mediation.extensions.feature import FEATURE as EXTENSIONS
from mediation.invitations.feature import FEATURE as INVITATIONS
from mediation.joining.feature import FEATURE as JOINING
from mediation.meetings.feature import FEATURE as MEETINGS
from mediation.oral.feature import FEATURE as ORAL
from mediation.pauses.feature import FEATURE as PAUSES
from mediation.performing.feature import FEATURE as PERFORMING
from mediation.replacements.feature import FEATURE as REPLACEMENTS
from mediation.rooms.feature import FEATURE as ROOMS
from mediation.teams.feature import FEATURE as TEAMS
from mediation.terminations.feature import FEATURE as TERMINATIONS
from portal.kernel.feature import Feature

SLICES = (
    CASES,
    CONFLICTS,
    CONSENTS,
    INVITATIONS,
    JOINING,
    MEETINGS,
    PAUSES,
    EXTENSIONS,
    REPLACEMENTS,
    AGREEMENTS,
    ORAL,
    PERFORMING,
    ROOMS,
    TEAMS,
    TERMINATIONS,
)


def joined(name: str, parts: Sequence[Feature]) -> Feature:
    """One feature of several, in their order."""

    def setup(app: Any) -> None:
        for part in parts:
            if part.setup:
                part.setup(app)

    return Feature(
        name=name,
        tables=tuple(one for part in parts for one in part.tables),
        blueprints=tuple(one for part in parts for one in part.blueprints),
        listeners=tuple(one for part in parts for one in part.listeners),
        jobs={kind: handler for part in parts for kind, handler in part.jobs.items()},
        ticks=tuple(one for part in parts for one in part.ticks),
        menu=tuple(one for part in parts for one in part.menu),
        today=tuple(one for part in parts for one in part.today),
        panels=tuple(one for part in parts for one in part.panels),
        setup=setup,
    )


FEATURE = joined("mediation", SLICES)
