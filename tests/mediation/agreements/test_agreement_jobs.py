"""The worker's two jobs: done twice they are done once, killed half-way nothing is lost, what cannot print is said."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from mediation.agreements import jobs, pages, printing, rules, services
from mediation.agreements.models import Agreement, AgreementVersion
from portal.app import Portal
from portal.documents.papers.models import Paper, SigningKey
from portal.kernel.db import Db, new_id
from portal.kernel.outbox import GiveUp, Job, OutboxRow
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World

pytestmark = pytest.mark.slow


def job_for(portal: Portal, version: AgreementVersion) -> Job:
    return Job(portal.database, new_id(), {"version": version.id.hex}, 1)


def committed(portal: Portal, make: Callable[[Db], AgreementVersion]) -> AgreementVersion:
    with portal.database.writing() as db:
        return make(db)


def frozen(db: Db, world: World) -> AgreementVersion:
    return services.freeze(db, world.actor("mediator"), deal.drafted(db, world).case_id)


def test_printing_twice_is_printing_once(portal: Portal, world: World) -> None:
    version = committed(portal, lambda db: frozen(db, world))
    for _again in range(2):
        jobs.print_version(job_for(portal, version))
    with portal.database.reading() as db:
        paper = db.scalars(select(Paper)).one()
        assert paper.frozen_sha256 is not None
        party = dispute.applicant(db, db.scalars(select(Agreement)).one().case)
        assert dispute.told(db, party.person_id).count("agreement.to_read") == 1


def test_a_version_taken_back_while_it_was_printed_stays_taken_back(portal: Portal, world: World) -> None:
    version = committed(portal, lambda db: frozen(db, world))
    with portal.database.writing() as db:
        services.reopen(db, world.actor("mediator"), db.scalars(select(Agreement)).one().case_id)
    with portal.database.writing() as db:
        jobs.printed(db, version.id, deal.sheet(db), "too-late")
    with portal.database.reading() as db:
        assert [paper.frozen_sha256 for paper in db.scalars(select(Paper))] == [None, None]


def test_what_no_font_draws_is_told_to_the_mediator(portal: Portal, world: World) -> None:
    def made(db: Db) -> AgreementVersion:
        agreement = deal.drafted(db, world)
        services.describe(db, world.actor("mediator"), agreement.case_id, {"facts": "名字里有一个怪字\ue123"})
        return services.freeze(db, world.actor("mediator"), agreement.case_id)

    version = committed(portal, made)
    with pytest.raises(GiveUp):
        jobs.print_version(job_for(portal, version))
    with portal.database.writing() as db:
        row = db.get_one(AgreementVersion, version.id)
        assert (row.state, row.problem) == ("failed", "\ue123")
        assert "agreement.print_failed" in dispute.told(db, account_id=world.accounts["mediator"].id)
        assert services.reopen(db, world.actor("mediator"), row.agreement.case_id).state == "drafting"


def test_killed_before_it_was_written_down_nothing_is_lost(portal: Portal, world: World) -> None:
    """The worker dies when it has read and before it writes: the next one begins anew, each paper is there once."""

    def made(db: Db) -> AgreementVersion:
        version = frozen(db, world)
        jobs.printed(db, version.id, deal.press(db, version), "token")
        deal.all_sign(db, world, version)
        return services.seal(db, world.actor("head"), deal.case_of(version).id, 1)

    version = committed(portal, made)
    with portal.database.writing() as db:
        row = db.get_one(AgreementVersion, version.id)
        printing.ensure_keys(db, row)
    with portal.database.reading() as db:
        plan = printing.binding(db, db.get_one(AgreementVersion, version.id))
    assert plan.signatures[0].held is None
    for _again in range(2):
        jobs.bind(job_for(portal, version))
    with portal.database.reading() as db:
        assert sorted(paper.kind for paper in db.scalars(select(Paper))) == ["agreement", "annex", "evidence"]
        assert db.scalars(select(func.count()).select_from(SigningKey)).one() == 3
        assert db.get_one(AgreementVersion, version.id).embedded_at is not None


def test_the_outbox_carries_ids_alone(db: Db, world: World) -> None:
    frozen(db, world)
    rows = db.scalars(select(OutboxRow.payload).where(OutboxRow.kind.startswith("agreements."))).all()
    assert [set(row) for row in rows] == [{"version"}]


def test_a_paper_that_could_not_be_made_is_not_called_a_matter_of_a_minute(db: Db, world: World) -> None:
    version = deal.sealed(db, world)
    db.flush()
    assert not pages.in_trouble(db, version)
    row = db.scalars(select(OutboxRow).where(OutboxRow.kind == rules.BIND)).one()
    row.error = "SealError at jobs.py:1"
    db.flush()
    assert pages.in_trouble(db, version)
    version.embedded_at = version.effective_at
    assert not pages.in_trouble(db, version)
