"""The lawyer writes, checks, signs with the password; the person reads and downloads; strangers learn nothing."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from legal.consultations.models import Consultation
from legal.records.models import ConsultationRecord
from portal.accounts.passwords.services import set_password
from portal.app import Portal
from portal.documents.papers.models import Paper, PaperDelivery
from portal.documents.papers.rules import show_code
from portal.kernel import clock
from portal.kernel.policy import SYSTEM
from tests.legal import browsing, office, writing
from tests.world import World

pytestmark = pytest.mark.slow
TYPED = {
    "gender": "男", "age": "middle", "groups": "migrant", "class_code": "07", "facts": writing.FULL.facts,
    "question": writing.FULL.question, "advice": writing.ADVICE, "law": writing.FULL.law, "referral": "",
    "aid": "yes", "aid_told": "y", "follow_up_on": "", "minutes": "30", "licence": writing.FULL.licence,
}  # fmt: skip


@pytest.fixture
def office_day(client: FlaskClient, portal: Portal, world: World) -> Iterator[FlaskClient]:
    """Tuesday at nine: the person is here and the lawyer has begun."""
    with portal.database.writing() as db, clock.held(office.NOW):
        office.furnish(db, world)
        set_password(db, SYSTEM, db.merge(world.accounts["lawyer"]), browsing.PASSWORD)
        office.booked(db, world)
    with clock.held(office.TUESDAY):
        world.sign_in(client, portal.database, "lawyer")
        browsing.send(client, f"/consultations/{row_of(portal).id}/begin")
    with clock.held(office.TUESDAY + timedelta(minutes=20)):
        world.sign_in(client, portal.database, "lawyer")
        yield client


def row_of(portal: Portal) -> Consultation:
    with portal.database.reading() as db:
        return db.scalars(select(Consultation)).one()


def write(client: FlaskClient, portal: Portal, **changes: Any) -> str:
    here = f"/consultations/{row_of(portal).id}/record"
    version = record(portal).version if record(portal) else ""
    browsing.send(client, here, **{**TYPED, "seen": version, **changes})
    return here


def record(portal: Portal) -> Any:
    with portal.database.reading() as db:
        return db.scalars(select(ConsultationRecord).order_by(ConsultationRecord.edition.desc())).first()


def sign(client: FlaskClient, portal: Portal, here: str) -> None:
    browsing.page(client, f"{here}/sign")
    browsing.send(client, f"{here}/sign", password=browsing.PASSWORD, seen=record(portal).version)


def test_the_form_begins_with_what_is_known(office_day: FlaskClient, portal: Portal) -> None:
    text = browsing.page(office_day, f"/consultations/{row_of(portal).id}/record")
    assert office.STORY in text
    assert 'value="20"' in text  # minutes since the beginning
    assert 'value="07" selected' in text or 'selected value="07"' in text


def test_draft_check_sign_download(office_day: FlaskClient, portal: Portal, world: World) -> None:
    here = write(office_day, portal, advice="")
    assert "解答意见" in browsing.page(office_day, f"{here}/sign")
    assert browsing.send(office_day, f"{here}/sign", 200, password=browsing.PASSWORD)
    assert record(portal).state == "draft"
    write(office_day, portal)
    wrong = browsing.send(office_day, f"{here}/sign", 422, password="不是这个密码呀", seen=record(portal).version)
    assert "登录密码不对" in wrong
    sign(office_day, portal, here)
    writing.work(portal)
    shown = browsing.page(office_day, f"/consultations/{row_of(portal).id}")
    assert "青司法询字第1号" in shown
    assert office_day.get(here).status_code == 303  # nothing to write any more
    file = office_day.get(f"/consultation-records/{record(portal).id}/file")
    assert file.mimetype == "application/pdf"
    _person_reads(office_day, portal, world, file.get_data())
    _strangers(office_day, portal, world)


def _person_reads(client: FlaskClient, portal: Portal, world: World, data: bytes) -> None:
    row = row_of(portal)
    world.come_with_code(client, portal.database, row.person_id, row.matter_id)
    mine = browsing.page(client, "/my/consultation")
    assert "律师的书面解答" in mine
    assert "青司法询字第1号" in browsing.page(client, "/my/papers")
    answer = client.get(f"/papers/{record(portal).paper_id}/file")
    assert answer.get_data() == data
    with portal.database.reading() as db:
        assert db.scalars(select(PaperDelivery)).one().opened_at is not None
    assert client.get(f"/consultations/{row.id}").status_code == 404
    assert client.get(f"/consultations/{row.id}/record").status_code == 404


def _strangers(client: FlaskClient, portal: Portal, world: World) -> None:
    with portal.database.reading() as db:
        code = show_code(db.scalars(select(Paper)).one().code)
    for login in ("clerk", "mediator", "lawyer2", "legalaid", "centre_head"):
        world.sign_in(client, portal.database, login)
        assert client.get(f"/papers/{record(portal).paper_id}/file").status_code == 404, login
        assert client.get(f"/consultation-records/{record(portal).id}/file").status_code == 404, login
    with client.session_transaction() as session:
        session.clear()
    public = browsing.page(client, f"/verify?code={code}")
    assert "法律咨询登记表" in public
    assert "登记在册，现行有效版本" in public
    assert office.NAME not in public


def test_corrections_and_passing_on(office_day: FlaskClient, portal: Portal, world: World) -> None:
    here = write(office_day, portal)
    sign(office_day, portal, here)
    writing.work(portal)
    browsing.send(office_day, f"{here}/correct")
    assert "原来的一版仍然有效" in browsing.page(office_day, here)
    write(office_day, portal, aid_shared="y", advice="更正后的解答")
    sign(office_day, portal, here)
    writing.work(portal)
    world.sign_in(office_day, portal.database, "legalaid")
    assert "青司法询字第1号" in browsing.page(office_day, "/desk/legal-aid")
    assert office_day.get(f"/consultation-records/{record(portal).id}/file").status_code == 200
    row = row_of(portal)
    world.come_with_code(office_day, portal.database, row.person_id, row.matter_id)
    mine = browsing.page(office_day, "/my/consultation")
    assert "第 2 版" in mine
    assert "已被新版本取代" in mine


def test_a_promise_stands_on_the_docket(office_day: FlaskClient, portal: Portal) -> None:
    here = write(office_day, portal, follow_up_on="2026-12-01")
    sign(office_day, portal, here)
    writing.work(portal)
    docket = browsing.page(office_day, "/consultations")
    assert "答应再答复的" in docket
    browsing.send(office_day, f"/consultation-records/{record(portal).id}/followed-up")
    assert "答应再答复的" not in browsing.page(office_day, "/consultations")


def test_a_page_of_an_older_draft_is_told_so(office_day: FlaskClient, portal: Portal) -> None:
    here = write(office_day, portal)
    old = record(portal).version
    write(office_day, portal, advice="新的解答")
    assert "有了变化" in browsing.send(office_day, here, 409, **{**TYPED, "seen": old})
