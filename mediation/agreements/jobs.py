"""What the worker does: prints a frozen version; after the last mark puts all signatures in and binds the records.

Both read in one short look, work outside of any transaction, and write in one; done twice they are done once.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mediation.agreements import printing
from mediation.agreements.models import AgreementVersion
from mediation.agreements.printing import Binding, Signature
from mediation.cases import queries as cases
from mediation.cases import services as acts
from portal.documents.agreement import (
    SignerEvidence,
    agreement_pdf,
    annex_pdf,
    closing_stamp,
    evidence_pdf,
    ink_evidence_pdf,
    seal_stamp,
)
from portal.documents.agreement.rules import COMMITTEE_FIELD
from portal.documents.papers import deliveries, keys
from portal.documents.papers import services as papers
from portal.documents.verification.jobs import examine
from portal.documents.verification.rules import Checked
from portal.documents.verification.services import remember
from portal.kernel import audit, clock
from portal.kernel.crypto import new_token
from portal.kernel.db import Database, Db
from portal.kernel.files.services import Prepared, keep, prepare
from portal.kernel.outbox import GiveUp, Job
from portal.kernel.pdf import PaperError, UnprintableText
from portal.kernel.policy import SYSTEM
from portal.kernel.seal import Credential, SealError, Stamp
from portal.kernel.settings import Settings
from portal.matters.models import Matter
from portal.matters.services import say


def print_version(job: Job) -> None:
    """Print the frozen version, then ask everybody to read it."""
    settings: Settings = job.database.services["settings"]
    with job.database.reading() as db:
        version = db.get(AgreementVersion, job.uuid("version"))
        if version is None or version.state != "rendering":
            return
        audit.note(db, SYSTEM, "agreement.printed", version, ["content"])
        token = new_token()
        paper = printing.frozen_paper(version, settings, token)
    try:
        prepared = prepare(agreement_pdf(paper), "agreement.pdf", settings, exactly=True)
    except PaperError as error:
        _failed(job.database, job.uuid("version"), error)
        raise GiveUp(str(error)) from error
    with job.database.writing() as db:
        printed(db, job.uuid("version"), prepared, token)


def _held(db: Db, version_id: uuid.UUID) -> AgreementVersion:
    version = db.get_one(AgreementVersion, version_id)
    cases.locked(db, version.agreement.case_id)
    db.refresh(version)
    return version


def _failed(database: Database, version_id: uuid.UUID, error: PaperError) -> None:
    """The mediator reads which characters no font can draw, takes the draft back and writes them otherwise."""
    with database.writing() as db:
        version = _held(db, version_id)
        if version.state == "rendering":
            version.become("failed")
            version.problem = error.characters[:200] if isinstance(error, UnprintableText) else "?"
            acts.tell_mediator(db, version.agreement.case, "agreement.print_failed")


def printed(db: Db, version_id: uuid.UUID, prepared: Prepared, token: str) -> None:
    version = _held(db, version_id)
    if version.state != "rendering":
        return
    papers.printed(db, SYSTEM, version.paper, keep(db, prepared), token)
    version.become("open")
    case = version.agreement.case
    matter = db.get_one(Matter, case.matter_id)
    next_key = "next.agreement_sign" if version.path == "electronic" else "next.agreement_ink"
    number = version.paper.number_text
    say(db, SYSTEM, matter, "agreement.frozen", next_key=next_key, number=number, edition=version.edition)
    acts.tell_parties(db, case, "agreement.to_read", edition=version.edition)


@dataclass(frozen=True)
class Made:
    """A finished file, and what our own checker found in it."""

    kind: str
    prepared: Prepared
    checked: Checked


def bind(job: Job) -> None:
    """After the last mark: all signatures, the seal last; the evidence record and the annex, bound by hash."""
    version_id = job.uuid("version")
    with job.database.writing() as db:
        version = printing.version_with_signers(db, version_id)
        if version is None or version.state != "effective" or version.embedded_at is not None:
            return
        printing.ensure_keys(db, version)
    with job.database.reading() as db:
        version = printing.version_with_signers(db, version_id)
        assert version is not None
        plan = printing.binding(db, version)
    settings: Settings = job.database.services["settings"]
    made = [_checked(kind, data, plan, settings) for kind, data in _make(plan, clock.now())]
    with job.database.writing() as db:
        _bound(db, version_id, made)


def _make(plan: Binding, at: datetime) -> list[tuple[str, bytes]]:
    """Kind and bytes of each paper; one that was signed in ink is there already, as its scan."""
    if plan.ink is not None:
        record = _closed(ink_evidence_pdf(plan.ink), plan, at, "封存签署证据记录")
        return [("evidence", record), ("annex", _annex(plan, plan.ink.scan_sha256, at))]
    keyed = [(one, one.held or _party_key(plan, one)) for one in plan.signatures]
    signed = _sign_agreement(plan, keyed, at)
    sha256 = hashlib.sha256(signed).hexdigest()
    told = [replace(one.evidence, fingerprint=credential.fingerprint) for one, credential in keyed]
    evidence = _evidence(plan, told, sha256, at)
    return [("agreement", signed), ("evidence", evidence), ("annex", _annex(plan, sha256, at))]


def _party_key(plan: Binding, one: Signature) -> Credential:
    """Made for this job, forgotten with it."""
    return keys.for_one_job(plan.root, one.name, plan.committee, one.id)


def _sign_agreement(plan: Binding, keyed: list[tuple[Signature, Credential]], at: datetime) -> bytes:
    from portal.kernel.seal.signing import Order, sign_all

    orders = [
        Order(one.field, credential, one.stamp(plan.zone), one.name, f"{one.capacity}签署人民调解协议书{plan.number}")
        for one, credential in keyed
    ]
    stamp = seal_stamp(
        plan.committee, plan.effective_at, plan.last_day, seal=plan.seal_picture, demonstration=plan.demonstration,
        zone=plan.zone,
    )  # fmt: skip
    reason = f"加盖人民调解委员会印章，协议书{plan.number}生效"
    return sign_all(plan.frozen, [*orders, Order(COMMITTEE_FIELD, plan.seal, stamp, plan.committee, reason)], at=at)


def _evidence(plan: Binding, signers: list[SignerEvidence], sha256: str, at: datetime) -> bytes:
    return _closed(evidence_pdf(printing.evidence_paper(plan, signers, sha256, at)), plan, at, "封存签署证据记录")


def _annex(plan: Binding, sha256: str, at: datetime) -> bytes:
    annex = annex_pdf(replace(plan.annex, agreement_sha256=sha256))
    return _closed(annex, plan, at, "封存当事人信息附件")


def _closed(paper: bytes, plan: Binding, at: datetime, reason: str) -> bytes:
    """A paper with one field, the committee's."""
    from portal.kernel.seal.signing import Order, sign_all

    stamp: Stamp = closing_stamp(
        plan.committee, at, seal=plan.seal_picture, demonstration=plan.demonstration, zone=plan.zone
    )
    return sign_all(paper, [Order(COMMITTEE_FIELD, plan.seal, stamp, plan.committee, reason)], at=at)


def _checked(kind: str, data: bytes, plan: Binding, settings: Settings) -> Made:
    """Nothing leaves the worker that our own checker does not accept; the finding is kept for the public page."""
    checked = examine(data, plan.trust)
    if not checked.genuine:
        raise SealError("a paper that was just sealed does not verify")
    return Made(kind, prepare(data, f"{kind}.pdf", settings, exactly=True), checked)


def _bound(db: Db, version_id: uuid.UUID, made: Sequence[Made]) -> None:
    version = _held(db, version_id)
    if version.embedded_at is not None:
        return
    for one in made:
        file = keep(db, one.prepared)
        if one.kind == "agreement":
            papers.seal(db, SYSTEM, version.paper, file)
        else:
            papers.attach(db, SYSTEM, version.paper, one.kind, file)
        remember(db, file.sha256, one.checked)
    version.embedded_at = clock.now()
    db.flush()
    audit.record(db, SYSTEM, "agreement.bound", version, ["embedded_at"])
    if version.path == "electronic":
        deliveries.send(db, version.paper)
