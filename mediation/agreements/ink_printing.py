"""What the evidence record of an agreement signed by hand says, read off the rows."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mediation.agreements.models import AgreementVersion, Signer
from mediation.agreements.rules import PARTY
from portal.accounts.models import Account
from portal.documents.agreement import InkEvidencePaper, InkSigner
from portal.documents.agreement.clauses import chinese_date
from portal.documents.agreement.stamps import chinese_time
from portal.kernel.db import Db
from portal.kernel.settings import Settings

MARKS = {"ink": "亲笔签名", "fingerprint": "按指印", "stamp": "盖章"}
IDENTITY = {
    "id_seen": "工作人员{by}当面查看证件（证件号码见附件），{at}",
    "guardian": "监护人到场，工作人员{by}当面查看监护人证件（证件号码见附件），{at}",
    "legal": "工作人员{by}当面查看代表人的证件和身份证明书（证件号码见附件），{at}",
}
CONFIRMED = {
    "screen": "本人在网上阅读本版全文后确认，{at}",
    "paper": "本人在纸上阅读本版全文后确认，由工作人员{by}登记，{at}",
    "aloud": "工作人员向本人宣读本版全文，本人听后确认，由工作人员{by}登记，{at}",
}
MATCHED = {
    "qr": "系统从扫描件上读出本版文书的二维码，与登记一致",
    "typed": "扫描件上的二维码未能读出，由工作人员{by}核对并键入纸上的核验码和文本指纹，与登记一致；原因：{reason}",
}
WITHDRAWN = "第{n}版：{name}在电子签名之后，于{at}撤回使用电子签名的同意，该版未盖章，随后收回。"
WISHED = "第{n}版：{name}于{at}要求在纸上签署，该版未盖章，随后收回。"
TAKEN_BACK = "第{n}版于{at}定稿，后收回，各方在该版上的确认和签名均已作废。"


def ink_record(db: Db, version: AgreementVersion) -> InkEvidencePaper:
    """The whole record; the reason for typing is sealed, the caller has noted the read."""
    settings: Settings = db.info["settings"]
    paper, zone = version.paper, settings.zone
    assert version.scan is not None
    assert version.attested_at is not None
    assert version.effective_at is not None
    by = _name(db, version.attested_by)
    last = paper.last_confirmation_on
    return InkEvidencePaper(
        number=paper.number_text or "",
        committee=paper.owner.name_zh,
        version=version.edition,
        frozen_sha256=paper.frozen_sha256 or "",
        scan_sha256=version.scan.sha256,
        signers=tuple(_signer(db, one, zone) for one in version.signers),
        matched=MATCHED[version.scan_match or "typed"].format(by=by, reason=version.scan_reason or "没有写明"),
        attested_by=by,
        attested_at=version.attested_at,
        effective_at=version.effective_at,
        last_day=chinese_date(last) if last is not None else "",
        history=tuple(history(db, version, zone)),
        zone=zone,
        demonstration=settings.demonstration,
    )


def _name(db: Db, account_id: uuid.UUID | None) -> str:
    return db.get_one(Account, account_id).display_name if account_id is not None else ""


def _signer(db: Db, signer: Signer, zone: str) -> InkSigner:
    assert signer.mark is not None
    assert signer.marked_at is not None
    party = signer.kind == PARTY
    return InkSigner(
        name=signer.name,
        capacity="，".join(filter(None, (signer.label, signer.note))),
        confirmed=_confirmed(db, signer, zone) if party else "",
        identity=_identity(db, signer, zone) if party else "",
        mark=MARKS[signer.mark],
        marked_at=signer.marked_at,
        witness=signer.witness or "",
        recorded_by=_name(db, signer.recorded_by),
    )


def _confirmed(db: Db, signer: Signer, zone: str) -> str:
    if signer.confirmed_at is None:
        return "没有登记"
    words = CONFIRMED[signer.confirmed_way or "screen"]
    return words.format(by=_name(db, signer.confirmed_by), at=chinese_time(signer.confirmed_at, zone))


def _identity(db: Db, signer: Signer, zone: str) -> str:
    if signer.identity_at is None:
        return "没有登记"
    words = IDENTITY[signer.identity_method or "id_seen"]
    return words.format(by=_name(db, signer.identity_by), at=chinese_time(signer.identity_at, zone))


def history(db: Db, version: AgreementVersion, zone: str) -> Sequence[str]:
    """What became of the versions before this one."""
    rows = select(AgreementVersion).where(
        AgreementVersion.agreement_id == version.agreement_id, AgreementVersion.edition < version.edition
    )
    former = db.scalars(rows.options(selectinload(AgreementVersion.signers)).order_by(AgreementVersion.edition)).all()
    return [line for one in former for line in _of_former(one, zone)]


def _of_former(version: AgreementVersion, zone: str) -> Sequence[str]:
    said = [
        (WITHDRAWN if one.withdrawn else WISHED).format(
            n=version.edition, name=one.name, at=chinese_time(one.prefers_ink_at, zone)
        )
        for one in version.signers
        if one.wants_ink and one.prefers_ink_at is not None
    ]
    return said or [TAKEN_BACK.format(n=version.edition, at=chinese_time(version.frozen_at, zone))]
