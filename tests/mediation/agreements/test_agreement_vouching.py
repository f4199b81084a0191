"""Where only the mediator knows the number a code went to, the head asks the person in another way before the seal."""

import pytest
from flask.testing import FlaskClient

from mediation.agreements import printing, services, vouching
from mediation.agreements.models import AgreementVersion, Signer
from portal.app import Portal
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.policy import Conflict
from portal.matters.identities import services as identities
from portal.matters.models import Involvement, copies
from portal.people.persons.models import Person
from portal.people.persons.services import correct
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.mediation.agreements.walk import PASSWORD, Journey
from tests.world import World


def writes_number(db: Db, world: World, signer: Signer, login: str = "mediator", **to: object) -> None:
    """Somebody of the staff writes down another number for this party."""
    correct(db, world.actor(login), db.get_one(Person, signer.person_id), **(to or {"phone": "13800007777"}))


def shows_document(db: Db, world: World, version: AgreementVersion, signer: Signer, login: str) -> None:
    assert signer.person_id is not None
    identities.see(db, world.actor(login), deal.case_of(version).matter, signer.person_id, "id_card", "123X")


def doubted(db: Db, version: AgreementVersion) -> list[str]:
    db.flush()
    return [one.hand for one in vouching.unvouched(db, deal.case_of(version), version)]


def test_a_number_the_parties_gave_themselves_is_enough(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    deal.all_sign(db, world, version)
    assert doubted(db, version) == []
    services.seal(db, world.actor("head"), deal.case_of(version).id, 1)


def test_what_the_mediator_alone_wrote_down_is_asked_before_the_seal(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    signer = deal.places(version, "party")[1]
    writes_number(db, world, signer)
    deal.all_sign(db, world, version)
    assert doubted(db, version) == [signer.hand]
    case = deal.case_of(version)
    with pytest.raises(Conflict, match="号码是调解员自己登记的"):
        services.seal(db, world.actor("head"), case.id, 1)
    services.seal(db, world.actor("head"), case.id, 1, asked=True)
    notes = {one.name: one.evidence.note for one in printing.binding(db, version).signatures}
    assert [name for name, note in notes.items() if "盖章人已用别的办法向签署人本人核实" in note] == [signer.name]
    lines = db.query(audit.AuditLine).filter_by(action="agreement.signers_asked").all()
    assert [line.account_id for line in lines] == [world.accounts["head"].id]


def test_before_they_sign_nothing_is_asked(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    writes_number(db, world, deal.places(version, "party")[1])
    assert doubted(db, version) == []


@pytest.mark.parametrize(("login", "vouches"), [("clerk", True), ("mediator", False)])
def test_a_document_seen_by_somebody_else_vouches(db: Db, world: World, login: str, vouches: bool) -> None:
    version = deal.frozen(db, world)
    signer = deal.places(version, "party")[1]
    writes_number(db, world, signer)
    shows_document(db, world, version, signer, login)
    deal.all_sign(db, world, version)
    assert (doubted(db, version) == []) is vouches


def test_other_fields_say_nothing_and_the_last_to_write_counts(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    one, other = deal.places(version, "party")
    writes_number(db, world, one, address="南门里七号院")
    writes_number(db, world, other)
    audit.record(db, world.actor("clerk"), "person.corrected", db.get_one(Person, other.person_id), ["phone"])
    deal.all_sign(db, world, version)
    assert doubted(db, version) == []


def test_an_address_the_mediator_wrote_for_codes_by_mail(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    signer = deal.places(version, "party")[0]
    writes_number(db, world, signer, contact_channel="email", email="someone@example.com")
    deal.all_sign(db, world, version)
    assert doubted(db, version) == [signer.hand]


def test_whoever_mediated_before_still_holds_the_phone(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    signer = deal.places(version, "party")[1]
    case = deal.case_of(version)
    earlier = Involvement(
        matter_id=case.matter_id, account_id=world.accounts["mediator2"].id, capacity="mediator",
        since=case.declared_at, until=case.declared_at, opened_by="mediation.assigned", ended_by="mediation.replaced",
        **copies(case.matter),
    )  # fmt: skip
    db.add(earlier)
    audit.record(db, world.actor("mediator2"), "person.corrected", db.get_one(Person, signer.person_id), ["phone"])
    deal.all_sign(db, world, version)
    assert doubted(db, version) == [signer.hand]


def test_the_seal_page_names_them_and_asks(portal: Portal, world: World, client: FlaskClient) -> None:
    journey = Journey(portal, world, client)
    journey.draft()
    journey.work()
    with portal.database.writing() as db:
        person = db.get_one(Person, journey.people[1])
        correct(db, world.actor("mediator"), person, phone="13800007777")
    for number in (0, 1):
        journey.signs(number, typed=journey.names[number])
    journey.staff("mediator")
    journey.post(f"{journey.here}/sign", typed=world.accounts["mediator"].display_name, password=PASSWORD, seen="1")
    journey.staff("head")
    page = journey.page(f"{journey.here}/seal")
    assert f"问过{dispute.RESPONDENTS[0]}本人" in page
    body = journey.refused(f"{journey.here}/seal", 422, sure="y", password=PASSWORD, seen="1")
    assert "请先问过本人并勾选" in body
    journey.post(f"{journey.here}/seal", sure="y", asked="y", password=PASSWORD, seen="1")
