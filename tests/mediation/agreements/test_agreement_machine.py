"""Whatever people do in whatever order: never in force without all kinds of marks on the last version (R-01)."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from mediation.agreements import queries, services
from mediation.agreements.models import Agreement, AgreementVersion, Signer
from mediation.agreements.rules import REQUIRED, pending_change
from mediation.agreements.services import InkMark, Written
from mediation.cases.models import MediationCase
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Conflict, Refused
from portal.matters.identities import services as identities
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World

WHO = st.integers(0, 1)
EDITION = st.sampled_from((0, 0, 0, -1))
"""The page shows this version, or now and then the one before it."""


class Signing(RuleBasedStateMachine):
    """Two parties, the mediator, the head and some who have no business here, all acting at will."""

    portal: Portal
    world: World

    def __init__(self) -> None:
        super().__init__()
        with self.portal.database.writing() as db:
            agreement = deal.drafted(db, self.world)
            self.id, self.case_id = agreement.id, agreement.case_id
            self.people = [dispute.visitor(party) for party in dispute.parties(db, agreement.case)]
        self.names = list(dispute.APPLICANTS[:1] + dispute.RESPONDENTS[:1])
        self.mediator, self.head = self.world.actor("mediator"), self.world.actor("head")
        self.seals = 0
        self.freeze()

    def act(self, deed: Callable[[Db], Any]) -> bool:
        """As a request does it: one transaction, and what is refused leaves no trace."""
        try:
            with self.portal.database.writing() as db:
                deed(db)
        except (Conflict, Refused):
            return False
        return True

    def version(self, db: Db) -> AgreementVersion:
        return deal.newest(db, db.get_one(Agreement, self.id))

    def edition(self, back: int) -> int:
        with self.portal.database.reading() as db:
            return self.version(db).edition + back

    @rule()
    def freeze(self) -> None:
        if self.act(lambda db: services.freeze(db, self.mediator, self.case_id)):
            self.act(lambda db: deal.printed(db, self.version(db)))

    @rule()
    def reopen(self) -> None:
        self.act(lambda db: services.reopen(db, self.mediator, self.case_id))

    @rule(login=st.sampled_from(("mediator2", "other_head", "secretary", "police", "clerk")))
    def strangers_try(self, login: str) -> None:
        who, name = self.world.actor(login), Written(typed=self.world.accounts["mediator"].display_name)
        edition = self.edition(0)
        assert not self.act(lambda db: services.freeze(db, who, self.case_id))
        assert not self.act(lambda db: services.reopen(db, who, self.case_id))
        assert not self.act(lambda db: services.fill(db, who, self.case_id, edition, name))
        assert not self.act(lambda db: services.seal(db, who, self.case_id, edition))

    @rule(who=WHO, back=EDITION)
    def confirm(self, who: int, back: int) -> None:
        edition = self.edition(back)
        self.act(lambda db: services.confirm(db, self.people[who], edition))

    @rule(who=WHO)
    def ask_change(self, who: int) -> None:
        edition = self.edition(0)
        self.act(lambda db: services.ask_change(db, self.people[who], edition, "改"))

    @rule(who=WHO)
    def regret_at_the_last_moment(self, who: int) -> None:
        self.ask_change(who)
        self.seal(0)

    @rule(who=WHO)
    def prefer_ink(self, who: int) -> None:
        edition = self.edition(0)
        self.act(lambda db: services.prefer_ink(db, self.people[who], edition))

    @rule(who=WHO, back=EDITION)
    def sign(self, who: int, back: int) -> None:
        """Consent, identity and signature; each is refused by itself if it does not fit."""
        person, edition, staff = self.people[who], self.edition(back), self.world.actor("secretary")
        with self.portal.database.reading() as db:
            signer_id = next(one.id for one in self.version(db).signers if one.person_id == person.person)
        self.act(lambda db: services.consent(db, person, edition))
        self.act(lambda db: self._shown(db, staff, signer_id))
        if self.act(lambda db: services.start_sign_code(db, person, edition)):
            self.act(lambda db: self._sign(db, who, edition, db.get_one(Signer, signer_id)))

    def _shown(self, db: Db, staff: Actor, signer_id: uuid.UUID) -> None:
        person = db.get_one(Signer, signer_id).person_id
        assert person is not None
        identities.see(db, staff, db.get_one(MediationCase, self.case_id).matter, person, "id_card", "123X")

    def _sign(self, db: Db, who: int, edition: int, signer: Signer) -> None:
        code = deal.code_for(db, "sign", signer)
        assert services.sign(db, self.people[who], edition, Written(typed=self.names[who]), code)

    @rule(back=EDITION)
    def fill(self, back: int) -> None:
        name, edition = Written(typed=self.world.accounts["mediator"].display_name), self.edition(back)
        self.act(lambda db: services.fill(db, self.mediator, self.case_id, edition, name))

    @rule(back=EDITION)
    def seal(self, back: int) -> None:
        edition = self.edition(back)
        self.seals += self.act(lambda db: services.seal(db, self.head, self.case_id, edition))

    @rule(number=st.integers(0, 3))
    def ink(self, number: int) -> None:
        """Nobody slips a mark in by hand while it is signed on screen."""
        with self.portal.database.reading() as db:
            signer_id = self.version(db).signers[number].id
        made, who, edition = InkMark("ink", clock.now(), "周"), self.world.actor("secretary"), self.edition(0)
        assert not self.act(lambda db: services.record(db, who, self.case_id, edition, signer_id, made))

    @initialize(far=st.booleans())
    def begin(self, far: bool) -> None:
        """Every other time, at the far end of the road: only the seal is missing."""
        if far:
            self.everybody_does_their_part()

    @rule()
    def everybody_does_their_part(self) -> None:
        for who in (0, 1):
            self.confirm(who, 0)
            self.sign(who, 0)
        self.fill(0)

    @invariant()
    def in_force_only_with_all_marks_on_the_last_version(self) -> None:
        with self.portal.database.reading() as db:
            agreement = db.get_one(Agreement, self.id)
            version = self.version(db)
            if agreement.effective_at is None:
                assert self.seals == 0
                return
            assert (version.state, agreement.state, self.seals) == ("effective", "effective", 1)
            assert all(one.marked_at is not None for one in version.signers)
            assert {one.kind for one in version.signers} >= set(REQUIRED)
            assert not any(pending_change(one.confirmed_at, one.change_at) for one in version.signers)
            assert agreement.effective_at == max(one.marked_at for one in version.signers if one.marked_at)
            for one in queries.history(db, agreement)[1:]:
                assert (one.state, one.effective_at) == ("superseded", None)


@pytest.mark.slow
def test_r01_never_in_force_without_all_marks_on_the_last_version(portal: Portal, world: World) -> None:
    Signing.portal, Signing.world = portal, world
    run_state_machine_as_test(
        Signing,
        settings=settings(
            max_examples=40,
            stateful_step_count=10,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
