"""Whoever gets hold of the database file reads nobody's words in it: not the story's, not what staff wrote about it."""

import pytest
from sqlalchemy import select

from portal.app import Portal
from portal.intake.alarms.models import Alarm
from portal.intake.alarms.services import acknowledge, raise_alarm, report
from portal.intake.declines.models import Decline
from portal.intake.declines.services import decline
from portal.intake.dispatch.models import Triage
from portal.intake.dispatch.services import decide
from portal.kernel.crypto import seal_column
from portal.kernel.db import Base, Db
from portal.kernel.files.services import store
from portal.kernel.policy import SYSTEM
from portal.matters.evidence.services import add_evidence, change_visibility
from portal.matters.models import Evidence, Matter
from tests.portal.kernel.hostile import pdf
from tests.portal.matters.filing import file_matter
from tests.world import World

STORY = "隔壁老梁拿菜刀追着我砍，还说要烧了我家的麦垛"
WORDS = ("老梁", "菜刀", "麦垛", "缓一缓再谈", "已叫老伴陪着", "厨房地上的血", "先由派出所处理")


@pytest.fixture
def matter(db: Db, world: World, portal: Portal) -> Matter:
    """Everything that somebody may write about a matter before it is given away."""
    clerk, dispatcher, duty = (world.actor(login) for login in ("clerk", "dispatcher", "duty"))
    matter = file_matter(db, world, story=STORY, actor=clerk).matter
    alarm = raise_alarm(db, SYSTEM, matter.center_id, "story", ["菜刀", "砍"], matter=matter)
    acknowledge(db, duty, alarm.id)
    report(db, duty, alarm.id, "已叫老伴陪着")
    decide(db, dispatcher, matter.id, class_code="0201", mode="M", dangers=["none"], reason="缓一缓再谈")
    file = store(db, pdf(), "a.pdf", portal.settings)
    ann = matter.parties[0]
    piece = add_evidence(db, clerk, matter, file, ann, caption="厨房地上的血")
    change_visibility(db, world.visitor(ann.person_id, matter.id), piece, "joint")
    decline(db, dispatcher, matter.id, "crime", "先由派出所处理")
    db.flush()
    return matter


def test_no_column_of_any_table_holds_the_words(matter: Matter, db: Db) -> None:
    found = [
        f"{table.name}: {word}"
        for table in Base.metadata.sorted_tables
        for row in db.execute(select(table))
        for word in WORDS
        if word in str(row) or any(isinstance(value, bytes) and word.encode() in value for value in row)
    ]
    assert found == []


def test_and_the_house_still_reads_them(matter: Matter, db: Db) -> None:
    db.expire_all()
    triage = db.get_one(Triage, matter.id)
    assert triage.reason == "缓一缓再谈"
    assert "菜刀" in str(triage.proposal)
    assert triage.proposal["danger"] is True
    alarm = db.scalars(select(Alarm)).one()
    assert (alarm.matched, alarm.note) == (["砍", "菜刀"], "已叫老伴陪着")
    assert db.scalars(select(Evidence)).one().caption == "厨房地上的血"
    assert db.get_one(Decline, matter.id).words == "先由派出所处理"


def test_a_value_sealed_for_the_migration_opens_in_its_row_alone(matter: Matter, db: Db, world: World) -> None:
    """What a migration writes for rows of before is what the models read; moved to another row it does not open."""
    triage = db.get_one(Triage, matter.id)
    triage.reason_sealed = seal_column("pii", "triage.reason_sealed", matter.id, "从前写的")
    assert triage.reason == "从前写的"
    other = file_matter(db, world).matter
    second = db.get_one(Triage, other.id)
    second.reason_sealed = triage.reason_sealed
    with pytest.raises(ValueError, match="belong"):
        _ = second.reason
