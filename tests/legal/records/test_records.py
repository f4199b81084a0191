"""A record: a draft, frozen with a number, signed by the worker, corrected, followed up; done twice it is done once."""

import hashlib
import subprocess
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from legal.consultations import meeting
from legal.consultations.models import Consultation
from legal.records import jobs, queries, services
from legal.records.models import ConsultationRecord
from legal.records.rules import load
from portal.app import Portal
from portal.cli.verify import verify
from portal.documents.papers.keys import trust_roots
from portal.documents.papers.models import Paper, PaperDelivery, SigningKey
from portal.documents.papers.rules import show_code
from portal.documents.verification.queries import find_code, lookup
from portal.followup.ratings.models import Rating
from portal.kernel import clock
from portal.kernel.db import Db, new_id
from portal.kernel.files.services import read
from portal.kernel.outbox import Job, OutboxRow
from portal.kernel.policy import Conflict, Refused
from portal.kernel.seal.verifying import verify as check
from portal.matters.dates import end_of
from tests.legal import office, writing
from tests.mediation import dispute
from tests.portal.kernel.sealing import pdfsig
from tests.world import World


def record_of(db: Db) -> ConsultationRecord:
    return db.scalars(select(ConsultationRecord).order_by(ConsultationRecord.edition.desc())).first()  # type: ignore[return-value]


def test_nothing_is_written_before_it_has_begun(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = office.booked(db, world).consultation
        with pytest.raises(Conflict):
            services.save(db, world.actor("lawyer"), row.id, writing.FULL)


def test_a_draft_may_be_incomplete_a_signed_record_not(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row, lawyer = office.begun(db, world), world.actor("lawyer")
        services.save(db, lawyer, row.id, replace(writing.FULL, advice=""))
        with pytest.raises(Conflict, match="解答意见"):
            services.finish(db, lawyer, row.id)
        assert services.save(db, lawyer, row.id, writing.FULL).edition == 1
        record = services.finish(db, lawyer, row.id)
        assert (record.state, row.state) == ("sealing", "finished")
        with pytest.raises(Conflict):
            services.save(db, lawyer, row.id, writing.FULL)
        with pytest.raises(Conflict):
            services.finish(db, lawyer, row.id)


def test_each_body_numbers_its_own_records(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        first = writing.finished(db, world)
        second = office.booked(db, world, office.at(25, 9), name="卞立言", phone="13800008765").consultation
        meeting.begin(db, world.actor("lawyer"), second.id)
        other = writing.again(db, world, second)
    assert first.paper is not None
    assert other.paper is not None
    assert first.paper.number_text == "（2026）青司法询字第1号"
    assert other.paper.number_text == "（2026）青司法询字第2号"
    assert first.paper.owner_id == first.consultation.organisation_id


def test_the_outbox_carries_ids_alone(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        writing.finished(db, world)
    rows = db.scalars(select(OutboxRow.payload).where(OutboxRow.kind.startswith("legal."))).all()
    assert {frozenset(row) for row in rows} <= {frozenset({"record"}), frozenset({"consultation", "start"})}


def test_the_words_are_sealed_in_the_row(portal: Portal, world: World) -> None:
    with portal.database.writing() as db, clock.held(office.NOW):
        office.furnish(db, world)
        writing.finished(db, world)
    dump = Path(portal.settings.database.removeprefix("sqlite:///"))
    data = b"".join(path.read_bytes() for path in dump.parent.glob(f"{dump.name}*"))
    assert office.NAME.encode() in data  # names of parties are not sealed
    for secret in (writing.ADVICE, office.STORY, writing.FULL.facts):
        assert secret.encode() not in data


@pytest.mark.slow
def test_signed_by_the_lawyer_and_valid_everywhere(portal: Portal, world: World, tmp_path: Path) -> None:
    writing.signed(portal, world)
    with portal.database.reading() as db:
        record = record_of(db)
        paper = record.paper
        assert record.state == paper.state == "sealed"  # type: ignore[union-attr]
        assert paper is not None
        assert paper.file is not None
        data, roots = read(paper.file), trust_roots(db)
        assert hashlib.sha256(data).hexdigest() == paper.sha256
        assert "Signature is Valid" in pdfsig(data)
        found = check(data, roots, at=clock.now())
        assert found.genuine
        assert [(one.signer, one.organization) for one in found.signatures] == [("lawyer 同志", "青禾县司法局")]
        assert found.frozen_sha256 == paper.frozen_sha256
        entry = find_code(db, show_code(paper.code))
        assert entry is not None
        assert (entry.status, entry.kind_zh, entry.number) == ("in_force", "法律咨询登记表", paper.number_text)
        assert lookup(db, paper.sha256 or "", "") is not None
    _by_command(data, roots[0], tmp_path)


def _by_command(data: bytes, root: bytes, folder: Path) -> None:
    (folder / "record.pdf").write_bytes(data)
    (folder / "root.der").write_bytes(root)
    arguments = [str(folder / "record.pdf"), "--root", str(folder / "root.der")]
    assert CliRunner().invoke(verify, arguments).output.startswith("真实 GENUINE")
    changed = bytearray(data)
    changed[len(changed) // 2] ^= 1
    (folder / "record.pdf").write_bytes(changed)
    assert CliRunner().invoke(verify, arguments).exit_code == 1


@pytest.mark.slow
def test_the_paper_says_it_all_and_no_number_in_full(portal: Portal, world: World, tmp_path: Path) -> None:
    writing.signed(portal, world)
    with portal.database.reading() as db:
        paper = record_of(db).paper
        assert paper is not None
        assert paper.file is not None
        (tmp_path / "record.pdf").write_bytes(read(paper.file))
    said = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "record.pdf", "-"], capture_output=True, text=True, check=True
    )
    text = "".join(said.stdout.split())
    for words in (
        paper.number_text,
        office.NAME,
        "138****4321",
        "青禾县司法局",
        writing.FULL.licence,
        "不收取任何费用",
    ):
        assert str(words) in text, words
    for words in (writing.ADVICE, writing.FULL.question, "《中华人民共和国劳动合同法》第十条"):
        assert words in text, words
    assert office.PHONE not in text


@pytest.mark.slow
def test_the_person_is_told_and_reads_it_and_the_matter_ends(portal: Portal, world: World) -> None:
    writing.signed(portal, world)
    with portal.database.reading() as db:
        record = record_of(db)
        row = record.consultation
        assert "papers.ready" in dispute.told(db, row.person_id)
        assert "consultation_record.sealed" in dispute.told(db, account_id=row.lawyer_id)
        assert (row.matter.stage, row.matter.close_kind) == ("closed", "procedural")
        assert db.scalars(select(Rating.person_id)).all() == [row.person_id]
        delivery = db.scalars(select(PaperDelivery)).one()
        assert delivery.person_id == row.person_id


@pytest.mark.slow
def test_done_twice_it_is_done_once(portal: Portal, world: World) -> None:
    record = writing.signed(portal, world)
    for _again in range(2):
        jobs.sign(Job(portal.database, new_id(), {"record": record.id.hex}, 1))
    with portal.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Paper)) == 1
        assert db.scalar(select(func.count()).select_from(PaperDelivery)) == 1
        assert {key.holder_kind for key in db.scalars(select(SigningKey))} == {"authority", "account"}


@pytest.mark.slow
def test_a_correction_is_a_new_version_under_the_same_number(portal: Portal, world: World) -> None:
    first = writing.signed(portal, world)
    with clock.held(office.at(25, 9)):
        with portal.database.writing() as db:
            fresh = services.correct(db, world.actor("lawyer"), first.consultation_id)
            assert load(fresh.content) == load(record_of_edition(db, 1).content)
            assert db.scalars(select(Paper)).one().state == "sealed"  # still in force while the next is written
        with portal.database.writing() as db:
            writing.again(db, world, db.get_one(Consultation, first.consultation_id), advice="更正：时效为一年。")
        writing.work(portal)
    with portal.database.reading() as db:
        papers = db.scalars(select(Paper).order_by(Paper.edition)).all()
        assert [(one.edition, one.state) for one in papers] == [(1, "superseded"), (2, "sealed")]
        assert len({one.number_text for one in papers}) == 1
        assert record_of(db).state == "sealed"
        row = record_of(db).consultation
        assert dispute.told(db, row.person_id).count("papers.ready") == 2


def record_of_edition(db: Db, edition: int) -> ConsultationRecord:
    return db.scalars(select(ConsultationRecord).where(ConsultationRecord.edition == edition)).one()


@pytest.mark.slow
def test_what_no_font_draws_goes_back_to_the_lawyer(portal: Portal, world: World) -> None:
    record = writing.signed(portal, world, facts="名字里有一个怪字\ue123")
    with portal.database.writing() as db:
        found = db.get_one(ConsultationRecord, record.id)
        assert (found.state, found.problem) == ("failed", "\ue123")
        assert "consultation_record.failed" in dispute.told(db, account_id=found.lawyer_id)
        with clock.held(office.NOW):
            writing.again(db, world, found.consultation)
    with clock.held(office.NOW):
        writing.work(portal)
    with portal.database.reading() as db:
        found = db.get_one(ConsultationRecord, record.id)
        assert (found.state, found.edition) == ("sealed", 1)
        assert found.paper is not None
        assert found.paper.number == 1


@pytest.mark.slow
def test_a_promised_answer_keeps_the_matter_open(portal: Portal, world: World) -> None:
    record = writing.signed(portal, world, follow_up_on="2026-12-01")
    with clock.held(office.at(25, 9)), portal.database.writing() as db:
        found = db.get_one(ConsultationRecord, record.id)
        assert (found.follow_up_on, found.consultation.matter.stage) == (date(2026, 12, 1), "active")
        matter = found.consultation.matter
        assert (matter.next_key, matter.next_due_at) == ("next.consultation_answer", end_of(db, date(2026, 12, 1)))
        assert [one.id for one in queries.to_follow_up(db, world.actor("lawyer"))] == [found.id]
        with pytest.raises(Refused):
            services.followed_up(db, world.actor("lawyer2"), found.id)
        services.followed_up(db, world.actor("lawyer"), found.id)
        assert (matter.stage, matter.next_key) == ("closed", "next.consultation_over")
        with pytest.raises(Conflict):
            services.followed_up(db, world.actor("lawyer"), found.id)


@pytest.mark.slow
@pytest.mark.both_engines
def test_two_presses_one_number(portal: Portal, world: World) -> None:
    with portal.database.writing() as db, clock.held(office.NOW):
        office.furnish(db, world)
        row = office.begun(db, world)
        services.save(db, world.actor("lawyer"), row.id, writing.FULL)
    outcomes: list[str] = []
    gate = threading.Barrier(4)

    def press() -> None:
        gate.wait()
        try:
            with portal.database.writing() as db:
                services.finish(db, world.actor("lawyer"), row.id)
            outcomes.append("signed")
        except Conflict:
            outcomes.append("late")

    with clock.held(office.NOW):
        threads = [threading.Thread(target=press) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(outcomes) == ["late"] * 3 + ["signed"]
    with portal.database.reading() as db:
        assert [paper.number for paper in db.scalars(select(Paper))] == [1]
