"""Document numbers follow each other without a gap, whoever comes at once, and are never given twice."""

import threading
from datetime import UTC, datetime

import pytest

from portal.app import Portal
from portal.documents.numbering.rules import SERIES, write_number
from portal.documents.numbering.services import take_number
from portal.documents.papers import services as papers
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM
from tests.portal.documents.shelf import matter_of
from tests.world import World

YEAR = 2026


def test_a_number_is_written_as_the_form_has_it() -> None:
    assert write_number("城关", SERIES["agreement"], 2026, 12) == "（2026）城关人调字第12号"
    with pytest.raises(ValueError, match="begin with 1"):
        write_number("城关", "人调字", 2026, 0)


def test_each_body_series_and_year_counts_for_itself(db: Db, world: World) -> None:
    own, other = world.committee.id, world.other_committee.id
    taken = [
        take_number(db, *key)
        for key in ((own, "人调字", 2026), (own, "人调字", 2026), (other, "人调字", 2026), (own, "人调字", 2027))
    ]
    assert taken == [1, 2, 1, 1]
    assert take_number(db, own, "人调口字", 2026) == 1


@pytest.mark.both_engines
def test_many_at_once_get_each_number_once_and_a_rollback_leaves_no_gap(portal: Portal, world: World) -> None:
    """Twelve take a number at the same moment, every third one gives up: 1 … 8 are given, none twice."""
    barrier, kept = threading.Barrier(12), []
    lock = threading.Lock()

    def one(number: int) -> None:
        barrier.wait()
        with portal.database.session(writes=True) as db:
            taken = take_number(db, world.committee.id, "人调字", YEAR)
            if number % 3 == 0:
                db.rollback()
                return
            db.commit()
        with lock:
            kept.append(taken)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept) == list(range(1, 9))
    with portal.database.writing() as db:
        assert take_number(db, world.committee.id, "人调字", YEAR) == 9


def test_the_year_is_that_of_the_centres_wall_clock(db: Db, world: World) -> None:
    """16:30 UTC on 31 December is 00:30 on 1 January in the county."""
    matter = matter_of(db, world)
    with clock.held(datetime(2026, 12, 31, 16, 30, tzinfo=UTC)):
        paper = papers.begin(db, SYSTEM, kind="agreement", matter_id=matter.id, owner=world.committee)
        papers.freeze(db, SYSTEM, paper, signing="electronic", digest=lambda _number: "0" * 64)
    assert paper.number_text == "（2027）城关人调字第1号"
