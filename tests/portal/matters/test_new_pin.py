"""补办查询密码: a new PIN only for whoever stands there with a document, and the former ones end."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.passes.services import check_pin, mint_pin
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from portal.matters.identities.pins import REISSUED, reissue
from portal.matters.identities.services import see
from portal.notices.models import Notice
from tests.portal.matters.filing import everybody, file_matter
from tests.portal.matters.reading import text
from tests.world import World


def test_after_a_look_at_the_document_and_only_then(world: World, db: Db) -> None:
    clerk, opened = world.actor("clerk"), file_matter(db, world)
    matter, person = opened.matter, opened.applicants[0].person_id
    lost = mint_pin(db, matter.id, person, "receipt")
    with pytest.raises(Conflict):
        reissue(db, clerk, matter, person)
    see(db, clerk, matter, person, "id_card", "123X")
    slip = reissue(db, clerk, matter, person)
    assert check_pin(db, matter.id, slip.pin) == person
    assert check_pin(db, matter.id, lost) is None
    assert slip.address.endswith("/case")
    assert db.scalars(select(Notice.person_id).where(Notice.key == REISSUED)).one() == person
    with clock.held(clock.now() + timedelta(minutes=31)), pytest.raises(Conflict):
        reissue(db, clerk, matter, person)


def test_not_for_somebody_who_has_not_joined(world: World, db: Db) -> None:
    clerk, opened = world.actor("clerk"), file_matter(db, world)
    person = opened.respondents[0].person_id
    see(db, clerk, opened.matter, person, "id_card", "123X")
    with pytest.raises(Conflict, match="邀请"):
        reissue(db, clerk, opened.matter, person)


def test_not_by_anybody_who_does_not_handle_the_matter(world: World, db: Db) -> None:
    opened = file_matter(db, world)
    person = opened.applicants[0].person_id
    see(db, world.actor("clerk"), opened.matter, person, "id_card", "123X")
    may = set()
    for name, actor in everybody(world, opened).items():
        try:
            reissue(db, actor, opened.matter, person)
            may.add(name)
        except Refused:
            pass
    assert may == {"clerk", "dispatcher", "clerk of this area"}


def test_the_slip_says_nothing_of_the_matter(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        opened = file_matter(db, world)
        person = opened.applicants[0].person_id
    world.sign_in(client, portal.database, "clerk")
    place = f"/matters/{opened.matter.id}/identity/{person}"
    assert "补办" not in text(client.get(place))
    client.post(place, data={"document": "id_card", "tail": "123X"})
    assert "补办查询密码" in text(client.get(place))
    slip = text(client.post(f"{place}/new-pin"))
    assert opened.matter.story not in slip
    assert "以前的密码已经作废" in slip
