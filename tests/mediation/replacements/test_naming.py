"""Who asks for another mediator, who names one, and who is not offered the matter again."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE
from mediation.conflicts import queries as statements
from mediation.conflicts.policy import DECLARE
from mediation.conflicts.services import declare
from mediation.replacements import queries
from mediation.replacements.models import MediatorRequest, Vacancy
from mediation.replacements.policy import NAME
from mediation.replacements.services import ask, keep, name, step_back
from mediation.terminations.services import stop
from portal.app import Portal
from portal.intake.alarms.models import Alarm
from portal.intake.dispatch.queries import choices
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from portal.matters import services as acts
from portal.matters.telling import timeline_for
from tests.mediation import dispute
from tests.mediation.replacements.road import WORDS, heads_as_well, named
from tests.world import LONG_AGO, World


def test_the_committee_names_and_the_nominee_may_have_an_interest(db: Db, world: World) -> None:
    world.account(db, "mediator3", "mediator", world.committee)
    case = dispute.accepted(db, world)
    step_back(db, world.actor("mediator"), case.id, "unable", "")
    assert "mediator.to_name" in dispute.told(db, account_id=world.accounts["head"].id)
    named(db, world, case)
    declare(db, world.actor("mediator2"), case.id, "party")
    assert case.vacant_since is not None
    assert "mediator.declined" in dispute.told(db, account_id=world.accounts["head"].id)
    with pytest.raises(Conflict):
        named(db, world, case)
    named(db, world, case, "mediator3")
    declare(db, world.actor("mediator3"), case.id, None)
    assert case.mediator_id == world.accounts["mediator3"].id


def test_naming_another_recalls_the_first(db: Db, world: World) -> None:
    world.account(db, "mediator3", "mediator", world.committee)
    case = dispute.accepted(db, world)
    first = named(db, world, case)
    named(db, world, case, "mediator3")
    assert first.answer == "recalled"
    with pytest.raises(Refused):
        declare(db, world.actor("mediator2"), case.id, None)


def test_the_head_replaces_without_anybody_asking_and_the_former_is_out_at_once(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    named(db, world, case)
    assert db.scalars(select(Vacancy)).one().cause == "committee"
    with pytest.raises(Refused):
        cases.get(db, world.actor("mediator"), case.id)


def test_whoever_stepped_back_is_not_offered_again_anywhere(db: Db, world: World) -> None:
    given_back = dispute.assigned(db, world)
    matter = given_back.matter
    declare(db, world.actor("mediator"), given_back.id, "interest")
    offered = {one.account for _body, people in choices(db, matter) for one in people}
    assert world.accounts["mediator"].id not in offered
    assert world.accounts["mediator2"].id in offered
    acts.move(db, world.actor("dispatcher"), matter, "routed")
    case = dispute.give(db, world, matter, "mediator2")
    declare(db, world.actor("mediator2"), case.id, None)
    step_back(db, world.actor("mediator2"), case.id, "relation", "")
    assert queries.kept_out(db, matter.id) == {world.accounts[one].id for one in ("mediator", "mediator2")}
    people = {one.id for _body, found in queries.offered(db, world.actor("dispatcher"), case) for one in found}
    assert people == {world.accounts["outsider"].id}


def test_a_head_with_an_interest_does_not_see_the_file_as_head(db: Db, world: World) -> None:
    heads_as_well(db, world, "mediator")
    case = dispute.accepted(db, world)
    step_back(db, world.actor("mediator"), case.id, "party", "")
    for login in ("mediator", "head", "secretary"):
        with pytest.raises(Refused):
            cases.get(db, world.actor(login), case.id)
    assert "mediator.to_name" in dispute.told(db, account_id=world.accounts["dispatcher"].id)
    dispatcher = world.actor("dispatcher")
    with pytest.raises(Conflict):
        name(db, dispatcher, case.id, world.committee.id, world.accounts["mediator2"].id)
    name(db, dispatcher, case.id, world.other_committee.id, world.accounts["outsider"].id)
    declare(db, world.actor("outsider"), case.id, None)
    assert case.committee_id == world.other_committee.id
    assert cases.get(db, world.actor("other_head"), case.id) is case
    with pytest.raises(Refused):
        cases.get(db, world.actor("mediator"), case.id)


def test_a_head_who_is_only_ill_names_the_next(db: Db, world: World) -> None:
    heads_as_well(db, world, "mediator")
    case = dispute.accepted(db, world)
    step_back(db, world.actor("mediator"), case.id, "unable", "")
    assert not MEDIATE.allows(db, world.actor("mediator"), case)
    named(db, world, case, by="mediator")
    assert case.vacant_since is not None


def test_a_party_asks_and_the_mediator_never_knows(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    one = dispute.visitor(dispute.applicant(db, case))
    before = dispute.told(db, account_id=world.accounts["mediator"].id)
    ask(db, one, world.accounts["mediator2"].id, "他和对方一起喝酒")
    assert dispute.told(db, account_id=world.accounts["mediator"].id) == before
    assert cases.get(db, world.actor("mediator"), case.id) is case
    lines = [line.text for line in timeline_for(db, world.actor("mediator"), case.matter)]
    assert not [line for line in lines if "换" in line]
    assert not NAME.allows(db, world.actor("mediator"), case)
    assert "mediator.asked" in dispute.told(db, account_id=world.accounts["head"].id)
    with pytest.raises(Conflict):
        ask(db, one, None, "")
    named(db, world, case)
    row = db.scalars(select(MediatorRequest)).one()
    assert (row.granted, db.scalars(select(Vacancy)).one().cause) == (True, "request")
    assert world.accounts["mediator"].id in queries.kept_out(db, case.matter_id)


def test_there_may_be_nobody_else_and_only_the_one_who_asked_reads_that(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    one, other = dispute.parties(db, case)
    row = ask(db, dispute.visitor(one), None, "")
    keep(db, world.actor("head"), case.id, row.id, "只有一位专职调解员")
    assert (case.vacant_since, row.granted) == (None, False)
    assert dispute.told(db, person_id=one.person_id)[-1] == "mediator.kept"
    assert "mediator.kept" not in dispute.told(db, person_id=other.person_id)
    with pytest.raises(Conflict):
        keep(db, world.actor("head"), case.id, row.id, "再说一次")


def test_where_the_mediator_is_the_only_head_the_centre_answers(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    heads_as_well(db, world, "mediator")
    head = db.merge(world.accounts["head"])
    head.grants[0].until = LONG_AGO + timedelta(days=1)
    db.flush()
    ask(db, dispute.visitor(dispute.applicant(db, case)), None, "")
    assert "mediator.asked" in dispute.told(db, account_id=world.accounts["dispatcher"].id)
    assert "mediator.asked" not in dispute.told(db, account_id=world.accounts["mediator"].id)
    assert not NAME.allows(db, world.actor("mediator"), case)
    assert NAME.allows(db, world.actor("dispatcher"), case)


@pytest.mark.parametrize("login", ["mediator", "mediator2", "outsider", "other_head", "secretary", "clerk", "police"])
def test_nobody_else_names(db: Db, world: World, login: str) -> None:
    case = dispute.accepted(db, world)
    step_back(db, world.actor("mediator"), case.id, "interest", "")
    with pytest.raises(Refused):
        named(db, world, case, by=login)
    assert case.vacant_since is not None


def test_the_centre_does_not_meddle_where_nothing_is_asked(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    with pytest.raises(Refused):
        named(db, world, case, by="dispatcher")


def test_strangers_ask_for_nothing(db: Db, world: World) -> None:
    case, second = dispute.accepted(db, world), dispute.opened(db, world)
    elsewhere = world.visitor(dispute.applicant(db, case).person_id, second.matter_id)
    for nobody in (world.actor("mediator2"), elsewhere, dispute.visitor(dispute.respondent(db, second))):
        with pytest.raises(Refused):
            ask(db, nobody, None, "")
    with pytest.raises(Conflict):
        ask(db, dispute.visitor(dispute.applicant(db, case)), world.accounts["outsider"].id, "")


def test_the_pages(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        one, other = dispute.parties(db, case)
    world.come_with_code(client, portal.database, one.person_id, case.matter_id)
    assert "/my/mediator" in dispute.body(client, "/my/matter")
    dispute.body(client, "/my/mediator")
    assert client.post("/my/mediator", data={}).status_code == 422
    for _click in range(2):
        data = {"wished": world.accounts["mediator2"].id.hex, "words": "他偏心", "once": "twice"}
        assert client.post("/my/mediator", data=data).location == "/my/matter"
    dispute.body(client, "/my/mediator")
    world.sign_in(client, portal.database, "mediator")
    for path in (f"/cases/{case.id}", f"/matters/{case.matter_id}"):
        assert "更换" not in dispute.body(client, path)
    dispute.body(client, f"/cases/{case.id}/mediator", 404)
    world.sign_in(client, portal.database, "head")
    page = dispute.body(client, f"/cases/{case.id}/mediator")
    assert "他偏心" in page
    assert "mediator2 同志" in page
    with portal.database.reading() as db:
        asked = db.scalars(select(MediatorRequest)).one().id
    dispute.body(client, f"/cases/{case.id}/mediator/requests/{asked}")
    dispute.body(client, f"/cases/{case.id}/mediator/requests/{case.id}", 404)
    chosen = f"{case.committee_id.hex}:{world.accounts['mediator2'].id.hex}"
    assert client.post(f"/cases/{case.id}/mediator", data={}).status_code == 422
    assert client.post(f"/cases/{case.id}/mediator", data={"mediator": chosen}).status_code == 303
    world.sign_in(client, portal.database, "mediator")
    dispute.body(client, f"/cases/{case.id}", 404)
    world.come_with_code(client, portal.database, other.person_id, case.matter_id)
    page = dispute.body(client, "/my/matter")
    assert "正在换一位" in page
    assert "调解员：mediator 同志" not in page
    world.sign_in(client, portal.database, "mediator2")
    assert f"/cases/{case.id}/conflict" in dispute.body(client, "/cases")
    dispute.body(client, f"/cases/{case.id}", 404)
    assert other.person.name in dispute.body(client, f"/cases/{case.id}/conflict")
    assert client.post(f"/cases/{case.id}/conflict", data={"ground": "none"}).location == f"/cases/{case.id}"
    dispute.body(client, f"/cases/{case.id}")
    dispute.body(client, f"/cases/{case.id}/step-back")
    assert client.post(f"/cases/{case.id}/step-back", data={}).status_code == 422
    data = {"ground": "relation", "words": WORDS}
    assert client.post(f"/cases/{case.id}/step-back", data={**data, "seen": "99"}).status_code == 409
    assert client.post(f"/cases/{case.id}/step-back", data=data).location == "/cases"
    dispute.body(client, f"/cases/{case.id}", 404)
    world.sign_in(client, portal.database, "dispatcher")
    assert f"/cases/{case.id}/mediator" in dispute.body(client, f"/matters/{case.matter_id}")
    assert WORDS in dispute.body(client, f"/cases/{case.id}/mediator")


def test_policy_and_query_agree_about_who_states_an_interest(db: Db, world: World) -> None:
    given, waits, over = dispute.assigned(db, world), dispute.accepted(db, world), dispute.accepted(db, world)
    for case in (waits, over):
        named(db, world, case)
    stop(db, dispute.visitor(dispute.applicant(db, over)))
    expected = {("mediator", given.id), ("mediator2", waits.id)}
    found = set()
    for login in world.accounts:
        actor = world.actor(login)
        for case in (given, waits, over):
            seen = db.scalar(statements.visible_to(actor).where(MediationCase.id == case.id)) is not None
            assert DECLARE.allows(db, actor, case) is seen, login
            if seen:
                found.add((login, case.id))
    assert found == expected
    assert [card.id for card in statements.cards(db, world.actor("mediator2"))] == [waits.id]


def test_words_of_danger_show_the_numbers_and_call_the_duty(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        one = dispute.applicant(db, case)
    world.come_with_code(client, portal.database, one.person_id, case.matter_id)
    data = {"wished": "any", "words": "他说要杀了我，我不敢当着他的面谈"}
    answer = client.post("/my/mediator", data=data)
    assert "110" in dispute.body(client, answer.location)
    assert answer.location != "/my/matter"
    with portal.database.reading() as db:
        assert db.scalars(select(Alarm.matter_id)).all() == [case.matter_id]
