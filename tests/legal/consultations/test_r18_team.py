"""R-18 in a team: a lawyer who advised one side of a dispute does not sit before both, and nobody is told why."""

import pytest

from legal.consultations import changing
from legal.consultations.conflicts import barred as barred_from_advising
from legal.consultations.conflicts import barred_from_team, sides_of
from mediation.cases.models import MediationCase
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Conflict
from portal.teams.roster.services import enter
from portal.teams.seats.offers import offered
from tests.legal import office
from tests.legal.consultations.test_r18 import LATER, asks, from_dispute
from tests.mediation import dispute
from tests.mediation.teams import convening
from tests.world import World


def ready(db: Db, world: World) -> MediationCase:
    """Two lawyers of the bureau on the roster, and a dispute."""
    office.furnish(db, world)
    for login in ("lawyer", "lawyer2"):
        enter(db, world.actor("clerk"), world.center, "lawyer", world.accounts[login].id)
    return dispute.accepted(db, world)


def lawyers(db: Db, case: MediationCase) -> list[str | None]:
    """Who is offered."""
    return [one.login for one in dict(offered(db, case.matter, None)).get("lawyer", [])]


@pytest.mark.parametrize("who", [0, 1])
def test_r18_whoever_advised_a_side_of_the_dispute_is_not_offered(db: Db, world: World, who: int) -> None:
    with clock.held(office.NOW):
        case = ready(db, world)
        assert lawyers(db, case) == ["lawyer", "lawyer2"]
        from_dispute(db, world, case, dispute.parties(db, case)[who], LATER, "lawyer")
        assert lawyers(db, case) == ["lawyer2"]
        with pytest.raises(Conflict, match="请重新选择"):
            convening.called(db, world, case, "lawyer")


def test_r18_nor_whoever_advised_one_of_them_about_something_else(db: Db, world: World) -> None:
    with clock.held(office.NOW):
        case = ready(db, world)
        name = dispute.applicant(db, case).person.name
        asks(db, world, (name, dispute.phone_of(name)), None)
        assert lawyers(db, case) == ["lawyer2"]


def test_r18_an_appointment_that_was_cancelled_bars_nobody(db: Db, world: World) -> None:
    with clock.held(office.NOW):
        case = ready(db, world)
        row = from_dispute(db, world, case, dispute.applicant(db, case), LATER, "lawyer")
        changing.cancel(db, world.visitor(row.person_id, row.matter_id), row.id)
        assert lawyers(db, case) == ["lawyer", "lawyer2"]


def test_r18_it_is_asked_again_when_they_state_that_they_may(db: Db, world: World) -> None:
    with clock.held(office.NOW):
        case = ready(db, world)
        convening.called(db, world, case, "lawyer")
        from_dispute(db, world, case, dispute.respondent(db, case), LATER, "lawyer")
        with pytest.raises(Conflict, match="不便参加"):
            convening.states(db, world, case, "lawyer")
        assert convening.states(db, world, case, "lawyer", free=False).state == "declined"


def test_r18_whoever_sits_on_the_team_advises_no_side_alone_and_whoever_stepped_back_goes_on(
    db: Db, world: World
) -> None:
    """A lawyer who stepped back because of a client keeps the client."""
    with clock.held(office.NOW):
        case = ready(db, world)
        party = dispute.applicant(db, case)
        both = [world.accounts[login].id for login in ("lawyer", "lawyer2")]
        sides = sides_of(db, None, about=case.matter_id, asked_by=party.person_id)
        convening.called(db, world, case, "lawyer")
        assert barred_from_advising(db, both, sides) == set(), "asked is not advising"
        convening.states(db, world, case, "lawyer", free=False)
        assert barred_from_advising(db, both, sides) == set()
        convening.called(db, world, case, "lawyer2")
        convening.states(db, world, case, "lawyer2")
        convening.says(db, world, case, "lawyer2", "yes", "yes")
        assert barred_from_advising(db, both, sides) == {world.accounts["lawyer2"].id}
        assert barred_from_team(db, case.matter_id, both) == set()
