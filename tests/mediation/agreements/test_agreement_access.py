"""Who sees an agreement: policy and query agree for everybody, and no page carries what is another's."""

import uuid

import pytest
from flask.testing import FlaskClient

from mediation.agreements import printing, queries, services
from mediation.agreements.models import Agreement, AgreementVersion
from mediation.agreements.policy import READ, SHOW
from mediation.agreements.strokes import read
from portal.app import Portal
from portal.documents.agreement import annex_html, evidence_html
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS, Actor, Refused
from portal.matters.identities import services as identities
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World

STAFF_INSIDE = {"mediator", "head", "secretary"}
SECRET_WISH = "我其实只想要八百元"


def everybody(db: Db, world: World, version: AgreementVersion) -> dict[str, Actor]:
    """One of each kind, inside and outside."""
    case = deal.case_of(version)
    other = dispute.accepted(db, world)
    found = {login: world.actor(login) for login in world.accounts}
    found["a"] = dispute.visitor(dispute.applicant(db, case))
    found["b"] = dispute.visitor(dispute.respondent(db, case))
    found["other party"] = dispute.visitor(dispute.applicant(db, other))
    found["anonymous"] = ANONYMOUS
    found["ghost"] = Actor(person=uuid.uuid4(), scope=case.matter_id)
    return found


def test_policy_and_query_agree_for_everybody(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    agreement, case = version.agreement, deal.case_of(version)
    for who, actor in everybody(db, world, version).items():
        inside = who in STAFF_INSIDE | {"a", "b"}
        by_policy = SHOW.allows(db, actor, case) or READ.allows(db, actor, version)
        by_query = db.scalar(queries.visible_to(actor).where(Agreement.id == agreement.id)) is not None
        assert by_policy is by_query is inside, who
        if who not in STAFF_INSIDE | {"a", "b"}:
            with pytest.raises(Refused):
                queries.get(db, actor, case.id)
            with pytest.raises(Refused):
                queries.mine(db, actor)


def test_a_draft_and_a_version_that_is_not_printed_are_the_mediators(db: Db, world: World) -> None:
    agreement = deal.drafted(db, world)
    party = dispute.visitor(dispute.applicant(db, agreement.case))
    with pytest.raises(Refused):
        queries.mine(db, party)
    version = services.freeze(db, world.actor("mediator"), agreement.case_id)
    with pytest.raises(Refused):
        queries.mine(db, party)
    deal.printed(db, version)
    assert [one.person_id for one in queries.mine(db, party).signers] == [party.person]


def test_nobody_signs_in_anothers_place(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    first, second = deal.places(version, "party")
    deal.signs(db, first)
    assert second.marked_at is None
    assert second.confirmed_at is None


def test_what_staff_saw_of_a_document_is_for_the_annex_alone(db: Db, world: World) -> None:
    """The evidence record is read by both sides; the last four characters stand in the sealed annex."""
    version = deal.frozen(db, world)
    first, _second = deal.places(version, "party")
    assert first.person_id is not None
    identities.see(db, world.actor("mediator"), deal.case_of(version).matter, first.person_id, "id_card", "987X")
    deal.all_sign(db, world, version)
    services.seal(db, world.actor("head"), deal.case_of(version).id, 1)
    printing.ensure_keys(db, version)
    plan = printing.binding(db, version)
    told = [one.evidence for one in plan.signatures]
    record = evidence_html(printing.evidence_paper(plan, told, "0" * 64, clock.now()))
    assert '工作人员<span class="keep">mediator 同志</span>当面查看证件' in record
    assert "987X" not in record
    assert dispute.phone_of(first.name) not in record
    assert "987X" in annex_html(plan.annex)


@pytest.fixture
def house(portal: Portal, world: World) -> tuple[uuid.UUID, uuid.UUID, list[uuid.UUID]]:
    """A frozen agreement: the first party has drawn their name and asked for a change."""
    with portal.database.writing() as db:
        version = deal.frozen(db, world)
        first, _second = deal.places(version, "party")
        deal.signs(db, first, written=services.Written(drawing=read(deal.STROKES)))
        services.ask_change(db, deal.actor_of(first, deal.case_of(version).matter_id), 1, SECRET_WISH)
        case = deal.case_of(version)
        return case.id, case.matter_id, [one.person_id for one in deal.places(version, "party") if one.person_id]


def test_the_other_side_sees_neither_wish_nor_strokes(
    portal: Portal, world: World, client: FlaskClient, house: tuple[uuid.UUID, uuid.UUID, list[uuid.UUID]]
) -> None:
    _case, matter_id, (first, second) = house
    world.come_with_code(client, portal.database, second, matter_id)
    for path in ("/my/agreement", "/my/papers", "/my/matter", "/my/agreement/change"):
        said = dispute.body(client, path)
        assert not [secret for secret in (SECRET_WISH, "pressure", dispute.phone_of("申小明")) if secret in said], path
    world.come_with_code(client, portal.database, first, matter_id)
    assert SECRET_WISH not in dispute.body(client, "/my/agreement")


def test_the_mediator_reads_the_wish(
    portal: Portal, world: World, client: FlaskClient, house: tuple[uuid.UUID, uuid.UUID, list[uuid.UUID]]
) -> None:
    world.sign_in(client, portal.database, "mediator")
    assert SECRET_WISH in dispute.body(client, f"/cases/{house[0]}/agreement")


@pytest.mark.parametrize("login", ["outsider", "other_head", "police", "admin", "clerk", "centre_head"])
def test_strangers_find_nothing(
    portal: Portal,
    world: World,
    client: FlaskClient,
    house: tuple[uuid.UUID, uuid.UUID, list[uuid.UUID]],
    login: str,
) -> None:
    world.sign_in(client, portal.database, login)
    for path in ("", "/preview", "/library", "/facts", "/seal", "/sign", "/ink", "/clauses/new"):
        assert client.get(f"/cases/{house[0]}/agreement{path}").status_code == 404, path


def test_a_stale_page_is_answered_with_409_and_a_sentence(
    portal: Portal, world: World, client: FlaskClient, house: tuple[uuid.UUID, uuid.UUID, list[uuid.UUID]]
) -> None:
    case_id, matter_id, (_first, second) = house
    with portal.database.writing() as db:
        services.reopen(db, world.actor("mediator"), case_id)
        deal.printed(db, services.freeze(db, world.actor("mediator"), case_id))
    world.come_with_code(client, portal.database, second, matter_id)
    answer = client.post("/my/agreement/confirm", data={"seen": "1"})
    assert answer.status_code == 409
    assert "第 2 版" in answer.get_data(as_text=True)
    assert client.post("/my/agreement/confirm", data={"seen": "2"}).status_code == 303


def test_a_wrong_code_is_counted_and_answered_beside_the_field(
    portal: Portal, world: World, client: FlaskClient, house: tuple[uuid.UUID, uuid.UUID, list[uuid.UUID]]
) -> None:
    _case, matter_id, (_first, second) = house
    world.come_with_code(client, portal.database, second, matter_id)
    client.post("/my/agreement/confirm", data={"seen": "1"})
    client.post("/my/agreement/way", data={"seen": "1", "way": "electronic"})
    client.post("/my/agreement/identity/code", data={"seen": "1"})
    with portal.database.writing() as db:
        signer = next(one for one in db.query(AgreementVersion).one().signers if one.person_id == second)
        digits = deal.code_for(db, "sign-identity", signer)
    for _try in range(5):
        answer = client.post("/my/agreement/identity", data={"seen": "1", "code": "000000"})
        assert answer.status_code == 422
        assert "验证码不对" in answer.get_data(as_text=True)
    assert client.post("/my/agreement/identity", data={"seen": "1", "code": digits}).status_code == 422
