"""Handing in and looking at evidence, page by page."""

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image

from portal.app import Portal
from portal.kernel.policy import SYSTEM
from portal.matters.services import Opened, move
from tests.portal.matters.reading import lines, photo, pieces, send, text
from tests.world import World


def test_a_photo_is_handed_in_listed_looked_at_and_every_look_is_written_down(
    applicant: FlaskClient, opened: Opened, portal: Portal
) -> None:
    assert "交照片或材料" in text(applicant.get(f"/matters/{opened.matter.id}/evidence"))
    assert send(applicant, opened, photo(), caption="客厅").location == "/my/matter"
    (piece,) = pieces(portal)
    page = text(applicant.get("/my/matter"))
    assert "客厅" in page
    assert f"/evidence/{piece.id}/thumbnail" in page
    shown = applicant.get(f"/evidence/{piece.id}")
    assert (shown.mimetype, shown.headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["Cache-Control"] == "no-store"
    small = applicant.get(f"/evidence/{piece.id}/thumbnail")
    assert Image.open(BytesIO(small.data)).width == 320
    assert [sorted(line.fields) for line in lines(portal, "evidence.read")] == [["file"], ["thumbnail"]]


def test_papers_come_as_a_download_under_their_chinese_name(
    applicant: FlaskClient, opened: Opened, portal: Portal
) -> None:
    send(applicant, opened, (BytesIO("三次找他".encode()), "记录.txt"))
    shown = applicant.get(f"/evidence/{pieces(portal)[0].id}")
    assert shown.headers["Content-Disposition"].startswith("attachment")
    assert "UTF-8''%E8%AE%B0%E5%BD%95.txt" in shown.headers["Content-Disposition"]
    assert shown.get_data(as_text=True) == "三次找他"
    assert applicant.get(f"/evidence/{pieces(portal)[0].id}/thumbnail").status_code == 404


def test_what_is_refused_is_said_and_what_was_typed_stays(
    applicant: FlaskClient, opened: Opened, portal: Portal
) -> None:
    answer = send(applicant, opened, (BytesIO(b"<html><script>"), "x.jpg"), caption="我写的说明", visibility="mine")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "网页文件" in page
    assert "我写的说明" in page
    assert re.search(r'value="mine"[^>]*checked|checked[^>]*value="mine"', page)
    assert not pieces(portal)


def test_the_good_ones_are_kept_and_the_others_named(applicant: FlaskClient, opened: Opened, portal: Portal) -> None:
    assert send(applicant, opened, photo(), (BytesIO(b"MZ" + b"\0" * 60), "run.exe")).status_code == 303
    page = text(applicant.get("/my/matter"))
    assert "已收到 1 个文件。" in page
    assert "“run.exe”没有收下" in page
    assert len(pieces(portal)) == 1


@pytest.mark.parametrize(
    ("answers", "n", "sentence"),
    [({}, 0, "请选择照片或文件"), ({}, 11, "一次最多交 10 个"), ({"visibility": "all"}, 1, "谁能看到"),
     ({"caption": "长" * 201}, 1, "最多 200 个字")],
)  # fmt: skip
def test_every_wrong_answer_has_its_sentence(
    applicant: FlaskClient, opened: Opened, portal: Portal, answers: dict[str, str], n: int, sentence: str
) -> None:
    answer = send(applicant, opened, *(photo() for _ in range(n)), **answers)
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
    assert not pieces(portal)


def test_staff_hand_in_for_a_party_who_then_decides(
    world: World, portal: Portal, client: FlaskClient, opened: Opened
) -> None:
    world.sign_in(client, portal.database, "clerk")
    ann = opened.applicants[0]
    assert send(client, opened, photo(), party="").status_code == 422
    assert send(client, opened, photo(), party=ann.id.hex).location.endswith("?tab=evidence")
    (piece,) = pieces(portal)
    assert (piece.party_id, piece.added_by) == (ann.id, world.accounts["clerk"].id)
    assert client.get(f"/evidence/{piece.id}/visibility").status_code == 404
    world.come_with_code(client, portal.database, ann.person_id, opened.matter.id)
    text(client.get(f"/evidence/{piece.id}/visibility"))
    assert client.post(f"/evidence/{piece.id}/visibility", data={"visibility": "mine"}).status_code == 303
    world.sign_in(client, portal.database, "clerk")
    assert client.get(f"/evidence/{piece.id}").status_code == 404
    assert client.get(f"/evidence/{piece.id}/thumbnail").status_code == 404
    assert f"/evidence/{piece.id}" not in text(client.get(f"/matters/{opened.matter.id}?tab=evidence"))


def test_a_closed_matter_is_read_but_not_added_to(applicant: FlaskClient, opened: Opened, portal: Portal) -> None:
    with portal.database.writing() as db:
        move(db, SYSTEM, db.get_one(type(opened.matter), opened.matter.id), "closed", "resolved")
    page = text(applicant.get("/my/matter"))
    assert "交照片或材料" not in page
    assert send(applicant, opened, photo()).status_code == 404
