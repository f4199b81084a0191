"""Every kind of person against every consultation, record and paper: the lawyer and the person, and nobody else."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from legal.consultations import changing, queries
from legal.consultations.models import Consultation
from legal.consultations.policy import ADVISE, ARRANGE, DESK, OWN, RECEIVE
from legal.consultations.policy import READ as CONSULTATION
from legal.records import queries as records
from legal.records import services
from legal.records.models import ConsultationRecord
from legal.records.policy import READ, WRITE
from portal.documents.papers import queries as papers
from portal.documents.papers.models import Paper
from portal.documents.papers.policy import READ as PAPER
from portal.intake.alarms import services as alarms
from portal.kernel import clock
from portal.kernel.audit import AuditLine
from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS, Actor, Refused
from portal.matters import queries as matters
from portal.matters.models import Matter
from portal.matters.policy import READ as MATTER
from portal.matters.policy import REVEAL
from tests.legal import office, writing
from tests.mediation import dispute
from tests.portal.documents import shelf
from tests.world import World


def everybody(db: Db, world: World, row: Consultation) -> Mapping[str, Actor]:
    """All staff; the person; another who asked; both sides of a dispute; nobody known."""
    other = office.booked(db, world, office.at(27, 9), name="戴望山", phone="13800007777").consultation
    case = dispute.accepted(db, world)
    people = {login: world.actor(login) for login in world.accounts}
    people["client"] = office.client_of(row)
    people["client elsewhere"] = Actor(person=row.person_id, scope=other.matter_id)
    people["other client"] = office.client_of(other)
    people["applicant"] = dispute.visitor(dispute.applicant(db, case))
    people["respondent"] = dispute.visitor(dispute.respondent(db, case))
    people["anonymous"] = ANONYMOUS
    return people


@pytest.mark.parametrize("state", ["booked", "finished", "cancelled"])
def test_who_sees_a_consultation(db: Db, world: World, state: str) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = writing.finished(db, world).consultation if state == "finished" else office.booked(db, world).consultation
        if state == "cancelled":
            changing.cancel(db, office.client_of(row), row.id)
        lawyer = {"lawyer"} if state != "cancelled" else set()
        for who, actor in everybody(db, world, row).items():
            seen = db.scalar(queries.visible_to(actor).where(Consultation.id == row.id)) is not None
            assert CONSULTATION.allows(db, actor, row) is seen is (who in {"client"} | lawyer), who
            assert ADVISE.allows(db, actor, row) is (who in lawyer), who
            assert OWN.allows(db, actor, row) is (who == "client"), who
            assert DESK.allows(db, actor, row) is (who == "clerk"), who
            assert RECEIVE.allows(db, actor, row) is (who in {"clerk"} | lawyer), who
            assert ARRANGE.allows(db, actor, row) is (who in {"clerk", "client"} | lawyer), who
            assert MATTER.allows(db, actor, row.matter) is seen, who
            assert REVEAL.allows(db, actor, row.matter) is (who in lawyer), who
            listed = matters.visible_to(actor).where(Matter.id == row.matter_id)
            assert (db.scalar(listed) is not None) is seen, who
            if not seen:
                with pytest.raises(Refused):
                    queries.get(db, actor, row.id)


@pytest.mark.parametrize(
    ("state", "shared", "readers"),
    [
        ("draft", False, {"lawyer"}),
        ("sealing", True, {"lawyer"}),
        ("sealed", False, {"lawyer", "client"}),
        ("sealed", True, {"lawyer", "client", "legalaid"}),
    ],
)
def test_who_reads_a_record(db: Db, world: World, state: str, shared: bool, readers: set[str]) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        record = _record(db, world, state, shared)
        for who, actor in everybody(db, world, record.consultation).items():
            seen = db.scalar(records.visible_to(actor).where(ConsultationRecord.id == record.id)) is not None
            assert READ.allows(db, actor, record) is seen is (who in readers), (state, who)
            assert WRITE.allows(db, actor, record) is (who == "lawyer"), who
            listed = {one.id for one in records.of(db, actor, record.consultation_id)}
            assert (record.id in listed) is seen, who
            if not seen:
                with pytest.raises(Refused):
                    records.get(db, actor, record.id)


def _record(db: Db, world: World, state: str, shared: bool) -> ConsultationRecord:
    if state == "draft":
        row = office.begun(db, world)
        return services.save(db, world.actor("lawyer"), row.id, writing.FULL)
    record = writing.finished(db, world, aid_shared=shared)
    if state == "sealed":
        record.state, record.sealed_at = "sealed", clock.now()
        db.flush()
    return record


def test_who_reads_the_paper(db: Db, world: World) -> None:
    """Also whoever answered an alarm about the matter, and so opens it to help, does not read what a lawyer advised."""
    office.furnish(db, world)
    with clock.held(office.NOW):
        record = writing.finished(db, world)
        row, paper = record.consultation, record.paper
        assert paper is not None
        alarm = alarms.raise_alarm(db, world.actor("lawyer"), world.center.id, "room", ["刀"], matter=row.matter)
        alarms.acknowledge(db, world.actor("duty"), alarm.id)
        people = everybody(db, world, row)
        assert MATTER.allows(db, people["duty"], row.matter)
        for who, actor in people.items():
            seen = db.scalar(papers.visible_to(actor).where(Paper.id == paper.id)) is not None
            assert PAPER.allows(db, actor, paper) is seen is (who in {"lawyer", "client"}), who


def test_a_lawyer_who_leaves_sees_nothing_more(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        record = writing.finished(db, world)
        left = Actor(account=world.accounts["lawyer"].id, display_name="lawyer", strong=True)
        for seen in (
            queries.visible_to(left).where(Consultation.id == record.consultation_id),
            records.visible_to(left).where(ConsultationRecord.id == record.id),
            papers.visible_to(left).where(Paper.id == record.paper_id),
        ):
            assert db.scalar(seen) is None


def test_a_lawyer_has_no_part_in_mediations(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        matter = shelf.matter_of(db, world)
        paper = shelf.sealed(db, world, matter)
        assert not MATTER.allows(db, world.actor("lawyer"), matter)
        assert not PAPER.allows(db, world.actor("lawyer"), paper)


def test_the_desk_knows_who_comes_when_and_not_why(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = office.booked(db, world).consultation
        (one,) = queries.expected(db, world.actor("clerk"), office.MONDAY, 14)
        assert (one.name, one.lawyer, one.starts_at) == (office.NAME, "lawyer 同志", row.starts_at)
        assert office.STORY not in repr(one)
        assert row.topic not in repr(one)
        for login in ("dispatcher", "mediator", "lawyer", "admin", "duty"):
            assert queries.expected(db, world.actor(login), office.MONDAY, 14) == []
            with pytest.raises(Refused):
                queries.expected_one(db, world.actor(login), row.id)


def test_audit_lines_hold_no_words(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        writing.finished(db, world)
    lines = db.execute(select(AuditLine.action, AuditLine.subject_type, AuditLine.fields)).all()
    assert office.STORY not in repr(lines)
    assert writing.ADVICE not in repr(lines)
    assert {"consultation.booked", "consultation.started", "consultation_record.finished"} <= {
        line[0] for line in lines
    }
