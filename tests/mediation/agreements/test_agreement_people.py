"""Who signs for whom: guardians, companies; two at the same moment; what each then owes."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from mediation.agreements import queries, services
from mediation.agreements.freezing import preview
from mediation.agreements.models import Agreement, AgreementVersion
from portal.app import Portal
from portal.documents.agreement import agreement_text
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from portal.matters.identities import services as identities
from portal.matters.services import flag_danger, involve
from portal.people.persons.services import PersonData, attach_guardian
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World


def test_r12_the_guardian_signs_for_a_minor_and_is_there_in_person(db: Db, world: World) -> None:
    agreement = deal.drafted(db, world)
    case, mediator = agreement.case, world.actor("mediator")
    child = dispute.respondent(db, case)
    child.person.born_on = date(clock.today("Asia/Shanghai").year - 15, 1, 1)
    row = queries.clauses(db, agreement)[0]
    services.overrule(db, mediator, case.id, row.id, "minor_debtor", "由监护人从其财产中支付")
    with pytest.raises(Conflict, match="监护人"):
        services.freeze(db, mediator, case.id)
    data = PersonData("卞大山", born_on=date(1980, 1, 1), contact_channel="sms", phone="13800009999")
    guardian = attach_guardian(db, mediator, child.person, data, "父亲", consents=True)
    involve(db, mediator, case.matter, "guardian", person_id=guardian.guardian_id, side=child.side, act="test")
    version = deal.printed(db, services.freeze(db, mediator, case.id))
    place = next(one for one in deal.places(version, "party") if one.party_id == child.id)
    assert (place.who, place.name, place.person_id) == ("guardian", "卞大山", guardian.guardian_id)
    assert "卞立言" in place.note
    who = deal.actor_of(place, case.matter_id)
    services.confirm(db, who, 1)
    services.consent(db, who, 1)
    with pytest.raises(Conflict):
        services.start_identity_code(db, who, 1)
    identities.see(db, mediator, case.matter, child.person_id, "id_card", "999X")
    assert place.identity_at is None, "the child's own card shows nothing of who signs"
    identities.see(db, world.actor("secretary"), case.matter, guardian.guardian_id, "id_card", "123X")
    assert (place.identity_method, place.identity_by) == ("guardian", world.accounts["secretary"].id)
    services.start_sign_code(db, who, 1)
    assert services.sign(db, who, 1, deal.typed(place), deal.code_for(db, "sign", place))
    with pytest.raises(Refused):
        queries.mine(db, dispute.visitor(child))


def test_a_companys_representative_is_seen(db: Db, world: World) -> None:
    agreement = deal.drafted(db, world)
    company = dispute.respondent(db, agreement.case).person
    company.kind, company.name, company.legal_representative = "legal", "青禾物业有限公司", "卞立言"
    deal.explained(db, world, agreement)
    version = deal.printed(db, services.freeze(db, world.actor("mediator"), agreement.case_id))
    place = next(one for one in version.signers if one.who == "legal")
    assert (place.name, place.note, place.hand) == ("青禾物业有限公司", "法定代表人：卞立言", "卞立言")
    who = deal.actor_of(place, agreement.matter_id)
    services.confirm(db, who, 1)
    services.consent(db, who, 1)
    with pytest.raises(Conflict):
        services.start_identity_code(db, who, 1)
    clerk, matter = world.actor("clerk"), agreement.case.matter
    with pytest.raises(Conflict):
        identities.see(db, clerk, matter, company.id, "id_card", "0021")
    identities.see(db, clerk, matter, company.id, "legal_rep", "0021")
    assert (place.identity_method, place.identity_tail) == ("legal", "0021")
    services.start_sign_code(db, who, 1)
    code = deal.code_for(db, "sign", place)
    with pytest.raises(Conflict, match="卞立言"):
        services.sign(db, who, 1, services.Written(typed="青禾物业有限公司"), code)
    assert services.sign(db, who, 1, services.Written(typed="卞立言"), code)


def test_who_showed_a_document_in_the_hall_need_not_do_so_again(db: Db, world: World) -> None:
    """One look in a matter holds for each version until it is signed, and for nobody else."""
    agreement = deal.drafted(db, world)
    case, mediator = agreement.case, world.actor("mediator")
    person, other = dispute.applicant(db, case).person_id, dispute.respondent(db, case).person_id
    check = identities.see(db, world.actor("clerk"), case.matter, person, "id_card", "123x")
    for edition in (1, 2):
        version = deal.printed(db, services.freeze(db, mediator, case.id))
        seen = {one.person_id: (one.identity_method, one.identity_at) for one in deal.places(version, "party")}
        assert seen == {person: ("id_seen", check.seen_at), other: (None, None)}
        assert next(one for one in version.signers if one.person_id == person).identity_tail == "123X"
        if edition == 1:
            services.reopen(db, mediator, case.id)
    deal.signs(db, next(one for one in version.signers if one.person_id == person), 2)
    identities.see(db, mediator, case.matter, person, "id_card", "0000")
    signed = next(one for one in version.signers if one.person_id == person)
    assert signed.identity_tail == "123X", "what was signed keeps what was seen before"


def test_duties_are_there_when_it_binds_and_not_before(db: Db, world: World) -> None:
    agreement = deal.drafted(db, world)
    mediator, case = world.actor("mediator"), agreement.case
    debtor, creditor = dispute.respondent(db, case), dispute.applicant(db, case)
    parts = (deal.part("2099-02-01", 300_00), deal.part("2099-03-01", 200_00))
    services.add_clause(db, mediator, case.id, services.ClauseData(
        "instalments", debtor.id, creditor.id, what="清洁费", parts=parts, remedy="逾期的一次付清"))  # fmt: skip
    services.add_clause(
        db, mediator, case.id, services.ClauseData("act", debtor.id, creditor.id, what="修好水管", within_days=10)
    )
    services.add_clause(db, mediator, case.id, services.ClauseData("refrain", debtor.id, what="夜间装修"))
    version = deal.printed(db, services.freeze(db, mediator, case.id))
    assert queries.duties(db, agreement) == []
    deal.all_sign(db, world, version)
    services.seal(db, world.actor("head"), case.id, 1)
    owed = queries.duties(db, agreement)
    today = clock.today("Asia/Shanghai")
    assert [(duty.amount_fen, duty.due_on) for duty in owed] == [
        (123450, date(2099, 1, 31)),
        (300_00, date(2099, 2, 1)),
        (200_00, date(2099, 3, 1)),
        (None, today + timedelta(days=10)),
    ]
    assert {(duty.party_from, duty.party_to) for duty in owed} == {(debtor.id, creditor.id)}


@pytest.mark.both_engines
def test_two_sign_at_the_same_moment(portal: Portal, world: World) -> None:
    """Both signatures stand, each once, and the mediator is told once that it is their turn."""
    with portal.database.writing() as db:
        version = deal.frozen(db, world)
        version_id, matter_id = version.id, deal.case_of(version).matter_id
        people = [(one.id, one.name, deal.ready(db, one)) for one in deal.places(version, "party")]
        for _id, _name, who in people:
            services.start_sign_code(db, who, 1)
        codes = [deal.code_for(db, "sign", db.get_one(type(version.signers[0]), one[0])) for one in people]
    barrier, errors = threading.Barrier(2), []

    def go(number: int) -> None:
        _id, name, who = people[number]
        barrier.wait()
        try:
            with portal.database.writing() as own:
                assert services.sign(own, who, 1, services.Written(typed=name), codes[number])
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=go, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with portal.database.reading() as db:
        version = db.get_one(AgreementVersion, version_id)
        assert [one.marked_at is not None for one in version.signers] == [True, True, False, False]
        turns = dispute.told(db, account_id=world.accounts["mediator"].id).count("agreement.your_turn")
        assert turns == 1
        assert db.scalars(select(Agreement).where(Agreement.matter_id == matter_id)).one().state == "signing"


def test_danger_changes_no_word_of_the_agreement(db: Db, world: World) -> None:
    """Left out only where somebody is in danger, a phone would tell the other side that danger was spoken of."""
    agreement = deal.drafted(db, world)
    case, mediator = agreement.case, world.actor("mediator")
    for party in dispute.parties(db, case):
        party.person.address = "青禾县城关镇东门社区88号"
    calm = agreement_text(preview(db, mediator, case, agreement))
    flag_danger(db, mediator, case.matter)
    assert agreement_text(preview(db, mediator, case, agreement)) == calm
    assert "见附件" in calm
    for party in dispute.parties(db, case):
        assert (party.person.phone or "")[-4:] not in calm
    assert "东门" not in calm
