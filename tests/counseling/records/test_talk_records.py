"""Records: begun when somebody has come, locked when finished, amended by adding, and open to their author alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from counseling.booking import services as booking
from counseling.cases.rules import Details
from counseling.consents import services as consents
from counseling.records import queries, services
from counseling.records.models import Amendment, Record
from counseling.records.rules import Content, Risk, content_of
from counseling.store.sealing import seal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from portal.notices.models import Notice
from tests.counseling import callers
from tests.world import World

OTHERS = (
    "counsellor2", "clerk", "dispatcher", "mediator", "centre_head", "admin", "auditor", "dpo", "watcher", "duty",
)  # fmt: skip
TEEN = Details(band="teen", name="小满", born_on="2010-05-01")


def test_a_record_begins_when_somebody_has_come(db: Db, county: World) -> None:
    visit = callers.booked(db, county)
    with pytest.raises(Conflict):
        services.begin(db, county.actor("counsellor"), visit.id)
    booking.settle(db, county.actor("counsellor"), visit.id, "arrived")
    record = services.begin(db, county.actor("counsellor"), visit.id)
    assert (record.number, record.state) == (1, "writing")
    assert services.begin(db, county.actor("counsellor"), visit.id) is record


def test_without_the_guardian_only_an_emergency_is_written(db: Db, county: World) -> None:
    visit = callers.arrived(db, county, TEEN)
    counsellor = county.actor("counsellor")
    with pytest.raises(Conflict):
        services.begin(db, counsellor, visit.id)
    record = services.begin(db, counsellor, visit.id, emergency=True)
    assert record.emergency


def test_the_guardians_signature_on_paper_opens_the_way(db: Db, county: World) -> None:
    visit = callers.arrived(db, county, TEEN)
    consents.agree(db, visit.case, "guardian", callers.EVERY, actor=county.actor("counsellor"))
    assert not services.begin(db, county.actor("counsellor"), visit.id).emergency


def test_new_terms_are_agreed_to_before_anything_is_written(
    db: Db, county: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = callers.arrived(db, county)
    monkeypatch.setattr("counseling.consents.texts.CURRENT", "2027-01")
    with pytest.raises(Conflict):
        services.begin(db, county.actor("counsellor"), visit.id)


@pytest.mark.parametrize(
    ("content", "risk"),
    [(Content(), Risk()), (callers.CONTENT, Risk()), (callers.CONTENT, Risk("high", {"plan": "clear"}))],
)
def test_what_is_half_written_cannot_be_finished(db: Db, county: World, content: Content, risk: Risk) -> None:
    record = callers.written(db, county, content, risk)
    with pytest.raises(Conflict):
        services.sign(db, county.actor("counsellor"), record.id)
    assert record.state == "writing"


def test_a_finished_record_does_not_change_and_is_amended_by_adding(db: Db, county: World) -> None:
    record, counsellor = callers.signed(db, county), county.actor("counsellor")
    assert services.intact(record)
    with pytest.raises(Conflict):
        services.save(db, counsellor, record.id, Content(), Risk(), "")
    with pytest.raises(Conflict):
        services.sign(db, counsellor, record.id)
    services.amend(db, counsellor, record.id, "更正：是上周三，不是周二。")
    services.amend(db, counsellor, record.id, "补充：她姐姐来过电话。")
    assert content_of(record.content_text) == callers.CONTENT
    assert [row.words for row in queries.amendments(db, record)] == [
        "更正：是上周三，不是周二。",
        "补充：她姐姐来过电话。",
    ]
    assert services.intact(record)


def test_only_a_finished_record_is_amended(db: Db, county: World) -> None:
    record = callers.written(db, county)
    with pytest.raises(Conflict):
        services.amend(db, county.actor("counsellor"), record.id, "补充")


@pytest.mark.parametrize("column", ["content_sealed", "risk_sealed", "notes_sealed"])
def test_whoever_changes_a_finished_record_is_found_out(db: Db, county: World, column: str) -> None:
    """Even somebody who can seal with the keys of the case and of the row."""
    record = callers.signed(db, county)
    forged = seal(record.case, record.row_key, b'{"forged": true}', f"counseling_records.{column}:{record.id.hex}")
    db.execute(update(Record).values({column: forged}))
    db.refresh(record)
    assert not services.intact(record)


def test_the_parts_are_sealed_apart(db: Db, county: World) -> None:
    record = callers.signed(db, county, risk=callers.GRAVE)
    db.flush()
    content, risk, notes = db.execute(select(Record.content_sealed, Record.risk_sealed, Record.notes_sealed)).one()
    assert len({content, risk, notes}) == 3
    db.execute(update(Record).values(content_sealed=risk))
    db.refresh(record)
    with pytest.raises(ValueError, match="does not belong"):
        _ = record.content_text


@pytest.mark.parametrize("login", OTHERS)
def test_r15_nobody_but_the_author_opens_a_record(db: Db, county: World, login: str) -> None:
    record = callers.signed(db, county)
    actor = county.actor(login)
    assert queries.of_case(db, actor, record.case) == []
    for act in (
        lambda: queries.get(db, actor, record.id),
        lambda: services.begin(db, actor, record.visit_id),
        lambda: services.save(db, actor, record.id, callers.CONTENT, callers.CALM, ""),
        lambda: services.sign(db, actor, record.id),
        lambda: services.amend(db, actor, record.id, "偷看"),
    ):
        with pytest.raises(Refused):
            act()
    assert db.scalars(select(Amendment)).all() == []


def test_the_next_counsellor_does_not_read_what_the_former_wrote(db: Db, county: World) -> None:
    record = callers.signed(db, county)
    case = record.case
    case.counsellor = county.accounts["counsellor2"].id
    db.flush()
    for login in ("counsellor", "counsellor2"):
        with pytest.raises(Refused):
            queries.get(db, county.actor(login), record.id)


@pytest.mark.parametrize(("risk", "told"), [(callers.CALM, 0), (callers.GRAVE, 1)])
def test_the_supervisors_bell_rings_for_grave_ones_and_says_nothing(
    db: Db, county: World, risk: Risk, told: int
) -> None:
    callers.signed(db, county, risk=risk)
    watcher = county.accounts["watcher"].id
    rung = db.scalars(select(Notice).where(Notice.account_id == watcher)).all()
    assert [(one.key, one.params, one.matter_id) for one in rung] == [("visits.watch", {}, None)] * told


def test_records_are_numbered_within_their_case(db: Db, county: World) -> None:
    first = callers.signed(db, county)
    with clock.held(callers.TUESDAY + timedelta(days=1)):
        other = callers.signed(db, county)
    assert (first.number, other.number) == (1, 1)
