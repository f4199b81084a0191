"""What a picture shows is asked apart and kept under that consent; taken back, it is gone (个人信息保护法 art.29)."""

import re
from collections.abc import Sequence
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.files.models import StoredFile
from portal.kernel.files.services import store
from portal.kernel.policy import SYSTEM, Conflict, Refused
from portal.kernel.settings import Settings
from portal.matters.evidence.services import add_evidence, change_visibility
from portal.matters.models import Evidence, EvidenceConsent, TimelineEntry
from portal.matters.queries import timeline_for
from portal.matters.sensitive import queries, rules, services
from portal.matters.services import Opened, involve, move
from portal.people.consents.models import Consent
from portal.people.consents.texts import PICTURES_VERSION, about_pictures, purposes
from portal.people.persons.services import attach_guardian
from tests.portal.matters.filing import ANN, CAI, file_matter, mediate
from tests.portal.matters.reading import photo, pieces, send, text
from tests.world import World

HEALTH = "/my/consents/{person}/health"


def rows(db: Db) -> list[tuple[str, str, str]]:
    return [(one.purpose, one.text_version, one.channel) for one in db.scalars(select(Consent).order_by(Consent.id))]


def handed_in(db: Db, opened: Opened, shows: Sequence[str] = ("health",), visibility: str = "joint") -> Evidence:
    settings: Settings = db.info["settings"]
    file = store(db, photo()[0].getvalue(), "伤.jpg", settings)
    piece = add_evidence(db, SYSTEM, opened.matter, file, opened.applicants[0], visibility=visibility)
    services.keep_under(db, SYSTEM, piece, shows, "web")
    return piece


@pytest.mark.parametrize(
    ("answers", "purposes_named", "wrong"),
    [((), (), False), (("none",), (), False), (("health",), ("health",), False),
     (("none", "health"), ("health",), True),
     (("bank_account", "id_image"), ("id_image", "bank_account"), False), (("service",), (), False)],
)  # fmt: skip
def test_what_answers_mean(answers: tuple[str, ...], purposes_named: tuple[str, ...], wrong: bool) -> None:
    assert rules.named(answers) == purposes_named
    assert rules.contradicts(answers) is wrong


@pytest.mark.parametrize("key", rules.PURPOSES)
def test_the_words_say_what_for_how_long_and_that_one_may_refuse(key: str) -> None:
    one = purposes()[key]
    assert (one.sensitive, one.basis) == (True, "consent")
    assert one.version >= PICTURES_VERSION
    shown_zh, shown_en = (one.words.text_zh, about_pictures().text_zh), (one.words.text_en, about_pictures().text_en)
    for said in ("只用来", "和案卷保存一样久", "不同意，就", "照样给您办理", "随时可以撤回"):
        assert said in "".join(shown_zh)
    for said in ("Only to", "kept as long as its file", "If you refuse", "goes on all the same", "withdraw"):
        assert said in "".join(shown_en)


def test_nothing_is_ticked_and_files_without_an_answer_are_not_taken(
    applicant: FlaskClient, opened: Opened, portal: Portal
) -> None:
    page = text(applicant.get(f"/matters/{opened.matter.id}/evidence"))
    boxes = re.findall(r'<input[^>]*name="shows"[^>]*>', page)
    assert len(boxes) == 4
    assert not any("checked" in box for box in boxes)
    answer = send(applicant, opened, photo(), shows=[], caption="我写的")
    assert answer.status_code == 422
    assert "请回答照片里有没有这些内容" in answer.get_data(as_text=True)
    assert "我写的" in answer.get_data(as_text=True)
    assert not pieces(portal)


def test_none_leaves_no_consent_and_a_yes_leaves_one_for_each_purpose(
    applicant: FlaskClient, opened: Opened, portal: Portal
) -> None:
    assert send(applicant, opened, photo()).status_code == 303
    with portal.database.reading() as db:
        assert rows(db) == []
    assert send(applicant, opened, photo(), shows=["health", "id_image"]).status_code == 303
    with portal.database.reading() as db:
        assert rows(db) == [("id_image", "2026-12", "web"), ("health", "2026-12", "web")]
        assert len(db.scalars(select(EvidenceConsent)).all()) == 2


def test_a_clerk_writes_down_what_the_person_agreed_to_and_is_not_asked_for_their_own(
    clerk: FlaskClient, opened: Opened, portal: Portal
) -> None:
    ann = opened.applicants[0]
    assert send(clerk, opened, photo(), party="none", shows=[]).status_code == 303
    assert send(clerk, opened, photo(), party=ann.id.hex, shows=[]).status_code == 422
    assert send(clerk, opened, photo(), party=ann.id.hex, shows="bank_account").status_code == 303
    with portal.database.reading() as db:
        (consent,) = db.scalars(select(Consent)).all()
        assert (consent.person_id, consent.channel, consent.purpose) == (ann.person_id, "counter", "bank_account")
        assert consent.recorded_by is not None


def test_a_consent_is_taken_back_on_its_page_and_the_file_is_gone(
    applicant: FlaskClient, opened: Opened, portal: Portal
) -> None:
    send(applicant, opened, photo(), shows="health", visibility="joint", caption="手上的伤")
    (piece,) = pieces(portal)
    page = text(applicant.get("/my/consents"))
    path = HEALTH.format(person=opened.applicants[0].person_id)
    assert path in page
    asked = text(applicant.get(path))
    assert "手上的伤" in asked
    assert "照样办下去" in asked
    once = re.findall(r'name="once"[^>]* value="([^"]+)"', asked)[-1]
    assert applicant.post(path, data={"once": once}).location == "/my/consents"
    after = text(applicant.get("/my/consents"))
    assert "已撤回" in after
    assert path not in after
    assert applicant.get(f"/evidence/{piece.id}").status_code == 404
    assert applicant.get(path).status_code == 404
    assert "撤回了一项同意，1 份材料已经收走" in text(applicant.get("/my/matter"))
    with portal.database.reading() as db:
        assert db.scalars(select(StoredFile)).all() == []


def test_bytes_go_staff_read_of_it_and_the_other_side_does_not(db: Db, world: World) -> None:
    opened = file_matter(db, world)
    mediate(db, world, opened.matter)
    _piece, other = handed_in(db, opened), handed_in(db, opened, shows=("bank_account",))
    ann, ben = (party.person_id for party in opened.matter.parties)
    folder = db.info["settings"].data / "files"
    before = len(list(folder.rglob("*")))
    owner = opened.applicants[0].person
    gone = services.take_back(db, world.visitor(ann, opened.matter.id), opened.matter, owner, "health")
    assert gone == 1
    assert db.scalars(select(Evidence.id)).all() == [other.id]
    keys = [line.key for line in timeline_for(db, world.actor("mediator"), opened.matter)]
    assert "evidence.taken_back" in keys
    entry = db.scalars(select(TimelineEntry).where(TimelineEntry.key == "evidence.taken_back")).one()
    assert entry.audience == "side:a"
    assert before == len(list(folder.rglob("*"))), "bytes go with the commit, not before"
    assert ben != ann


def test_of_a_closed_matter_the_file_stays_and_nobody_else_opens_it(db: Db, world: World) -> None:
    opened = file_matter(db, world)
    mediate(db, world, opened.matter)
    piece = handed_in(db, opened)
    move(db, SYSTEM, opened.matter, "closed", "resolved")
    who = world.visitor(opened.applicants[0].person_id, opened.matter.id)
    services.take_back(db, who, opened.matter, opened.applicants[0].person, "health")
    assert piece.visibility == "mine"
    move(db, SYSTEM, opened.matter, "active")
    with pytest.raises(Conflict):
        change_visibility(db, who, piece, "joint")


def test_only_whoever_it_belongs_to_or_their_guardian(db: Db, world: World) -> None:
    opened = file_matter(db, world, applicants=[ANN, CAI])
    handed_in(db, opened)
    ann, cai, ben = (party.person for party in opened.matter.parties)
    for stranger in (ben, cai):
        who = world.visitor(stranger.id, opened.matter.id)
        if stranger is ben:
            with pytest.raises(Refused):
                queries.person(db, who, opened.matter, ann.id)
            continue
        with pytest.raises(Refused):
            queries.person(db, who, opened.matter, ann.id)
        with pytest.raises(Conflict):
            services.take_back(db, who, opened.matter, ann, "health")
    assert rows(db) == [("health", "2026-12", "web")]


def test_a_guardian_gives_and_takes_back_for_the_child(db: Db, world: World) -> None:
    opened = file_matter(db, world)
    ward = opened.applicants[0].person
    ward.born_on = date(clock.today("Asia/Shanghai").year - 15, 1, 1)
    row = attach_guardian(db, world.actor("clerk"), ward, CAI, "父亲", consents=True)
    involve(db, SYSTEM, opened.matter, "guardian", person_id=row.guardian_id, side="a", act="test")
    handed_in(db, opened)
    guardian = world.visitor(row.guardian_id, opened.matter.id)
    assert queries.person(db, guardian, opened.matter, ward.id) == ward
    assert services.take_back(db, guardian, opened.matter, ward, "health") == 1


@pytest.mark.parametrize("purpose", ["service", "minor", "survey", "xx"])
def test_other_purposes_are_not_taken_back_here(db: Db, world: World, purpose: str) -> None:
    opened = file_matter(db, world)
    who = world.visitor(opened.applicants[0].person_id, opened.matter.id)
    with pytest.raises(Conflict):
        services.take_back(db, who, opened.matter, opened.applicants[0].person, purpose)
