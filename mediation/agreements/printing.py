"""What the worker needs to print, sign and bind an agreement, as plain data read in one short look."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import selectinload

from mediation.agreements import gaps, people, pictures, reaching, strokes, vouching
from mediation.agreements.content import Content, Imprint, load, paper_of
from mediation.agreements.ink_printing import ink_record
from mediation.agreements.models import AgreementVersion, Signer
from mediation.agreements.rules import COMMITTEE, PARTY
from mediation.agreements.strokes import Drawing
from portal.accounts.models import Account
from portal.directory.organisations.models import Organisation
from portal.directory.organisations.queries import organisation
from portal.documents.agreement import (
    AgreementPaper,
    AnnexPaper,
    EvidencePaper,
    InkEvidencePaper,
    SignerEvidence,
    signer_stamp,
)
from portal.documents.agreement.layout import groups
from portal.documents.agreement.stamps import chinese_time
from portal.documents.papers import keys
from portal.documents.papers.rules import show_code
from portal.documents.papers.seals import picture_bytes
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.files.services import read
from portal.kernel.policy import SYSTEM
from portal.kernel.seal import Credential, Stamp
from portal.kernel.settings import Settings

CAPACITY = {"self": "当事人", "legal": "当事人", "guardian": "监护人", "account": ""}
METHOD = {"drawn": "手写电子签名", "typed": "键入姓名"}
MARK_WORDS = {"drawn": "手写签名（笔迹 SHA-256：{hash}）", "typed": "键入姓名：{name}"}
IDENTITY_WORDS = {
    "id_seen": "工作人员{by}当面查看证件（证件号码见附件）",
    "guardian": "监护人到场，工作人员{by}当面查看监护人证件（证件号码见附件）",
    "legal": "工作人员{by}当面查看代表人的证件和身份证明书（证件号码见附件）",
    "code": "一次性验证码，发送至当事人登记的联系方式",
}
STAFF_IDENTITY = "本系统账户登录，签署前复核登录密码"
CODE_WORDS = "一次性验证码，发送至当事人登记的联系方式（号码见附件）"
CODE_BY_HAND = "一次性验证码，由工作人员{by}当面查看证件后交给签署人本人（签署人没有可以收验证码的联系方式）"
ASKED = "收验证码的号码或邮箱由调解员登记；盖章前，盖章人已用别的办法向签署人本人核实"
INK_WISH = "曾于{at}要求在纸上签署，此后于上述时间同意电子签名"


@dataclass(frozen=True)
class Signature:
    """One signer as the job needs them: where, looking how, and what the record says of their acts."""

    id: uuid.UUID
    field: str
    name: str
    capacity: str
    mark: str
    marked_at: datetime
    drawing: Drawing | None
    held: Credential | None
    evidence: SignerEvidence

    def stamp(self, zone: str) -> Stamp:
        """What stands in the field: signer, capacity, method, time, and the drawing if there is one."""
        picture = pictures.picture(self.drawing) if self.drawing is not None else None
        return signer_stamp(self.name, self.capacity, METHOD[self.mark], self.marked_at, picture=picture, zone=zone)


@dataclass(frozen=True)
class Binding:
    """Everything for the one job after the last mark."""

    version: uuid.UUID
    ink: InkEvidencePaper | None
    frozen: bytes
    frozen_sha256: str
    number: str
    edition: int
    committee: str
    signatures: tuple[Signature, ...]
    root: Credential
    seal: Credential
    seal_picture: bytes | None
    licensed: str
    authority: str
    sealed_by: str
    sealed_at: datetime
    effective_at: datetime
    last_day: date | None
    annex: AnnexPaper
    trust: list[bytes]
    zone: str
    demonstration: bool


def version_with_signers(db: Db, version_id: uuid.UUID) -> AgreementVersion | None:
    """The version of a job."""
    return db.get(AgreementVersion, version_id, options=[selectinload(AgreementVersion.signers)])


def frozen_paper(version: AgreementVersion, settings: Settings, token: str) -> AgreementPaper:
    """The official form of a version, with the token in its QR code."""
    content: Content = load(version.content)
    return paper_of(content, imprint(version, settings, f"{settings.base_url}/v/{token}"))


def imprint(version: AgreementVersion, settings: Settings, url: str) -> Imprint:
    """What the register adds."""
    paper = version.paper
    return Imprint(
        number=paper.number_text or "",
        committee=paper.owner.name_zh,
        code=show_code(paper.code),
        url=url,
        address=f"{settings.base_url.split('://', 1)[-1]}/verify",
        path=version.path,
        edition=version.edition,
        demonstration=settings.demonstration,
    )


def ensure_keys(db: Db, version: AgreementVersion) -> None:
    """The house's certificates for this paper exist from now on."""
    committee = version.paper.owner
    center = _center(db, committee)
    keys.authority(db, center)
    keys.of_committee(db, center, committee)
    for signer in version.signers:
        if signer.account_id is not None and signer.kind != COMMITTEE:
            keys.of_account(db, center, signer.account_id, signer.name, committee)


def _center(db: Db, committee: Organisation) -> Organisation:
    return organisation(db, committee.center_id or committee.id)


def binding(db: Db, version: AgreementVersion) -> Binding:
    """Read it all; the full data of the parties is noted by name before it is read."""
    settings: Settings = db.info["settings"]
    paper, committee = version.paper, version.paper.owner
    center = _center(db, committee)
    root, seal = keys.authority(db, center), keys.of_committee(db, center, committee)
    place = next(one for one in version.signers if one.kind == COMMITTEE)
    assert paper.frozen_file is not None
    assert version.effective_at is not None
    assert place.marked_at is not None
    audit.note(db, SYSTEM, "agreement.bound", version, ["strokes", "identity_tail", "content"])
    return Binding(
        version=version.id,
        ink=ink_record(db, version) if version.path == "ink" else None,
        frozen=read(version.scan if version.scan is not None else paper.frozen_file),
        frozen_sha256=paper.frozen_sha256 or "",
        number=paper.number_text or "",
        edition=version.edition,
        committee=committee.name_zh,
        signatures=tuple(_signatures(db, version, settings.zone)) if version.path == "electronic" else (),
        root=root,
        seal=keys.credential(seal),
        seal_picture=picture_bytes(db, committee),
        licensed=seal.licensed_by or "",
        authority=f"{center.name_zh}文书签名根证书",
        sealed_by=_sealed_by(db, place),
        sealed_at=place.marked_at,
        effective_at=version.effective_at,
        last_day=paper.last_confirmation_on,
        annex=annex(db, version, settings),
        trust=keys.trust_roots(db),
        zone=settings.zone,
        demonstration=settings.demonstration,
    )


def _sealed_by(db: Db, place: Signer) -> str:
    return db.get_one(Account, place.account_id).display_name if place.account_id else place.witness or ""


def annex(db: Db, version: AgreementVersion, settings: Settings) -> AnnexPaper:
    """Everybody in full."""
    everybody = people.speakers(db, version.paper.matter_id)
    return AnnexPaper(
        number=version.paper.number_text or "",
        committee=version.paper.owner.name_zh,
        people=people.in_full(
            db,
            SYSTEM,
            everybody,
            _tails(version),
            gaps.told(db, version.agreement),
            reaching.codes_went_to(db, version.signers),
        ),
        demonstration=settings.demonstration,
    )


def _tails(version: AgreementVersion) -> dict[uuid.UUID, str]:
    """What staff saw of each document; for the annex alone, the other side reads the evidence record."""
    seen = ((one.person_id, one.identity_tail) for one in version.signers)
    return {person_id: tail for person_id, tail in seen if person_id is not None and tail}


def _signatures(db: Db, version: AgreementVersion, zone: str) -> Sequence[Signature]:
    asked = {one.id for one in vouching.unvouched(db, version.agreement.case, version)}
    return [_signature(db, one, zone, asked) for one in version.signers if one.kind != COMMITTEE]


def _signature(db: Db, signer: Signer, zone: str, asked: Collection[uuid.UUID]) -> Signature:
    assert signer.mark is not None
    assert signer.marked_at is not None
    capacity = "，".join((capacity_of(signer), signer.note)) if signer.signatory else capacity_of(signer)
    key = keys.held(db, "account", signer.account_id) if signer.account_id else None
    return Signature(
        id=signer.id,
        field=signer.field,
        name=signer.name,
        capacity=capacity,
        mark=signer.mark,
        marked_at=signer.marked_at,
        drawing=strokes.stored(signer.strokes) if signer.strokes else None,
        held=keys.credential(key) if key is not None else None,
        evidence=_evidence(db, signer, zone, ASKED if signer.id in asked else ""),
    )


def capacity_of(signer: Signer) -> str:
    """As what somebody signs."""
    return CAPACITY[signer.who] or signer.label


def _code_words(db: Db, signer: Signer) -> str:
    if signer.code_by is None:
        return CODE_WORDS
    return CODE_BY_HAND.format(by=db.get_one(Account, signer.code_by).display_name)


def _identity_words(db: Db, signer: Signer) -> str:
    by = db.get_one(Account, signer.identity_by).display_name if signer.identity_by is not None else ""
    return IDENTITY_WORDS[signer.identity_method or "code"].format(by=by)


def _evidence(db: Db, signer: Signer, zone: str, asked: str) -> SignerEvidence:
    assert signer.mark is not None
    assert signer.marked_at is not None
    party = signer.kind == PARTY
    how = _identity_words(db, signer) if party else STAFF_IDENTITY
    return SignerEvidence(
        name=signer.name,
        capacity="，".join(filter(None, (capacity_of(signer), signer.note))),
        consented_at=signer.consented_at,
        identity_checked=how,
        identity_checked_at=signer.identity_at or signer.marked_at,
        read_at=signer.read_at or signer.confirmed_at,
        mark=MARK_WORDS[signer.mark].format(hash=groups(signer.strokes_sha256 or ""), name=signer.hand),
        code_sent_to=_code_words(db, signer) if party else "",
        signed_at=signer.marked_at,
        fingerprint="",
        note="；".join(filter(None, (_ink_wish(signer, zone), asked))),
    )


def _ink_wish(signer: Signer, zone: str) -> str:
    return INK_WISH.format(at=chinese_time(signer.prefers_ink_at, zone)) if signer.prefers_ink_at else ""


def evidence_paper(plan: Binding, signers: Sequence[SignerEvidence], signed_sha256: str, at: datetime) -> EvidencePaper:
    """The record of how everybody signed, bound to the frozen text and to the signed file."""
    return EvidencePaper(
        number=plan.number,
        committee=plan.committee,
        version=plan.edition,
        frozen_sha256=plan.frozen_sha256,
        agreement_sha256=signed_sha256,
        signers=tuple(signers),
        sealed_by=plan.sealed_by,
        sealed_at=plan.sealed_at,
        seal_fingerprint=plan.seal.fingerprint,
        effective_at=plan.effective_at,
        last_confirmation_day=plan.last_day,
        embedded_at=at,
        authority=plan.authority,
        authority_fingerprint=plan.root.fingerprint,
        licensed_authority=plan.licensed,
        zone=plan.zone,
        demonstration=plan.demonstration,
    )
