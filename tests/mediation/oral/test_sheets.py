"""The sheet: printed, sealed by the head, signed by the mediator, valid everywhere; done twice it is done once."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from mediation.oral import jobs, queries, sealing
from portal.accounts.models import RoleGrant
from portal.app import Portal
from portal.cli.verify import verify
from portal.documents.papers.keys import trust_roots
from portal.documents.papers.models import PaperDelivery, SigningKey
from portal.documents.papers.rules import show_code
from portal.documents.verification.queries import find_code
from portal.kernel import clock
from portal.kernel.db import Db, new_id
from portal.kernel.files.services import read
from portal.kernel.outbox import GiveUp, Job
from portal.kernel.policy import Conflict, Refused
from portal.kernel.seal.verifying import verify as check
from tests.mediation import dispute
from tests.mediation.oral import spot
from tests.portal.kernel.sealing import pdfsig
from tests.world import LONG_AGO, World


@pytest.mark.slow
def test_signed_by_the_mediator_sealed_by_the_committee(portal: Portal, world: World, tmp_path: Path) -> None:
    oral_id = spot.sealed(portal, world, duties=[spot.PAID, spot.FENCE])
    with portal.database.reading() as db:
        paper = spot.oral_of(db, oral_id).paper
        assert (paper.kind, paper.state, paper.audience) == ("oral", "sealed", "sides")
        assert paper.file is not None
        data, roots = read(paper.file), trust_roots(db)
        found = check(data, roots, at=spot.NOW + timedelta(minutes=2))
        assert found.genuine
        assert [(one.signer, one.organization) for one in found.signatures] == [
            ("mediator 同志", "城关镇人民调解委员会"),
            ("城关镇人民调解委员会", "青禾县综治中心"),
        ]
        assert found.frozen_sha256 == paper.frozen_sha256
        assert pdfsig(data).count("Signature is Valid") == 2
        entry = find_code(db, show_code(paper.code))
        assert entry is not None
        assert (entry.status, entry.kind_zh, entry.number) == ("in_force", "人民调解口头协议登记表", paper.number_text)
        assert db.scalar(select(func.count(PaperDelivery.notice_id))) == 2, "both are told that it is there"
    (tmp_path / "sheet.pdf").write_bytes(data)
    (tmp_path / "root.der").write_bytes(roots[0])
    arguments = [str(tmp_path / "sheet.pdf"), "--root", str(tmp_path / "root.der")]
    assert CliRunner().invoke(verify, arguments).output.startswith("真实 GENUINE")
    says_it_all(tmp_path / "sheet.pdf", str(paper.number_text))


def says_it_all(file: Path, number: str) -> None:
    said = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    text = "".join(said.split())
    for words in (
        number, "人民调解受理登记表", "人民调解口头协议登记表", spot.ONE["name"], spot.OTHER["name"], spot.STORY,
        spot.PLACE,
        "2026年11月23日10:40", "58岁", "65岁", "138****4321", "主动调解", "已当场履行", "2026年12月5日前（含当日）",
        "不收取任何费用", "第三十三条",
    ):  # fmt: skip
        assert words in text, words
    assert spot.ONE["phone"] not in text
    assert "请选择" not in text


@pytest.mark.slow
def test_done_twice_is_done_once(portal: Portal, world: World) -> None:
    oral_id = spot.sealed(portal, world)
    with portal.database.reading() as db:
        paper = spot.oral_of(db, oral_id).paper
        before = (paper.sha256, paper.frozen_sha256, paper.sealed_at)
    jobs.make(Job(portal.database, new_id(), {"oral": oral_id.hex}, 1))
    with portal.database.reading() as db:
        paper = spot.oral_of(db, oral_id).paper
        assert (paper.sha256, paper.frozen_sha256, paper.sealed_at) == before
        assert db.scalar(select(func.count()).select_from(SigningKey)) == 3


def test_nobody_seals_their_own_record(db: Db, world: World) -> None:
    account = world.account(db, "village", "mediator", world.committee)
    head = RoleGrant(account_id=account.id, role="committee_head", organisation_id=world.committee.id)
    head.since = LONG_AGO
    account.grants.append(head)
    db.flush()
    oral = spot.recorded(db, world, "village").oral
    assert oral.seal_at is None
    assert queries.to_seal(db, world.actor("village")) == []
    assert "oral.to_seal" not in dispute.told(db, account_id=account.id)
    assert "oral.to_seal" in dispute.told(db, account_id=world.accounts["head"].id)
    with clock.held(spot.NOW):
        with pytest.raises(Refused):
            sealing.seal(db, world.actor("village"), oral.id)
        sealing.seal(db, world.actor("head"), oral.id)


def test_who_seals(db: Db, world: World) -> None:
    oral = spot.recorded(db, world).oral
    with clock.held(spot.NOW):
        for login in ("mediator", "secretary", "other_head", "clerk", "centre_head"):
            with pytest.raises(Refused):
                sealing.seal(db, world.actor(login), oral.id)
        assert queries.count_to_seal(db, world.actor("head")) == 1
        assert queries.count_to_seal(db, world.actor("other_head")) == 0
        sealing.seal(db, world.actor("head"), oral.id)
        assert (oral.seal_at, oral.seal_by) == (spot.NOW, world.accounts["head"].id)
        assert queries.to_seal(db, world.actor("head")) == []
        with pytest.raises(Conflict):
            sealing.seal(db, world.actor("head"), oral.id)
    assert oral.effective_at == spot.AGREED


@pytest.mark.slow
def test_what_no_font_draws_is_told_and_tried_again(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        made = spot.recorded(db, world, story="名字里有一个怪字\ue123的鸭子")
        oral_id = made.oral.id
    with pytest.raises(GiveUp):
        jobs.make(Job(portal.database, new_id(), {"oral": oral_id.hex}, 1))
    with portal.database.writing() as db:
        oral = spot.oral_of(db, oral_id)
        assert oral.problem
        assert "oral.print_failed" in dispute.told(db, account_id=world.accounts["mediator"].id)
        with clock.held(spot.NOW):
            sealing.print_again(db, world.actor("mediator"), oral_id)
            assert oral.problem is None
            with pytest.raises(Conflict):
                sealing.print_again(db, world.actor("mediator"), oral_id)
