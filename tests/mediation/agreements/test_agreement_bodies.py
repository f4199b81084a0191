"""A company from the mediator's invitation to its place in the agreement, signed by who represents it."""

from flask.testing import FlaskClient
from stdnum.cn import uscc

from mediation.agreements import printing, services
from portal.app import Portal
from portal.documents.agreement import agreement_html
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World

BODY = "91379901MA0000003"
CODE = BODY + uscc.calc_check_digit(BODY)


def test_a_company_is_invited_as_one_and_stands_as_one_in_the_agreement(
    portal: Portal, world: World, client: FlaskClient
) -> None:
    with portal.database.writing() as db:
        case = dispute.opened(db, world)
        party_id, matter_id = dispute.respondent(db, case).id, case.matter_id
    world.sign_in(client, portal.database, "mediator")
    given = {
        "name": "青禾物业有限公司", "channel": "sms", "phone": "13800002222", "kind": "legal", "uscc": CODE,
        "legal_representative": "卞立言", "representative_title": "法定代表人", "representative_post": "总经理",
        "contact_name": "小卞",
    }  # fmt: skip
    path = f"/cases/{case.id}/invite/{party_id}"
    assert client.post(path, data={**given, "born_on": "1990-01-01"}).status_code == 422
    assert client.post(path, data=given).status_code == 303
    with portal.database.writing() as db:
        case = db.get_one(type(case), case.id)
        for party in dispute.parties(db, case):
            dispute.says(db, case, party, "yes")
        agreement = services.start(db, world.actor("mediator"), case.id)
        services.describe(db, world.actor("mediator"), case.id, {"facts": deal.FACTS})
        services.add_clause(db, world.actor("mediator"), case.id, deal.payment(db, case))
        deal.explained(db, world, agreement)
        version = deal.printed(db, services.freeze(db, world.actor("mediator"), case.id))
        place = deal.places(version, "party")[1]
        assert (place.who, place.hand, place.name) == ("legal", "卞立言", "青禾物业有限公司")
        form = agreement_html(printing.frozen_paper(version, db.info["settings"], "token"))
        person_id = place.person_id
    assert person_id is not None
    for words in ("（单位）", CODE, "卞立言，总经理", "小卞", "法定代表人：卞立言"):
        assert words in form.replace('<span class="keep">', "").replace("</span>", ""), words
    world.come_with_code(client, portal.database, person_id, matter_id)
    said = dispute.body(client, "/my/agreement")
    assert "当事人二（单位）" in said
    client.post("/my/agreement/confirm", data={"seen": "1"})
    client.post("/my/agreement/way", data={"seen": "1", "way": "electronic"})
    assert "身份证明书" in dispute.body(client, "/my/agreement/identity")
