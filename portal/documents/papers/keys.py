"""Certificates of the house: the centre's own authority, committees and mediators; keys lie sealed in their rows.

The authority is made when the first paper needs it. A party's certificate is issued for one job and its key forgotten
with it (DESIGN §4.12).
"""

import base64
import uuid
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.directory.organisations.models import Organisation
from portal.documents.papers.models import SigningKey
from portal.documents.papers.policy import KEEP_SEAL
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import SYSTEM, Actor, Conflict, require
from portal.kernel.seal import Credential, SealError, Subject, create_authority, from_pkcs12, issue

LIFE = timedelta(days=365 * 60)
"""As long as the longest archive period: without a trusted timestamp a signature is judged when it is checked."""
ROOT_BEFORE, HELD_BEFORE = timedelta(days=800), timedelta(days=400)
"""Certificates reach back before their making: a machine's clock may be set back, and the demonstration tells stories
of the past. When each was made stands in its row."""


def held(db: Db, holder_kind: str, holder_id: uuid.UUID) -> SigningKey | None:
    """The certificate that signs for this holder now."""
    rows = select(SigningKey).where(SigningKey.holder_kind == holder_kind, SigningKey.holder_id == holder_id)
    return db.scalar(rows.where(SigningKey.ended_at.is_(None)))


def credential(row: SigningKey) -> Credential:
    """The certificate with its key, opened."""
    chain = tuple(base64.b64decode(text) for text in row.chain["certificates"])
    return Credential(row.certificate, base64.b64decode(row.key), chain)


def authority(db: Db, center: Organisation) -> Credential:
    """The centre's own authority; not a licensed one, and every certificate says so (电子签名法 art.16, 18)."""
    row = held(db, "authority", center.id)
    if row is None:
        now = clock.now()
        subject = Subject(f"{center.name_zh}文书签名根证书", center.name_zh)
        made = create_authority(subject, valid_from=now - ROOT_BEFORE, valid_until=now + LIFE)
        row = _keep(db, "authority", center.id, made)
    return credential(row)


def of_committee(db: Db, center: Organisation, committee: Organisation) -> SigningKey:
    """The certificate of a committee's seal: the supplied one, else one of the centre's authority."""
    row = held(db, "committee", committee.id)
    if row is None:
        made = _issued(authority(db, center), committee.name_zh, center.name_zh, committee.id)
        row = _keep(db, "committee", committee.id, made)
    return row


def of_account(db: Db, center: Organisation, account_id: uuid.UUID, name: str, committee: Organisation) -> SigningKey:
    """The certificate of a mediator or recorder."""
    row = held(db, "account", account_id)
    if row is None:
        made = _issued(authority(db, center), name, committee.name_zh, account_id)
        row = _keep(db, "account", account_id, made)
    return row


def for_one_job(root: Credential, name: str, organisation: str, number: uuid.UUID) -> Credential:
    """A party's key and certificate; nobody stores the key."""
    return _issued(root, name, organisation, number, timedelta())


def _issued(
    root: Credential, name: str, organisation: str, number: uuid.UUID, before: timedelta = HELD_BEFORE
) -> Credential:
    now = clock.now()
    return issue(root, Subject(name, organisation, number.hex), valid_from=now - before, valid_until=now + LIFE)


def _keep(
    db: Db, holder_kind: str, holder_id: uuid.UUID, made: Credential, licensed_by: str | None = None
) -> SigningKey:
    """Store it; of two jobs that make one at the same moment, the first counts."""
    row = SigningKey(holder_kind=holder_kind, holder_id=holder_id, certificate=made.certificate)
    row.chain = {"certificates": [base64.b64encode(one).decode() for one in made.chain]}
    row.key, row.licensed_by, row.created_at = base64.b64encode(made.key).decode(), licensed_by, clock.now()
    try:
        with db.begin_nested():
            db.add(row)
            db.flush()
    except IntegrityError:
        first = held(db, holder_kind, holder_id)
        if first is None:
            raise
        return first
    audit.record(db, SYSTEM, "signing_key.made", row, ["holder_kind"])
    return row


def install_certificate(
    db: Db, actor: Actor, committee: Organisation, data: bytes, password: str, licensed_by: str
) -> SigningKey:
    """From now on the committee seals with this certificate of a licensed authority (PKCS#12)."""
    require(db, actor, KEEP_SEAL, committee)
    try:
        brought = from_pkcs12(data, password.encode() or None)
    except SealError as error:
        raise Conflict(_("这不是有效的证书文件（PKCS#12），或者密码不对。")) from error
    end_certificate(db, actor, committee)
    row = _keep(db, "committee", committee.id, brought, licensed_by)
    audit.record(db, actor, "signing_key.installed", row, ["certificate"])
    return row


def end_certificate(db: Db, actor: Actor, committee: Organisation) -> None:
    """Seal with it no longer; the centre's authority issues a new one when the next paper needs it."""
    require(db, actor, KEEP_SEAL, committee)
    row = held(db, "committee", committee.id)
    if row is not None:
        row.ended_at = clock.now()
        db.flush()
        audit.record(db, actor, "signing_key.ended", row, ["ended_at"])


def trust_roots(db: Db) -> list[bytes]:
    """The certificates by which this house's papers are checked: its authorities, and what supplied ones lead to."""
    rows = db.scalars(select(SigningKey).order_by(SigningKey.created_at)).all()
    own = [row.certificate for row in rows if row.holder_kind == "authority"]
    supplied = [row for row in rows if row.licensed_by is not None]
    return own + [(credential_chain(row) or [row.certificate])[-1] for row in supplied]


def credential_chain(row: SigningKey) -> list[bytes]:
    """The certificates above this one, from the nearest up."""
    return [base64.b64decode(text) for text in row.chain["certificates"]]
