"""Whatever people do in whatever order: never in force without all kinds of marks on the last version (R-01)."""

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from mediation.agreements import queries, services
from mediation.agreements.models import AgreementVersion
from mediation.agreements.rules import REQUIRED, pending_change
from mediation.agreements.services import InkMark, Written
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.policy import Conflict, Refused
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World

WHO = st.integers(0, 1)
EDITION = st.integers(-1, 0)


class Signing(RuleBasedStateMachine):
    """Two parties, the mediator, the head and some who have no business here, all acting at will."""

    portal: Portal
    world: World

    def __init__(self) -> None:
        super().__init__()
        self.db = self.portal.database.session(writes=True)
        self.agreement = deal.drafted(self.db, self.world)
        deal.printed(self.db, services.freeze(self.db, self.world.actor("mediator"), self.agreement.case_id))
        self.case_id, self.matter_id = self.agreement.case_id, self.agreement.matter_id
        self.people = [dispute.visitor(party) for party in dispute.parties(self.db, self.agreement.case)]
        self.names = list(dispute.APPLICANTS[:1] + dispute.RESPONDENTS[:1])
        self.seals = 0

    def teardown(self) -> None:
        """Nothing of it stays."""
        self.db.rollback()
        self.db.close()

    def act(self, deed: Callable[[], Any]) -> bool:
        """As a request does it: what is refused leaves no trace."""
        with contextlib.suppress(Conflict, Refused), self.db.begin_nested():
            deed()
            return True
        return False

    def version(self) -> AgreementVersion | None:
        return queries.newest(self.db, self.agreement)

    def edition(self, back: int) -> int:
        version = self.version()
        return (version.edition if version else 1) + back

    @rule()
    def freeze(self) -> None:
        if self.act(lambda: services.freeze(self.db, self.world.actor("mediator"), self.case_id)):
            version = self.version()
            assert version is not None
            deal.printed(self.db, version)

    @rule()
    def reopen(self) -> None:
        self.act(lambda: services.reopen(self.db, self.world.actor("mediator"), self.case_id))

    @rule(login=st.sampled_from(("mediator2", "other_head", "secretary", "police", "clerk")))
    def strangers_try(self, login: str) -> None:
        who, name = self.world.actor(login), Written(typed=self.world.accounts["mediator"].display_name)
        edition = self.edition(0)
        assert not self.act(lambda: services.freeze(self.db, who, self.case_id))
        assert not self.act(lambda: services.reopen(self.db, who, self.case_id))
        assert not self.act(lambda: services.fill(self.db, who, self.case_id, edition, name))
        assert not self.act(lambda: services.seal(self.db, who, self.case_id, edition))

    @rule(who=WHO, back=EDITION)
    def confirm(self, who: int, back: int) -> None:
        self.act(lambda: services.confirm(self.db, self.people[who], self.edition(back)))

    @rule(who=WHO)
    def ask_change(self, who: int) -> None:
        self.act(lambda: services.ask_change(self.db, self.people[who], self.edition(0), "改"))

    @rule(who=WHO)
    def prefer_ink(self, who: int) -> None:
        self.act(lambda: services.prefer_ink(self.db, self.people[who], self.edition(0)))

    @rule(who=WHO, back=EDITION)
    def sign(self, who: int, back: int) -> None:
        """Consent, identity and signature; each is refused by itself if it does not fit."""
        self.act(lambda: services.consent(self.db, self.people[who], self.edition(back)))
        version = self.version()
        signer = (
            next((one for one in version.signers if one.person_id == self.people[who].person), None)
            if version
            else None
        )
        if signer is None:
            return
        staff = self.world.actor("secretary")
        self.act(lambda: services.record_identity(
            self.db, staff, self.case_id, self.edition(back), signer.id, "id_seen", "123X"))  # fmt: skip
        if self.act(lambda: services.start_sign_code(self.db, self.people[who], self.edition(back))):
            code = deal.code_for(self.db, "sign", signer)
            written = Written(typed=self.names[who])
            self.act(lambda: services.sign(self.db, self.people[who], self.edition(back), written, code))

    @rule(back=EDITION)
    def fill(self, back: int) -> None:
        name = Written(typed=self.world.accounts["mediator"].display_name)
        who = self.world.actor("mediator")
        self.act(lambda: services.fill(self.db, who, self.case_id, self.edition(back), name))

    @rule(back=EDITION)
    def seal(self, back: int) -> None:
        head = self.world.actor("head")
        self.seals += self.act(lambda: services.seal(self.db, head, self.case_id, self.edition(back)))

    @rule(number=st.integers(0, 3))
    def ink(self, number: int) -> None:
        version = self.version()
        if version is not None:
            made = InkMark("ink", clock.now(), "周")
            signer = version.signers[number]
            actor = self.world.actor("secretary")
            self.act(lambda: services.record(self.db, actor, self.case_id, version.edition, signer.id, made))

    @rule()
    def everybody_does_their_part(self) -> None:
        """So that the far end of the road is walked often enough."""
        for who in (0, 1):
            self.confirm(who, 0)
            self.sign(who, 0)
        self.fill(0)

    @invariant()
    def in_force_only_with_all_marks_on_the_last_version(self) -> None:
        version = self.version()
        if self.agreement.effective_at is None:
            assert self.seals == 0
            return
        assert version is not None
        assert (version.state, self.agreement.state, self.seals) == ("effective", "effective", 1)
        assert all(one.marked_at is not None for one in version.signers)
        assert {one.kind for one in version.signers} >= set(REQUIRED)
        assert not any(pending_change(one.confirmed_at, one.change_at) for one in version.signers)
        assert self.agreement.effective_at == max(one.marked_at for one in version.signers if one.marked_at)
        for one in queries.history(self.db, self.agreement)[1:]:
            assert one.state == "superseded"
            assert one.effective_at is None


@pytest.mark.slow
def test_r01_never_in_force_without_all_marks_on_the_last_version(portal: Portal, world: World) -> None:
    Signing.portal, Signing.world = portal, world
    run_state_machine_as_test(
        Signing,
        settings=settings(
            max_examples=20,
            stateful_step_count=16,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
