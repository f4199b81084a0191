"""The ink path: marks made by hand are written down one by one, the scan is matched to the frozen text and attested.

For classes that may not be e-signed (电子签名法 art.3) and for anyone who prefers it.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from mediation.agreements import queries, rules, signing
from mediation.agreements.models import Agreement, AgreementVersion
from mediation.agreements.policy import SHOW
from mediation.agreements.taking_effect import take_effect
from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from portal.documents.papers import deliveries
from portal.documents.papers import services as papers
from portal.documents.papers.queries import by_token
from portal.documents.papers.rules import read_code
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.files.services import Prepared, keep
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require

DIGEST_SHOWN = 8
"""So many first signs of the text's hash are compared by eye; the QR code or the typed code says which paper it is."""


@dataclass(frozen=True)
class InkMark:
    """What was made by hand: which kind, when, and who stood by."""

    mark: str
    at: datetime
    witness: str


def _held(db: Db, actor: Actor, case_id: uuid.UUID, edition: int) -> tuple[MediationCase, Agreement, AgreementVersion]:
    case = cases.get(db, actor, case_id)
    require(db, actor, SHOW, case)
    cases.locked(db, case.id)
    agreement = queries.get(db, actor, case.id)
    version = signing.open_version(db, agreement, edition)
    if version.path != "ink":
        raise Conflict(_("这一版是电子签署，不能登记纸质签名。"))
    return case, agreement, version


def record(
    db: Db, actor: Actor, case_id: uuid.UUID, edition: int, signer_id: uuid.UUID, made: InkMark
) -> AgreementVersion:
    """Write down one mark on the sheet; until the scan is attested it can be corrected."""
    _case, _agreement, version = _held(db, actor, case_id, edition)
    signer = queries.signer(version, signer_id)
    if made.mark not in rules.MARKS["ink"][signer.kind]:
        raise Conflict(_("这个位置不能这样签，请重新选择。"))
    if not version.frozen_at <= made.at <= clock.now():
        raise Conflict(_("签署时间应当在定稿之后、现在之前，请核对。"))
    signer.mark, signer.marked_at, signer.witness = made.mark, made.at, made.witness
    signer.recorded_by = actor.account
    db.flush()
    audit.record(db, actor, "agreement.ink_recorded", signer, ["mark", "marked_at", "witness"])
    return version


def matches(db: Db, version: AgreementVersion, typed_code: str, typed_digest: str) -> bool:
    """Whether the sheet is this version's: its code (or the address in its QR code), and its text's hash as printed."""
    shown = "".join(typed_digest.split()).lower()
    code = read_code(typed_code)
    found = by_token(db, typed_code.strip().rsplit("/", 1)[-1]) if code is None else None
    same_paper = code == version.paper.code or (found is not None and found.id == version.paper_id)
    return same_paper and len(shown) >= DIGEST_SHOWN and (version.paper.text_sha256 or "").startswith(shown)


def attest(
    db: Db, actor: Actor, case_id: uuid.UUID, edition: int, prepared: Prepared, *, code: str, digest: str
) -> AgreementVersion:
    """The scan is this version, every mark is on it, staff say so: in force since the last mark, the stamp's."""
    case, agreement, version = _held(db, actor, case_id, edition)
    if not matches(db, version, code, digest):
        raise Conflict(_("扫描件上的核验码或文本指纹与这一版不一致，请核对纸上印的内容。"))
    if any(one.marked_at is None for one in version.signers):
        raise Conflict(_("还有签名、指印或印章没有登记，请先逐一登记。"))
    if prepared.row.media_type != "application/pdf" and not prepared.row.is_picture:
        raise Conflict(_("请上传扫描件（PDF）或照片。"))
    stored = keep(db, prepared)
    version.scan_file_id, version.scan = stored.id, stored
    version.attested_at, version.attested_by = clock.now(), actor.account
    db.flush()
    audit.record(db, actor, "agreement.ink_attested", version, ["scan", "attested_by"])
    take_effect(db, actor, case, agreement, version)
    papers.seal(db, actor, version.paper, stored)
    deliveries.send(db, version.paper)
    return version
