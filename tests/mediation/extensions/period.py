"""A longer period for tests: proposed by the mediator, signed by a party with the code that was sent."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from mediation.cases import clocks
from mediation.cases.models import MediationCase
from mediation.extensions import services
from mediation.extensions.models import PeriodExtension
from portal.accounts.models import OneTimeCode
from portal.accounts.passes.codes import fill_code
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from tests.mediation import dispute
from tests.world import World

MONDAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
WHY = "要等物业把水管图纸找出来"


def last_on(db: Db, case: MediationCase) -> date:
    """The last day of the legal period."""
    row = clocks.legal_period(db, case.matter)
    assert row is not None
    assert row.last_day is not None
    return row.last_day


def propose(db: Db, world: World, case: MediationCase, days: int = 20) -> PeriodExtension:
    """So many days more."""
    until = last_on(db, case) + timedelta(days=days)
    return services.propose(db, world.actor("mediator"), case.id, until, WHY)


def code(db: Db, who: Actor) -> str:
    """Ask for the code, and read the message."""
    services.start_sign_code(db, who)
    row = db.scalars(select(OneTimeCode).where(OneTimeCode.used_at.is_(None))).one()
    digits = fill_code(db, row.id)
    assert digits is not None
    return digits


def sign(db: Db, case: MediationCase, number: int) -> None:
    """A yes."""
    who = dispute.visitor(dispute.parties(db, case)[number])
    assert services.sign(db, who, "yes", code(db, who))
