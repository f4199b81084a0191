"""A resident at the door: notice, questions, receipt; nothing lost, nothing shown that must not be."""

import io
import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from portal.app import Portal
from portal.directory.organisations.queries import centre_for
from portal.intake.alarms.models import Alarm
from portal.intake.filing import services as filing
from portal.intake.filing.models import FilingDraft
from portal.intake.filing.rules import PHOTOS_MAX
from portal.intake.filing.services import forget_old
from portal.kernel import clock
from portal.kernel.files.models import StoredFile
from portal.kernel.outbox import Job
from portal.matters.models import Evidence, Involvement, Matter
from portal.people.consents.models import Consent
from tests.world import World

STORY = "楼上漏水，把我家墙泡了，找他三次都不理"
PEOPLE = {"name": "王小青", "phone": "13800000001", "place": "春风小区2栋", "other_name": "李小禾"}


def once(page: str) -> str:
    """The once-token of the last form on a page."""
    return re.findall(r'name="once"[^>]* value="([^"]+)"', page)[-1]


def post(client: FlaskClient, path: str, **answers: object) -> object:
    page = client.get(path).get_data(as_text=True)
    return client.post(path, data={"once": once(page), **answers}, content_type="multipart/form-data")


def fill(client: FlaskClient, *, story: str = STORY, dangers: str = "none") -> None:
    post(client, "/file")
    post(client, "/file/story", story=story)
    post(client, "/file/safety", dangers=dangers)
    post(client, "/file/people", **PEOPLE)
    post(client, "/file/contact", channel="call", hours="晚上", words="只说是社区的")
    post(client, "/file/photos")


@pytest.fixture
def resident(client: FlaskClient, world: World) -> FlaskClient:
    """A browser in a county that has opened its door."""
    return client


def count(portal: Portal, table: type) -> int:
    with portal.database.reading() as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def test_without_a_centre_there_is_no_door(client: FlaskClient) -> None:
    assert client.get("/file").status_code == 404
    assert client.get("/").status_code == 200


def test_the_notice_comes_before_the_first_input(resident: FlaskClient) -> None:
    assert resident.get("/file/story").headers["Location"] == "/file"
    page = resident.get("/file").get_data(as_text=True)
    assert "<textarea" not in page
    assert not re.findall(r'<input(?![^>]*type="hidden")', page)


def test_the_whole_way(resident: FlaskClient, portal: Portal) -> None:
    fill(resident)
    check = resident.get("/file/check").get_data(as_text=True)
    assert STORY in check
    answer = resident.post("/file/check", data={"once": once(check)})
    assert answer.status_code == 303
    receipt = resident.get("/filed").get_data(as_text=True)
    with portal.database.reading() as db:
        matter = db.scalars(select(Matter)).one()
        assert matter.story == STORY
        assert [(p.role, p.person.name) for p in matter.parties] == [("applicant", "王小青"), ("respondent", "李小禾")]
        assert db.scalars(select(Consent.purpose)).all() == ["service"]
        holders = db.execute(select(Involvement.capacity, Involvement.person_id)).all()
        assert matter.parties[1].person_id not in [person for _capacity, person in holders]
    assert matter.code[-1] in receipt
    assert re.search(r'id="case-pin">\s*\d{6}', receipt)
    for private in (STORY, "李小禾", "13800000001", "漏水"):
        assert private not in receipt


def test_the_pin_is_shown_until_kept_and_never_again(resident: FlaskClient) -> None:
    fill(resident)
    page = resident.get("/file/check").get_data(as_text=True)
    resident.post("/file/check", data={"once": once(page)})
    first = resident.get("/filed").get_data(as_text=True)
    assert resident.get("/filed").status_code == 200  # a lost connection may ask again
    assert resident.post("/filed", data={"once": once(first)}).status_code == 303
    assert resident.get("/filed").status_code == 303


def test_the_receipt_ends_after_half_an_hour(resident: FlaskClient) -> None:
    with clock.held(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)):
        fill(resident)
        page = resident.get("/file/check").get_data(as_text=True)
        resident.post("/file/check", data={"once": once(page)})
        assert resident.get("/filed").status_code == 200
    with clock.held(datetime(2026, 11, 23, 2, 31, tzinfo=UTC)):
        assert resident.get("/filed").status_code == 303


def test_two_clicks_one_matter(resident: FlaskClient, portal: Portal) -> None:
    fill(resident)
    token = once(resident.get("/file/check").get_data(as_text=True))
    places = [resident.post("/file/check", data={"once": token}).headers["Location"] for _ in range(2)]
    assert places == ["/filed", "/filed"]
    assert resident.post("/file/check", data={"once": "another-tab"}).headers["Location"] == "/filed"
    assert count(portal, Matter) == 1


def test_nothing_is_needed_but_a_story_and_a_name(resident: FlaskClient, portal: Portal) -> None:
    post(resident, "/file")
    post(resident, "/file/story", story="老人没人管")
    post(resident, "/file/safety", dangers="none")
    post(resident, "/file/people", name="张小田")
    post(resident, "/file/contact", channel="none")
    assert post(resident, "/file/check").headers["Location"] == "/filed"
    assert count(portal, Matter) == 1


def test_a_missing_step_is_asked_for_not_skipped(resident: FlaskClient, portal: Portal) -> None:
    post(resident, "/file")
    post(resident, "/file/story", story=STORY)
    assert post(resident, "/file/check").headers["Location"] == "/file/safety"
    assert count(portal, Matter) == 0


@pytest.mark.parametrize(
    ("step", "answers", "sentence"),
    [
        ("story", {"story": "  "}, "请用自己的话"),
        ("story", {"story": "长" * 3001}, "3000"),
        ("safety", {}, "以上都没有"),
        ("people", {"name": "", "place": "东村"}, "请填写您的姓名"),
        ("people", {"name": "张", "phone": "12345"}, "11 位数字"),
        ("contact", {}, "请选择一种联系方式"),
        ("contact", {"channel": "call"}, "您没有填手机号"),
        ("contact", {"channel": "letter"}, "收信的地址"),
    ],
)
def test_wrong_answers_get_a_sentence_and_keep_what_was_typed(
    resident: FlaskClient, step: str, answers: dict[str, str], sentence: str
) -> None:
    post(resident, "/file")
    answer = post(resident, f"/file/{step}", **answers)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert all(value in page for value in answers.values() if value.strip())


@pytest.mark.parametrize("story", ["他说要拿刀砍死我全家", "我老公又打我了", "我真的不想活了"])
def test_danger_words_show_numbers_first_and_alarm(resident: FlaskClient, portal: Portal, story: str) -> None:
    post(resident, "/file")
    answer = post(resident, "/file/story", story=story)
    assert answer.headers["Location"].startswith("/file/danger")
    page = resident.get(answer.headers["Location"]).get_data(as_text=True)
    assert page.index('tel:110"') < page.index("<form", page.index("<main"))
    assert {"110", "120", "12356"} <= set(re.findall(r"tel:(\d+)", page))
    assert count(portal, Alarm) == 1


def test_out_of_hours_the_page_says_that_nobody_reads(resident: FlaskClient) -> None:
    post(resident, "/file")
    post(resident, "/file/safety", dangers="none")
    with clock.held(datetime(2026, 11, 22, 2, 0, tzinfo=UTC)):  # a Sunday
        assert "没有人在看" in resident.get("/file/danger").get_data(as_text=True)
    with clock.held(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)):  # Monday 10:00
        assert "没有人在看" not in resident.get("/file/danger").get_data(as_text=True)


def test_a_yes_to_a_danger_question_bars_joint_rooms(resident: FlaskClient, portal: Portal) -> None:
    from portal.intake.danger.rules import QUESTIONS

    fill(resident, dangers=QUESTIONS[0].key)
    post(resident, "/file/check")
    with portal.database.reading() as db:
        matter = db.scalars(select(Matter)).one()
        alarm = db.scalars(select(Alarm)).one()
    assert matter.danger
    assert matter.joint_barred
    assert alarm.matter_id == matter.id


def test_a_photo_loses_its_place_and_keeps_its_original(resident: FlaskClient, portal: Portal) -> None:
    picture = Image.new("RGB", (64, 48), "red")
    exif = picture.getexif()
    exif[0x010E] = "GPS-SECRET-PLACE"
    data = io.BytesIO()
    picture.save(data, "JPEG", exif=exif)
    fill(resident)
    post(resident, "/file/photos", shows="none", photos=(io.BytesIO(data.getvalue()), "墙.jpg"))
    post(resident, "/file/check")
    assert count(portal, Evidence) == 1


def photo(name: str) -> tuple[io.BytesIO, str]:
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "PNG")
    return io.BytesIO(data.getvalue()), name


def test_a_photo_can_be_taken_out_before_handing_in(resident: FlaskClient, portal: Portal) -> None:
    fill(resident)
    post(resident, "/file/photos", shows="none", photos=[photo("a.png"), photo("b.png")])
    with portal.database.reading() as db:
        first = db.scalars(select(StoredFile.id).where(StoredFile.name == "a.png")).one()
    drop = f"/file/photos/{first}/drop"
    assert drop in resident.get("/file/photos").get_data(as_text=True)
    stranger = resident.application.test_client()
    assert stranger.post(drop).headers["Location"] == "/file"
    assert count(portal, StoredFile) == 2
    for _click in range(2):
        assert post(resident, drop).headers["Location"] == "/file/photos"
    assert drop not in resident.get("/file/photos").get_data(as_text=True)
    post(resident, "/file/check")
    assert (count(portal, Evidence), count(portal, StoredFile)) == (1, 1)


def test_so_many_photos_in_all(resident: FlaskClient, portal: Portal) -> None:
    fill(resident)
    most = [photo(f"{number}.png") for number in range(PHOTOS_MAX)]
    post(resident, "/file/photos", shows="none", photos=most)
    assert post(resident, "/file/photos", shows="none", photos=photo("more.png")).status_code == 422
    assert count(portal, StoredFile) == PHOTOS_MAX


def test_a_web_page_is_not_a_photo(resident: FlaskClient, portal: Portal) -> None:
    fill(resident)
    page = (io.BytesIO(b"<html><script>alert(1)</script></html>"), "a.jpg")
    answer = post(resident, "/file/photos", shows="none", photos=page)
    assert answer.status_code == 422
    post(resident, "/file/check")
    assert count(portal, Evidence) == 0


def test_a_draft_is_sealed_and_belongs_to_one_browser(resident: FlaskClient, portal: Portal) -> None:
    post(resident, "/file")
    post(resident, "/file/story", story=STORY)
    with portal.database.reading() as db:
        draft = db.scalars(select(FilingDraft)).one()
    assert "漏水".encode() not in draft.answers_sealed
    other = resident.application.test_client()
    assert other.get("/file/story").headers["Location"] == "/file"


def test_the_consent_names_the_version_that_was_read(resident: FlaskClient, portal: Portal) -> None:
    """The notice may change between the first page and the last."""
    fill(resident)
    with portal.database.writing() as db:
        db.scalars(select(FilingDraft)).one().notice_version = "2026-11"
    post(resident, "/file/check")
    with portal.database.reading() as db:
        assert db.scalars(select(Consent.text_version)).all() == ["2026-11"]


def test_more_old_drafts_than_one_transaction_takes_all_go(resident: FlaskClient, portal: Portal) -> None:
    with portal.database.writing() as db:
        for _ in range(5):
            centre = centre_for(db)
            assert centre is not None
            filing.start(db, centre)
    with clock.held(clock.now() + timedelta(days=31)):
        assert filing._forget_some(portal.database, 2)
        forget_old(Job(portal.database, uuid.uuid4(), {}, 1))
    assert count(portal, FilingDraft) == 0


def test_drafts_that_nobody_hands_in_are_forgotten_with_their_photos(resident: FlaskClient, portal: Portal) -> None:
    fill(resident)
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "PNG")
    post(resident, "/file/photos", shows="none", photos=(io.BytesIO(data.getvalue()), "a.png"))
    assert (count(portal, FilingDraft), count(portal, StoredFile)) == (1, 1)
    with clock.held(clock.now() + timedelta(days=29)):
        forget_old(Job(portal.database, uuid.uuid4(), {}, 1))
    assert count(portal, FilingDraft) == 1
    with clock.held(clock.now() + timedelta(days=31)):
        forget_old(Job(portal.database, uuid.uuid4(), {}, 1))
    assert (count(portal, FilingDraft), count(portal, StoredFile)) == (0, 0)
