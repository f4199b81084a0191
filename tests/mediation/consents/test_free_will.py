"""R-03 as a property: whatever is said in whatever order, nothing goes on while one party has not said yes."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from mediation.cases import services
from mediation.cases.models import MediationCase
from mediation.cases.rules import ENDINGS, MAY_STOP, NEEDS_ALL_YES, STATES
from mediation.consents import queries
from mediation.consents.services import Reply, answer
from mediation.terminations.services import terminate
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from tests.mediation import dispute
from tests.world import World

MOVABLE = sorted(set(STATES) - ENDINGS)


class Answers(RuleBasedStateMachine):
    """People answer, the mediator pushes on, parties stop, in any order."""

    db: Db
    world: World
    case: MediationCase

    @initialize(applicants=st.integers(1, 2), respondents=st.integers(1, 3))
    def file(self, applicants: int, respondents: int) -> None:
        """A new dispute."""
        self.case = dispute.opened(self.db, self.world, applicants=applicants, respondents=respondents)

    @rule(number=st.integers(0, 4), word=st.sampled_from(("yes", "later", "no")), public=st.booleans())
    def somebody_answers(self, number: int, word: str, public: bool) -> None:
        """One of the parties, also who has left, from the newest page they can have."""
        everybody = dispute.parties(self.db, self.case)
        party = everybody[number % len(everybody)]
        more: dict[str, Any] = {"wants_public": public} if word == "yes" else {}
        if word == "later":
            more = {"later_on": dispute.in_days(2)}
        try:
            consent = queries.of_party(self.db, self.case, party.id)
            answer(self.db, dispute.known(self.db, self.case, party), consent, Reply(word, **more))
        except (Conflict, Refused):
            return

    @rule(state=st.sampled_from(MOVABLE))
    def the_mediator_pushes_on(self, state: str) -> None:
        """Any move at all."""
        try:
            services.move(self.db, self.world.actor("mediator"), self.case, state)
        except Conflict:
            return

    @rule()
    def somebody_stops(self) -> None:
        """Ending is possible exactly before the agreement takes effect."""
        could = self.case.state in MAY_STOP
        try:
            terminate(self.db, self.world.actor("mediator"), self.case, "other")
        except Conflict:
            assert not could
        else:
            assert could

    @invariant()
    def everybody_beyond_the_question_has_said_yes(self) -> None:
        """R-03."""
        if not hasattr(self, "case") or self.case.state not in NEEDS_ALL_YES:
            return
        still_in = [party for party in dispute.parties(self.db, self.case) if party.left_at is None]
        assert {"applicant", "respondent"} <= {party.role for party in still_in}
        for party in still_in:
            consent = queries.of_party(self.db, self.case, party.id)
            assert consent.answer == "yes"
            assert self.case.public is False or consent.wants_public is True


@pytest.mark.slow
def test_r03_no_sequence_of_answers_reaches_beyond_the_question_without_everybodys_yes(world: World, db: Db) -> None:
    machine = type("Here", (Answers,), {"db": db, "world": world})
    calm = settings(
        max_examples=25, stateful_step_count=12, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(machine, settings=calm)
