"""The ink path: marks written down one by one, the scan matched by code and hash, in force at the stamp's instant."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from mediation.agreements import ink, services
from mediation.agreements.models import AgreementVersion, Signer
from mediation.agreements.services import InkMark
from portal.directory.taxonomy.rules import Flag, load
from portal.documents.papers.models import PaperDelivery
from portal.documents.papers.rules import new_code, show_code
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World

KIND_OF = {"party": "fingerprint", "mediator": "ink", "recorder": "ink", "committee": "stamp"}
NO_ESIGN = sorted(load().flagged(Flag.N))[0]


def on_paper(db: Db, world: World, class_code: str = NO_ESIGN) -> AgreementVersion:
    """Printed to be signed by hand."""
    return deal.frozen(db, world, class_code=class_code)


def write_down(db: Db, world: World, version: AgreementVersion, at: datetime, *, but: str = "") -> None:
    """Everybody marks the sheet, a minute after each other, the stamp last."""
    for number, signer in enumerate(version.signers):
        if signer.kind != but:
            made = InkMark(KIND_OF[signer.kind], at + timedelta(minutes=number), "街道办 周见证")
            services.record(db, world.actor("secretary"), deal.case_of(version).id, 1, signer.id, made)


def attested(db: Db, world: World, version: AgreementVersion, **more: str) -> AgreementVersion:
    """As the secretary does it, with what is printed on the sheet."""
    given = {"code": show_code(version.paper.code), "digest": (version.paper.text_sha256 or "")[:8], **more}
    return services.attest(db, world.actor("secretary"), deal.case_of(version).id, 1, deal.sheet(db), **given)


def test_in_force_at_the_stamps_instant(db: Db, world: World) -> None:
    start = clock.now()
    version = on_paper(db, world)
    with clock.held(start + timedelta(days=1)):
        signed = clock.now() - timedelta(hours=2)
        write_down(db, world, version, signed)
        assert version.agreement.effective_at is None
        attested(db, world, version)
    stamp = signed + timedelta(minutes=len(version.signers) - 1)
    assert version.agreement.effective_at == version.paper.effective_at == stamp
    assert version.paper.state == "sealed"
    assert version.scan is not None
    assert version.paper.sha256 == version.scan.sha256
    assert version.attested_by == world.accounts["secretary"].id


def test_r05_a_status_relation_gets_no_last_day(db: Db, world: World) -> None:
    version = on_paper(db, world, sorted(load().flagged(Flag.S))[0])
    with clock.held(clock.now() + timedelta(days=1)):
        write_down(db, world, version, clock.now() - timedelta(hours=2))
        attested(db, world, version)
    assert version.confirmable is False
    assert version.paper.last_confirmation_on is None
    assert {row.last_confirmation_on for row in db.scalars(select(PaperDelivery))} == {None}


def test_r06_nothing_is_signed_on_screen(db: Db, world: World) -> None:
    version = on_paper(db, world)
    signer = deal.places(version, "party")[0]
    who = deal.actor_of(signer, deal.case_of(version).matter_id)
    services.confirm(db, who, 1)
    for act in (
        lambda: services.consent(db, who, 1),
        lambda: services.start_identity_code(db, who, 1),
        lambda: services.start_sign_code(db, who, 1),
        lambda: services.sign(db, who, 1, deal.typed(signer), "000000"),
        lambda: services.fill(db, world.actor("mediator"), deal.case_of(version).id, 1, services.Written(typed="x")),
        lambda: services.seal(db, world.actor("head"), deal.case_of(version).id, 1),
    ):
        with pytest.raises(Conflict, match="纸上"):
            act()
    assert [one.mark for one in version.signers] == [None] * len(version.signers)


@pytest.mark.parametrize("missing", ["party", "mediator", "committee"])
def test_r01_a_scan_without_every_mark_is_not_attested(db: Db, world: World, missing: str) -> None:
    version = on_paper(db, world)
    with clock.held(clock.now() + timedelta(days=1)):
        write_down(db, world, version, clock.now() - timedelta(hours=2), but=missing)
        with pytest.raises(Conflict):
            attested(db, world, version)
    assert version.agreement.effective_at is None


@pytest.mark.parametrize("wrong", ["another_code", "no_code", "another_text", "too_short"])
def test_a_sheet_that_does_not_match_is_not_attested(db: Db, world: World, wrong: str) -> None:
    version = on_paper(db, world)
    given = {
        "another_code": {"code": new_code()},
        "no_code": {"code": "12"},
        "another_text": {"digest": "0" * 64},
        "too_short": {"digest": (version.paper.text_sha256 or "")[:7]},
    }[wrong]
    with clock.held(clock.now() + timedelta(days=1)):
        write_down(db, world, version, clock.now() - timedelta(hours=2))
        with pytest.raises(Conflict):
            attested(db, world, version, **given)


def test_the_sheet_of_a_former_version_does_not_match(db: Db, world: World) -> None:
    version = on_paper(db, world)
    former = version.paper.code
    services.reopen(db, world.actor("mediator"), deal.case_of(version).id)
    again = deal.printed(db, services.freeze(db, world.actor("mediator"), deal.case_of(version).id))
    assert not ink.matches(db, again, former, again.paper.text_sha256 or "")
    assert ink.matches(db, again, again.paper.code, again.paper.text_sha256 or "")


@pytest.mark.parametrize(
    ("kind", "mark"), [("party", "seal"), ("party", "drawn"), ("mediator", "fingerprint"), ("committee", "ink")]
)
def test_only_the_laws_kinds_of_marks(db: Db, world: World, kind: str, mark: str) -> None:
    version = on_paper(db, world)
    place: Signer = deal.places(version, kind)[0]
    with pytest.raises(Conflict):
        services.record(db, world.actor("mediator"), deal.case_of(version).id, 1, place.id,
                        InkMark(mark, clock.now(), "周"))  # fmt: skip


@pytest.mark.parametrize("shift", [timedelta(days=-1), timedelta(minutes=5)])
def test_a_mark_is_neither_older_than_the_text_nor_of_tomorrow(db: Db, world: World, shift: timedelta) -> None:
    version = on_paper(db, world)
    with pytest.raises(Conflict):
        services.record(db, world.actor("mediator"), deal.case_of(version).id, 1, version.signers[0].id,
                        InkMark("ink", clock.now() + shift, "周"))  # fmt: skip


@pytest.mark.parametrize("login", ["outsider", "other_head", "clerk", "police", "admin"])
def test_strangers_write_nothing_down(db: Db, world: World, login: str) -> None:
    version = on_paper(db, world)
    with pytest.raises(Refused):
        services.record(db, world.actor(login), deal.case_of(version).id, 1, version.signers[0].id,
                        InkMark("ink", clock.now(), "周"))  # fmt: skip


def test_ink_is_not_written_down_for_a_version_on_screen(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    with pytest.raises(Conflict):
        services.record(db, world.actor("mediator"), deal.case_of(version).id, 1, version.signers[0].id,
                        InkMark("ink", clock.now(), "周"))  # fmt: skip
    assert "agreement.effective" not in dispute.told(db, version.signers[0].person_id)
