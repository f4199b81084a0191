"""The ink path: marks made by hand are written down one by one, the scan is read, matched to the frozen text, attested.

For classes that may not be e-signed (电子签名法 art.3) and for anyone who prefers it. Each party must have confirmed
this very version and shown a document; the committee's stamp is written down by its head or secretary, never by the
mediator.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from mediation.agreements import gates, queries, rules
from mediation.agreements.models import Agreement, AgreementVersion, Signer
from mediation.agreements.policy import SHOW, STAMP
from mediation.agreements.scanning import OnSheet, matched
from mediation.agreements.taking_effect import take_effect
from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from portal.documents.papers import deliveries
from portal.documents.papers import services as papers
from portal.documents.scans.reading import Scan
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.files.services import Prepared, keep
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require
from portal.notices.services import notify


@dataclass(frozen=True)
class InkMark:
    """What was made by hand: which kind, when, and who stood by."""

    mark: str
    at: datetime
    witness: str


class WrongTime(Conflict):
    """The time typed for a mark cannot be."""


def _held(db: Db, actor: Actor, case_id: uuid.UUID, edition: int) -> tuple[MediationCase, Agreement, AgreementVersion]:
    case = cases.get(db, actor, case_id)
    require(db, actor, SHOW, case)
    cases.locked(db, case.id)
    agreement = queries.get(db, actor, case.id)
    version = gates.open_version(db, agreement, edition)
    if version.path != "ink":
        raise Conflict(_("这一版是电子签署，不能登记纸质签名。"))
    return case, agreement, version


def confirm_for(db: Db, actor: Actor, case_id: uuid.UUID, edition: int, signer_id: uuid.UUID, way: str) -> Signer:
    """Staff write down that a party has read this version on paper, or heard it read out, and agrees; they are told.

    Not against the party's own wish for a change: that is taken back by themselves, or by a new version.
    """
    case, _agreement, version = _held(db, actor, case_id, edition)
    signer = queries.signer(version, signer_id)
    if signer.kind != rules.PARTY or way not in ("paper", "aloud"):
        raise Conflict(_("这个位置不用确认文本。"))
    if gates.pending(signer):
        raise Conflict(_("这位当事人请求过修改：请收回修改，或者请本人在自己的页面上重新确认。"))
    if signer.confirmed_at is not None:
        raise Conflict(_("这位当事人已经确认过这一版。"))
    now = clock.now()
    signer.confirmed_at, signer.read_at, signer.confirmed_way = now, signer.read_at or now, way
    signer.confirmed_by = actor.account
    db.flush()
    audit.record(db, actor, "agreement.confirmed_on_paper", signer, ["confirmed_at", "confirmed_way"])
    notify(db, "agreement.confirmed_for", person_id=signer.person_id, matter_id=case.matter_id, edition=version.edition)
    return signer


def record(
    db: Db, actor: Actor, case_id: uuid.UUID, edition: int, signer_id: uuid.UUID, made: InkMark
) -> AgreementVersion:
    """Write down one mark on the sheet; until the scan is attested it can be corrected."""
    case, _agreement, version = _held(db, actor, case_id, edition)
    signer = queries.signer(version, signer_id)
    if signer.kind == rules.COMMITTEE:
        require(db, actor, STAMP, case)
    if made.mark not in rules.MARKS["ink"][signer.kind]:
        raise Conflict(_("这个位置不能这样签，请重新选择。"))
    if not version.frozen_at <= made.at <= clock.now():
        raise WrongTime(_("签署时间应当在定稿之后、现在之前，请核对。"))
    _refuse_after_stamp(version, signer, made.at)
    signer.mark, signer.marked_at, signer.witness = made.mark, made.at, made.witness
    signer.recorded_by = actor.account
    db.flush()
    audit.record(db, actor, "agreement.ink_recorded", signer, ["mark", "marked_at", "witness"])
    return version


def _refuse_after_stamp(version: AgreementVersion, signer: Signer, at: datetime) -> None:
    """The stamp comes last, for its instant is that of the effect: nobody's later word about a mark moves it."""
    needed = [one for one in version.signers if one.kind in rules.REQUIRED]
    stamp = next(one for one in needed if one.kind == rules.COMMITTEE)
    if signer is stamp:
        if any(one.marked_at is not None and one.marked_at > at for one in needed if one is not stamp):
            raise WrongTime(_("印章最后盖：盖章时间不能早于已经登记的签名时间，请核对。"))
    elif signer in needed and stamp.marked_at is not None and at > stamp.marked_at:
        raise WrongTime(_("印章最后盖，盖章时间已经登记了：签名时间不能晚于盖章时间，请核对。"))


def attest(
    db: Db, actor: Actor, case_id: uuid.UUID, edition: int, prepared: Prepared, scan: Scan, typed: OnSheet | None = None
) -> AgreementVersion:
    """The scan is this version, every mark is on it, all have confirmed and shown who they are, staff say so: in force
    since the last mark, the stamp's. ``scan``: what was read off the file, ``typed``: what staff read where it was not.
    """
    case, agreement, version = _held(db, actor, case_id, edition)
    gates.refuse_pending(version)
    lacking = [one.hand for one in version.signers if gates.lacks(one)]
    if lacking:
        raise Conflict(_("还不能生效，这些人的还没有登记齐：%(names)s。", names="、".join(lacking)))
    how = matched(db, version, prepared.row, scan, typed)
    stored = keep(db, prepared)
    version.scan_file_id, version.scan, version.scan_match = stored.id, stored, how
    version.scan_reason = typed.reason if typed is not None and how == "typed" else None
    version.attested_at, version.attested_by = clock.now(), actor.account
    db.flush()
    audit.record(db, actor, "agreement.ink_attested", version, ["scan", "scan_match", "scan_reason", "attested_by"])
    take_effect(db, actor, case, agreement, version)
    papers.seal(db, actor, version.paper, stored)
    deliveries.send(db, version.paper)
    return version
