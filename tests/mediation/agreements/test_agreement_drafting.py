"""Drafting and freezing: who may, what is refused, what a change does to former versions."""

import pytest
from sqlalchemy import select

from mediation.agreements import queries, services
from mediation.agreements.drafting import open_warnings
from mediation.agreements.models import AgreementVersion
from mediation.terminations.services import terminate
from portal.directory.taxonomy.rules import Flag, load
from portal.documents.papers.models import Paper
from portal.kernel.db import Db
from portal.kernel.outbox import OutboxRow
from portal.kernel.policy import Conflict, Refused
from portal.matters.services import classify
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World

OTHERS = ("mediator2", "outsider", "head", "secretary", "clerk", "police", "admin", "centre_head")


@pytest.mark.parametrize("login", OTHERS)
def test_r08_only_the_cases_mediator_drafts(db: Db, world: World, login: str) -> None:
    case = dispute.accepted(db, world)
    with pytest.raises(Refused):
        services.start(db, world.actor(login), case.id)
    agreement = services.start(db, world.actor("mediator"), case.id)
    with pytest.raises(Refused):
        services.add_clause(db, world.actor(login), case.id, deal.payment(db, case))
    with pytest.raises(Refused):
        services.freeze(db, world.actor(login), case.id)
    assert queries.clauses(db, agreement) == []


def test_beginning_twice_is_beginning_once(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    first = services.start(db, world.actor("mediator"), case.id)
    assert services.start(db, world.actor("mediator"), case.id).id == first.id
    assert case.state == "drafting"


def test_a_warning_stops_the_freezing_until_overruled_with_a_reason(db: Db, world: World) -> None:
    agreement = deal.drafted(db, world)
    mediator, case_id = world.actor("mediator"), agreement.case_id
    row = services.add_clause(db, mediator, case_id, deal.payment(db, agreement.case, what="购房定金"))
    assert open_warnings(db, row) == ("deposit",)
    with pytest.raises(Conflict):
        services.freeze(db, mediator, case_id)
    with pytest.raises(Conflict):
        services.overrule(db, mediator, case_id, row.id, "deposit", " ")
    with pytest.raises(Conflict):
        services.overrule(db, mediator, case_id, row.id, "no_date", "不是这一条")
    services.overrule(db, mediator, case_id, row.id, "deposit", "双方确认适用定金罚则")
    assert services.freeze(db, mediator, case_id).edition == 1


def test_a_changed_clause_is_warned_of_anew(db: Db, world: World) -> None:
    agreement = deal.drafted(db, world)
    mediator, case_id = world.actor("mediator"), agreement.case_id
    row = services.add_clause(db, mediator, case_id, deal.payment(db, agreement.case, what="购房定金"))
    services.overrule(db, mediator, case_id, row.id, "deposit", "双方确认适用定金罚则")
    services.change_clause(db, mediator, case_id, row.id, deal.payment(db, agreement.case, what="租房定金"))
    assert open_warnings(db, row) == ("deposit",)


def test_clauses_are_moved_and_removed(db: Db, world: World) -> None:
    agreement = deal.drafted(db, world)
    mediator, case_id = world.actor("mediator"), agreement.case_id
    second = services.add_clause(db, mediator, case_id, deal.payment(db, agreement.case, what="清洁费"))
    services.move_clause(db, mediator, case_id, second.id)
    assert [row.what for row in queries.clauses(db, agreement)] == ["清洁费", "墙面维修费"]
    services.remove_clause(db, mediator, case_id, second.id)
    assert [row.what for row in queries.clauses(db, agreement)] == ["墙面维修费"]


def test_a_stranger_is_no_party_to_a_clause(db: Db, world: World) -> None:
    agreement = deal.drafted(db, world)
    other = dispute.opened(db, world)
    stranger = dispute.applicant(db, other)
    with pytest.raises(Conflict):
        services.add_clause(db, world.actor("mediator"), agreement.case_id,
                            services.ClauseData("pay", stranger.id, None, what="钱"))  # fmt: skip


def test_freezing_takes_a_number_and_orders_the_print_once(db: Db, world: World) -> None:
    agreement = deal.drafted(db, world)
    version = services.freeze(db, world.actor("mediator"), agreement.case_id)
    assert (version.state, agreement.state, agreement.case.state) == ("rendering", "signing", "signing")
    assert version.paper.number_text is not None
    assert version.paper.text_sha256 is not None
    assert [one.kind for one in version.signers] == ["party", "party", "mediator", "committee"]
    with pytest.raises(Conflict):
        services.freeze(db, world.actor("mediator"), agreement.case_id)
    jobs = db.scalars(select(OutboxRow.kind).where(OutboxRow.kind == "agreements.print")).all()
    assert len(jobs) == 1


def test_a_frozen_text_cannot_be_edited(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    mediator, case_id = world.actor("mediator"), deal.case_of(version).id
    row = queries.clauses(db, version.agreement)[0]
    for act in (
        lambda: services.describe(db, mediator, case_id, {"facts": "别的"}),
        lambda: services.add_clause(db, mediator, case_id, deal.payment(db, deal.case_of(version))),
        lambda: services.change_clause(db, mediator, case_id, row.id, deal.payment(db, deal.case_of(version))),
        lambda: services.remove_clause(db, mediator, case_id, row.id),
        lambda: services.choose_signing(db, mediator, case_id, "ink", None, []),
    ):
        with pytest.raises(Conflict):
            act()


def test_any_change_is_a_new_version_and_voids_every_mark(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    mediator, case_id = world.actor("mediator"), deal.case_of(version).id
    for signer in deal.places(version, "party"):
        deal.signs(db, signer)
    services.reopen(db, mediator, case_id)
    assert (version.state, version.paper.state) == ("superseded", "superseded")
    again = deal.printed(db, services.freeze(db, mediator, case_id))
    assert again.edition == 2
    assert again.paper.number_text == version.paper.number_text
    assert again.paper.code != version.paper.code
    assert [one.marked_at for one in again.signers] == [None] * 4
    assert [one.confirmed_at for one in again.signers] == [None] * 4
    for party in dispute.parties(db, deal.case_of(version)):
        assert "agreement.reopened" in dispute.told(db, party.person_id)


def test_a_version_nobody_has_seen_is_taken_back_quietly(db: Db, world: World) -> None:
    agreement = deal.drafted(db, world)
    services.freeze(db, world.actor("mediator"), agreement.case_id)
    services.reopen(db, world.actor("mediator"), agreement.case_id)
    for party in dispute.parties(db, agreement.case):
        assert "agreement.reopened" not in dispute.told(db, party.person_id)


def test_full_numbers_do_not_get_into_the_text(db: Db, world: World) -> None:
    agreement = deal.drafted(db, world)
    mediator = world.actor("mediator")
    services.describe(db, mediator, agreement.case_id, {"facts": "联系电话13800001234"})
    with pytest.raises(Conflict):
        services.freeze(db, mediator, agreement.case_id)


def test_r06_a_class_marked_n_is_frozen_in_ink_whatever_was_chosen(db: Db, world: World) -> None:
    code = sorted(load().flagged(Flag.N))[0]
    version = deal.frozen(db, world, class_code=code)
    assert (version.path, version.paper.signing) == ("ink", "ink")


def test_r05_no_tip_and_no_last_day_where_title_is_confirmed(db: Db, world: World) -> None:
    code = sorted(load().flagged(Flag.K) - load().flagged(Flag.N))[0]
    version = deal.sealed(db, world, class_code=code)
    assert version.confirmable is False
    assert version.paper.last_confirmation_on is None
    party = dispute.applicant(db, deal.case_of(version))
    assert "agreement.effective" in dispute.told(db, party.person_id)
    assert "agreement.effective_confirmable" not in dispute.told(db, party.person_id)


def test_where_safety_comes_first_no_phone_and_no_address(db: Db, world: World) -> None:
    agreement = deal.drafted(db, world)
    case = agreement.case
    person = dispute.applicant(db, case).person
    person.phone, person.address = "13800007777", "青禾县西街3号"
    classify(db, world.actor("dispatcher"), case.matter, sorted(load().flagged(Flag.X))[0], "M")
    version = services.freeze(db, world.actor("mediator"), case.id)
    assert "7777" not in version.content
    assert "西街" not in version.content


def test_a_mediation_that_ends_voids_the_paper_and_keeps_its_number(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    number = version.paper.number
    terminate(db, world.actor("mediator"), deal.case_of(version), "no_agreement")
    assert (version.state, version.agreement.state) == ("voided", "abandoned")
    assert (version.paper.state, version.paper.number) == ("voided", number)
    assert version.paper.void_reason
    signer = deal.places(version, "party")[0]
    with pytest.raises(Refused):
        services.confirm(db, deal.actor_of(signer, deal.case_of(version).matter_id), 1)
    other = deal.frozen(db, world)
    assert other.paper.number == (number or 0) + 1


def test_r03_nothing_is_frozen_while_somebody_has_not_agreed(db: Db, world: World) -> None:
    agreement = deal.drafted(db, world)
    consent = dispute.consent_of(db, agreement.case, dispute.respondent(db, agreement.case))
    consent.answer, consent.answered_at, consent.channel, consent.wants_public = "pending", None, None, None
    consent.rights_version = None
    db.flush()
    with pytest.raises(Conflict):
        services.freeze(db, world.actor("mediator"), agreement.case_id)


def test_every_version_has_its_paper(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    services.reopen(db, world.actor("mediator"), deal.case_of(version).id)
    services.freeze(db, world.actor("mediator"), deal.case_of(version).id)
    versions = db.scalars(select(AgreementVersion).order_by(AgreementVersion.edition)).all()
    papers = db.scalars(select(Paper).order_by(Paper.edition)).all()
    assert [one.paper_id for one in versions] == [paper.id for paper in papers]
