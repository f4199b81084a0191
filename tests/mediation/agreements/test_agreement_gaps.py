"""What is missing of a party is pointed out before the words are fixed, filled in or explained; nobody is kept out."""

from datetime import date

import pytest

from mediation.agreements import gaps, printing, services
from mediation.agreements.models import Agreement
from portal.documents.agreement import annex_html
from portal.kernel.db import Db
from portal.kernel.policy import Conflict
from portal.matters.identities import services as identities
from portal.people.persons.services import PersonData, add_person, correct
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.portal.documents.samples import COMPANY_CODE
from tests.world import World

NUMBER = "11010519491231002X"


def bare(db: Db, world: World) -> Agreement:
    """A draft of which nothing but names and phones is known."""
    case = dispute.accepted(db, world)
    agreement = services.start(db, world.actor("mediator"), case.id)
    services.describe(db, world.actor("mediator"), case.id, {"facts": deal.FACTS})
    services.add_clause(db, world.actor("mediator"), case.id, deal.payment(db, case))
    return agreement


def test_what_is_missing_stands_beside_the_party_and_is_not_passed_over(db: Db, world: World) -> None:
    agreement = bare(db, world)
    found = gaps.found(db, agreement)
    assert [gap.lacks for gap in found] == [
        ("id_number", "gender", "born_on", "address"),
        ("id_number", "gender", "born_on"),
    ], "the respondent's address was needed to write to them"
    with pytest.raises(Conflict, match="信息还不全"):
        services.freeze(db, world.actor("mediator"), agreement.case_id)


def test_filled_in_nothing_is_asked(db: Db, world: World) -> None:
    agreement, mediator = bare(db, world), world.actor("mediator")
    for number, party in zip((NUMBER, "330102199003071230"), dispute.parties(db, agreement.case), strict=True):
        correct(db, mediator, party.person, id_number=number, address="青禾县北大街88号")
    assert gaps.found(db, agreement) == []
    assert services.freeze(db, mediator, agreement.case_id).state == "rendering"


def test_somebody_without_a_document_agrees_all_the_same_and_the_annex_says_why(db: Db, world: World) -> None:
    agreement = bare(db, world)
    deal.explained(db, world, agreement)
    version = deal.printed(db, services.freeze(db, world.actor("mediator"), agreement.case_id))
    annex = annex_html(printing.annex(db, version, db.info["settings"]))
    assert "证件号码、性别、出生日期、住址（证件遗失，正在补办）" in annex


def test_only_what_is_missing_is_explained_and_only_with_words(db: Db, world: World) -> None:
    agreement, mediator = bare(db, world), world.actor("mediator")
    party = dispute.applicant(db, agreement.case)
    with pytest.raises(Conflict):
        services.explain(db, mediator, agreement.case_id, party.id, "  ")
    correct(db, mediator, party.person, id_number=NUMBER, address="青禾县北大街88号")
    with pytest.raises(Conflict):
        services.explain(db, mediator, agreement.case_id, party.id, "没有")


def test_a_body_without_a_head_cannot_sign_at_all(db: Db, world: World) -> None:
    agreement, mediator = bare(db, world), world.actor("mediator")
    company = dispute.respondent(db, agreement.case).person
    correct(db, mediator, company, kind="legal", name="青禾物业有限公司", uscc=COMPANY_CODE, address="青禾县环城路12号")
    deal.explained(db, world, agreement)
    with pytest.raises(Conflict, match="由谁代表"):
        services.freeze(db, mediator, agreement.case_id)
    correct(db, mediator, company, legal_representative="卞立言")
    assert services.freeze(db, mediator, agreement.case_id).state == "rendering"


def test_the_number_is_filled_in_from_the_document_and_reaches_the_annex_alone(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    signer = deal.places(version, "party")[0]
    assert signer.person_id is not None
    clerk, matter = world.actor("clerk"), deal.case_of(version).matter
    identities.see(db, clerk, matter, signer.person_id, "id_card", "002X", NUMBER)
    person = deal.party_of(db, signer).person
    assert (person.id_number, person.gender, person.born_on) == (NUMBER, "女", date(1949, 12, 31))
    assert b"11010519" not in (person.id_number_sealed or b"")
    annex = annex_html(printing.annex(db, version, db.info["settings"]))
    assert NUMBER in annex.replace("</span>", "").replace('<span class="keep">', "")


def test_a_passport_is_named_as_one(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    signer = deal.places(version, "party")[0]
    assert signer.person_id is not None
    clerk, matter = world.actor("clerk"), deal.case_of(version).matter
    identities.see(db, clerk, matter, signer.person_id, "passport", "4567", "E1234567")
    person = deal.party_of(db, signer).person
    assert (person.id_kind, person.id_number, person.born_on) == ("passport", "E1234567", None)
    annex = annex_html(printing.annex(db, version, db.info["settings"]))
    assert "护照号码" in annex


def test_a_guardian_is_asked_for_the_number_alone(db: Db, world: World) -> None:
    agreement = bare(db, world)
    party = dispute.applicant(db, agreement.case)
    guardian = add_person(db, world.actor("clerk"), world.center.id, PersonData("申父"))
    assert gaps.lacking(guardian, party) == ("id_number",)
