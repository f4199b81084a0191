"""Nobody has to sign on screen, also not who has signed: before the seal it is taken back, and the pen takes over."""

from datetime import timedelta

import pytest

from mediation.agreements import ink_printing, pages, printing, services, waiting
from mediation.agreements.models import AgreementVersion
from mediation.agreements.rules import wants_ink
from mediation.agreements.words import standing_of
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Conflict
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World

T0 = clock.now()
T1 = T0 + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("consented", "prefers", "paper"),
    [(None, None, False), (T0, None, False), (None, T0, True), (T0, T1, True), (T1, T0, False), (T0, T0, True)],
)
def test_the_last_word_counts(consented: object, prefers: object, paper: bool) -> None:
    assert wants_ink(consented, prefers) is paper  # type: ignore[arg-type]


def taken_back(db: Db, world: World) -> AgreementVersion:
    """All have signed on screen; then the first party takes it back."""
    version = deal.frozen(db, world)
    deal.all_sign(db, world, version)
    first = deal.places(version, "party")[0]
    services.prefer_ink(db, deal.actor_of(first, deal.case_of(version).matter_id), 1)
    return version


def test_what_was_taken_back_is_never_sealed(db: Db, world: World) -> None:
    version = taken_back(db, world)
    head, case = world.actor("head"), deal.case_of(version)
    assert waiting.count_to_seal(db, head) == 0
    with pytest.raises(Conflict, match="纸上"):
        services.seal(db, head, case.id, 1)
    first = deal.places(version, "party")[0]
    with pytest.raises(Conflict, match="撤回"):
        services.consent(db, deal.actor_of(first, case.matter_id), 1)
    with pytest.raises(Conflict):
        services.seal(db, head, case.id, 1)
    assert version.agreement.effective_at is None


def test_without_it_the_same_version_is_sealed(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    deal.all_sign(db, world, version)
    assert waiting.count_to_seal(db, world.actor("head")) == 1
    assert services.seal(db, world.actor("head"), deal.case_of(version).id, 1).state == "effective"


def test_mediator_and_head_see_it_and_are_told(db: Db, world: World) -> None:
    version = taken_back(db, world)
    first = deal.places(version, "party")[0]
    assert standing_of(first)[0] == "danger"
    for login in ("mediator", "head"):
        assert "agreement.esign_withdrawn" in dispute.told(db, account_id=world.accounts[login].id)
        shown = pages.of_signing(db, world.actor(login), deal.case_of(version), version.agreement)
        assert shown["on_paper"] == [first.name]


def test_the_way_on_is_the_same_text_for_the_pen_and_the_record_tells(db: Db, world: World) -> None:
    version = taken_back(db, world)
    case = deal.case_of(version)
    again = deal.printed(db, services.to_ink(db, world.actor("mediator"), case.id))
    assert (again.edition, again.path, version.state) == (2, "ink", "superseded")
    assert {one.confirmed_at for one in again.signers} == {None}
    (line,) = ink_printing.history(db, again, "Asia/Shanghai")
    assert deal.places(version, "party")[0].name in line
    assert "撤回" in line


def test_who_preferred_paper_first_and_then_agreed_is_told_in_the_record(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    first, _second = deal.places(version, "party")
    services.prefer_ink(db, deal.actor_of(first, deal.case_of(version).matter_id), 1)
    deal.all_sign(db, world, version)
    services.seal(db, world.actor("head"), deal.case_of(version).id, 1)
    printing.ensure_keys(db, version)
    notes = [one.evidence.note for one in printing.binding(db, version).signatures]
    assert "曾于" in notes[0]
    assert notes[1:] == ["", ""]
