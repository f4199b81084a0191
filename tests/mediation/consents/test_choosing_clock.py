"""CLK-06: from everybody's yes on the parties may still ask for another mediator, until the first talk is arranged."""

import pytest

from mediation.cases import clocks
from mediation.cases.models import MediationCase
from portal.clocks.queries import of_subjects
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM
from tests.mediation import dispute
from tests.mediation.replacements import road
from tests.world import World


def running(db: Db, case: MediationCase) -> dict[str, object]:
    return {row.code: row.started_at for row in of_subjects(db, "matter", [case.matter_id])[case.matter_id]}


def test_it_starts_when_all_agree_and_not_with_the_first(db: Db, world: World) -> None:
    case = dispute.opened(db, world)
    first, other = dispute.parties(db, case)
    dispute.says(db, case, first, "yes")
    assert "CLK-06" not in running(db, case)
    dispute.invited(db, world, case, other)
    dispute.says(db, case, other, "yes")
    assert running(db, case)["CLK-06"] == case.accepted_at


def test_it_ends_when_talks_begin_on_the_spot(db: Db, world: World) -> None:
    """A petty dispute is talked over without a booking (人民调解法 art.21): nobody chooses any more."""
    case = dispute.at(db, world, "in_session")
    assert "CLK-06" not in running(db, case)


def test_it_ends_when_another_mediator_has_taken_over(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    road.replaced(db, world, case)
    assert "CLK-06" not in running(db, case)


@pytest.mark.parametrize("event", ["mediator.chosen", "session.notified", "session.waived", "mediation.terminated"])
def test_it_ends_with_a_choice_a_date_or_the_mediation(db: Db, world: World, event: str) -> None:
    case = dispute.accepted(db, world)
    assert "CLK-06" in running(db, case)
    if event.startswith("session"):
        clocks.tell(db, SYSTEM, case.matter, "session.booked", clock.now())
    clocks.tell(db, SYSTEM, case.matter, event)
    assert "CLK-06" not in running(db, case)
