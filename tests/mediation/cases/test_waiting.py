"""What the mediator's desk counts: statements to be made, and next steps due today or before; never tomorrow's."""

from datetime import timedelta

import pytest

from mediation.cases.waiting import count
from mediation.terminations.rules import REASONS
from mediation.terminations.services import terminate_by_staff
from portal.kernel import clock
from portal.kernel.db import Db
from tests.mediation import dispute
from tests.world import World


@pytest.mark.parametrize(("days", "counted"), [(-3, 1), (0, 1), (1, 0), (30, 0), (None, 0)])
def test_due_today_or_before(db: Db, world: World, days: int | None, counted: int) -> None:
    case = dispute.opened(db, world)
    case.matter.next_due_at = None if days is None else clock.now() + timedelta(days=days)
    db.flush()
    assert count(db, world.actor("mediator")) == counted


def test_an_end_is_an_end(db: Db, world: World) -> None:
    case = dispute.opened(db, world)
    terminate_by_staff(db, world.actor("mediator"), case.id, next(iter(REASONS)), "谈不拢")
    case.matter.next_due_at = clock.now()
    db.flush()
    assert count(db, world.actor("mediator")) == 0


def test_what_must_be_stated_counts(db: Db, world: World) -> None:
    dispute.assigned(db, world)
    assert (count(db, world.actor("mediator")), count(db, world.actor("clerk"))) == (1, 0)
