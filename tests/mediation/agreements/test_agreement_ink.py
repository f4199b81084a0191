"""The ink path: marks written down one by one, the scan read and matched, in force at the stamp's instant."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from mediation.agreements import services
from mediation.agreements.ink import WrongTime
from mediation.agreements.models import AgreementVersion, Signer
from mediation.agreements.scanning import NotRead
from mediation.agreements.services import InkMark, OnSheet
from portal.accounts.models import RoleGrant
from portal.directory.taxonomy.rules import Flag, load
from portal.documents.papers.models import PaperDelivery
from portal.documents.papers.rules import new_code, show_code
from portal.documents.scans.reading import Scan
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from portal.matters.identities import services as identities
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import LONG_AGO, World

KIND_OF = {"party": "fingerprint", "mediator": "ink", "recorder": "ink", "committee": "stamp"}
NO_ESIGN = sorted(load().flagged(Flag.N))[0]
UNREAD = Scan((), True, 9)


def on_paper(db: Db, world: World, class_code: str = NO_ESIGN) -> AgreementVersion:
    """Printed to be signed by hand."""
    return deal.frozen(db, world, class_code=class_code)


def show_and_confirm(db: Db, world: World, version: AgreementVersion, *, but: str = "", confirm_but: str = "") -> None:
    """Each party shows a document and agrees to the text, on paper, before staff."""
    case = deal.case_of(version)
    for signer in deal.places(version, "party"):
        assert signer.person_id is not None
        if signer.field != but:
            identities.see(db, world.actor("secretary"), case.matter, signer.person_id, "id_card", "123X")
        if signer.field != confirm_but:
            services.confirm_for(db, world.actor("mediator"), case.id, version.edition, signer.id, "paper")


def write_down(db: Db, world: World, version: AgreementVersion, at: datetime, *, but: str = "") -> None:
    """Everybody marks the sheet, a minute after each other, the stamp last."""
    for number, signer in enumerate(version.signers):
        if signer.kind != but:
            made = InkMark(KIND_OF[signer.kind], at + timedelta(minutes=number), "街道办 周见证")
            services.record(db, world.actor("secretary"), deal.case_of(version).id, 1, signer.id, made)


def attested(db: Db, world: World, version: AgreementVersion, **more: object) -> AgreementVersion:
    """As the mediator does it, with what the machine reads off the scan."""
    given = {"scan": deal.scan_of(version), "typed": None, **more}
    return services.attest(
        db,
        world.actor("mediator"),
        deal.case_of(version).id,
        1,
        deal.photo(db),
        given["scan"],
        given["typed"],  # type: ignore[arg-type]
    )


def on_sheet(version: AgreementVersion, **more: str) -> OnSheet:
    """What staff type off the sheet."""
    digest = (version.paper.text_sha256 or "")[:8]
    return OnSheet(**{"code": show_code(version.paper.code), "digest": digest, "reason": "打印不清", **more})


def test_in_force_at_the_stamps_instant(db: Db, world: World) -> None:
    start = clock.now()
    version = on_paper(db, world)
    with clock.held(start + timedelta(days=1)):
        show_and_confirm(db, world, version)
        signed = clock.now() - timedelta(hours=2)
        write_down(db, world, version, signed)
        assert version.agreement.effective_at is None
        attested(db, world, version)
    stamp = signed + timedelta(minutes=len(version.signers) - 1)
    assert version.agreement.effective_at == version.paper.effective_at == stamp
    assert version.paper.state == "sealed"
    assert version.scan is not None
    assert version.paper.sha256 == version.scan.sha256
    assert (version.attested_by, version.scan_match) == (world.accounts["mediator"].id, "qr")


def test_the_stamp_comes_last_and_no_later_word_about_a_mark_moves_it(db: Db, world: World) -> None:
    version = on_paper(db, world)
    case, who = deal.case_of(version).id, world.actor("secretary")
    party, mediator, stamp = (deal.places(version, kind)[0] for kind in ("party", "mediator", "committee"))

    def says(signer: Signer, at: datetime) -> None:
        services.record(db, who, case, 1, signer.id, InkMark(KIND_OF[signer.kind], at, ""))

    with clock.held(clock.now() + timedelta(days=1)):
        show_and_confirm(db, world, version)
        signed = clock.now() - timedelta(hours=2)
        write_down(db, world, version, signed)
        fixed = signed + timedelta(minutes=len(version.signers) - 1)
        for signer in (party, mediator):
            says(signer, fixed)
            with pytest.raises(WrongTime, match="不能晚于盖章"):
                says(signer, fixed + timedelta(seconds=1))
        with pytest.raises(WrongTime, match="不能早于"):
            says(stamp, fixed - timedelta(seconds=1))
        attested(db, world, version)
    assert version.agreement.effective_at == fixed


def test_r05_a_status_relation_gets_no_last_day(db: Db, world: World) -> None:
    version = on_paper(db, world, sorted(load().flagged(Flag.S))[0])
    with clock.held(clock.now() + timedelta(days=1)):
        show_and_confirm(db, world, version)
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
        lambda: services.sign(db, who, 1, deal.typed(signer), "000000"),
        lambda: services.fill(db, world.actor("mediator"), deal.case_of(version).id, 1, deal.typed(version.signers[2])),
        lambda: services.seal(db, world.actor("head"), deal.case_of(version).id, 1),
    ):
        with pytest.raises(Conflict, match="纸上"):
            act()
    assert [one.mark for one in version.signers] == [None] * len(version.signers)


@pytest.mark.parametrize("missing", ["party", "mediator", "committee"])
def test_r01_a_scan_without_every_mark_is_not_attested(db: Db, world: World, missing: str) -> None:
    version = on_paper(db, world)
    with clock.held(clock.now() + timedelta(days=1)):
        show_and_confirm(db, world, version)
        write_down(db, world, version, clock.now() - timedelta(hours=2), but=missing)
        with pytest.raises(Conflict):
            attested(db, world, version)
    assert version.agreement.effective_at is None


@pytest.mark.parametrize("hole", ["identity", "confirmation", "change"])
def test_nobody_is_bound_without_confirming_and_showing_who_they_are(db: Db, world: World, hole: str) -> None:
    """One party has not shown a document, has not confirmed this version, or has asked for a change since."""
    version = on_paper(db, world)
    second = deal.places(version, "party")[1]
    who = deal.actor_of(second, deal.case_of(version).matter_id)
    blanks = {"identity": {"but": second.field}, "confirmation": {"confirm_but": second.field}, "change": {}}
    show_and_confirm(db, world, version, **blanks[hole])
    with clock.held(clock.now() + timedelta(days=1)):
        write_down(db, world, version, clock.now() - timedelta(hours=2))
        if hole == "change":
            services.ask_change(db, who, 1, "金额不对，应该是三万")
        with pytest.raises(Conflict):
            attested(db, world, version)
        assert version.agreement.effective_at is None
        if hole == "identity":
            assert second.person_id is not None
            matter = deal.case_of(version).matter
            identities.see(db, world.actor("clerk"), matter, second.person_id, "id_card", "123X")
        else:
            with clock.held(clock.now() + timedelta(minutes=1)):
                services.confirm(db, who, 1)
        attested(db, world, version)
    assert version.agreement.effective_at is not None


def test_staff_do_not_confirm_over_a_wish_for_change_and_the_party_is_told(db: Db, world: World) -> None:
    version = on_paper(db, world)
    first, second = deal.places(version, "party")
    case, mediator = deal.case_of(version), world.actor("mediator")
    services.ask_change(db, deal.actor_of(second, case.matter_id), 1, "日期不对")
    with pytest.raises(Conflict, match="请求过修改"):
        services.confirm_for(db, mediator, case.id, 1, second.id, "aloud")
    services.confirm_for(db, mediator, case.id, 1, first.id, "aloud")
    assert (first.confirmed_way, first.confirmed_by) == ("aloud", world.accounts["mediator"].id)
    assert "agreement.confirmed_for" in dispute.told(db, first.person_id)
    assert second.confirmed_at is None


@pytest.mark.parametrize("login", ["mediator", "head", "secretary"])
def test_the_stamp_is_written_down_by_the_committee_never_by_the_mediator(db: Db, world: World, login: str) -> None:
    version = on_paper(db, world)
    stamp, made = deal.places(version, "committee")[0], InkMark("stamp", clock.now(), "周")
    if login == "mediator":
        also_head = RoleGrant(account_id=world.accounts[login].id, role="committee_head", since=LONG_AGO)
        also_head.organisation_id = world.committee.id
        for _again in ("as mediator", "as head of the same committee"):
            with pytest.raises(Refused):
                services.record(db, world.actor(login), deal.case_of(version).id, 1, stamp.id, made)
            world.accounts[login].grants.append(also_head)
        return
    services.record(db, world.actor(login), deal.case_of(version).id, 1, stamp.id, made)
    assert stamp.recorded_by == world.accounts[login].id


def ready_to_attest(db: Db, world: World, version: AgreementVersion) -> None:
    """Only the scan is missing; the clock stands a day later."""
    show_and_confirm(db, world, version)
    write_down(db, world, version, clock.now() - timedelta(hours=2))


def test_a_blank_picture_is_refused_whatever_is_typed(db: Db, world: World) -> None:
    version = on_paper(db, world)
    with clock.held(clock.now() + timedelta(days=1)):
        ready_to_attest(db, world, version)
        with pytest.raises(Conflict, match="几乎没有内容"):
            attested(db, world, version, scan=Scan((), False, 1), typed=on_sheet(version))


@pytest.mark.parametrize("wrong", ["another_code", "no_code", "another_text", "too_short", "no_reason", "nothing"])
def test_without_a_readable_code_staff_type_what_fits_and_say_why(db: Db, world: World, wrong: str) -> None:
    version = on_paper(db, world)
    typed = {
        "another_code": on_sheet(version, code=new_code()),
        "no_code": on_sheet(version, code="12"),
        "another_text": on_sheet(version, digest="0" * 64),
        "too_short": on_sheet(version, digest=(version.paper.text_sha256 or "")[:7]),
        "no_reason": on_sheet(version, reason=" "),
        "nothing": None,
    }[wrong]
    with clock.held(clock.now() + timedelta(days=1)):
        ready_to_attest(db, world, version)
        with pytest.raises(NotRead if wrong in ("no_reason", "nothing") else Conflict):
            attested(db, world, version, scan=UNREAD, typed=typed)
        attested(db, world, version, scan=UNREAD, typed=on_sheet(version))
    assert (version.scan_match, version.scan_reason) == ("typed", "打印不清")


def test_the_sheet_of_another_version_is_refused_whatever_is_typed(db: Db, world: World) -> None:
    former = on_paper(db, world)
    case = deal.case_of(former)
    services.reopen(db, world.actor("mediator"), case.id)
    version = deal.printed(db, services.freeze(db, world.actor("mediator"), case.id))
    with clock.held(clock.now() + timedelta(days=1)):
        show_and_confirm(db, world, version)
        at = clock.now() - timedelta(hours=2)
        for signer in version.signers:
            made = InkMark(KIND_OF[signer.kind], at, "周")
            services.record(db, world.actor("secretary"), case.id, 2, signer.id, made)
        old = deal.scan_of(former)
        with pytest.raises(Conflict, match="另一版"):
            services.attest(db, world.actor("head"), case.id, 2, deal.photo(db), old, on_sheet(version))
        services.attest(db, world.actor("head"), case.id, 2, deal.photo(db), deal.scan_of(version))
    assert version.state == "effective"


def test_the_file_that_was_printed_is_no_signed_sheet(db: Db, world: World) -> None:
    version = on_paper(db, world)
    with clock.held(clock.now() + timedelta(days=1)):
        ready_to_attest(db, world, version)
        with pytest.raises(Conflict, match="还没有签"):
            services.attest(db, world.actor("head"), deal.case_of(version).id, 1, deal.sheet(db), deal.scan_of(version))


@pytest.mark.parametrize(
    ("kind", "mark"), [("party", "seal"), ("party", "drawn"), ("mediator", "fingerprint"), ("committee", "ink")]
)
def test_only_the_laws_kinds_of_marks(db: Db, world: World, kind: str, mark: str) -> None:
    version = on_paper(db, world)
    place: Signer = deal.places(version, kind)[0]
    with pytest.raises(Conflict):
        services.record(db, world.actor("head"), deal.case_of(version).id, 1, place.id,
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
