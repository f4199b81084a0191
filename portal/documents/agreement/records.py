"""The two papers beside an agreement as plain data: the annex with full personal data, the record of how it was signed.

Both carry the committee's seal alone and are tied to the agreement by its number and hash.
"""

from dataclasses import dataclass
from datetime import date, datetime

from portal.documents.agreement.rules import committee_field
from portal.kernel.pdf import SignatureField


@dataclass(frozen=True)
class AnnexPerson:
    """One person or body in full, as pairs of label and value, in the order to print."""

    heading: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AnnexPaper:
    """当事人信息附件: unmasked data for court and committee, tied to its agreement by number and hash."""

    number: str
    committee: str
    people: tuple[AnnexPerson, ...]
    agreement_sha256: str = ""
    demonstration: bool = False


@dataclass(frozen=True)
class SignerEvidence:
    """What one signer did, when, and how it is known who they are; names as the paper shows them.

    Whoever signs for the committee is not asked whether they agree to sign electronically, nor is their reading noted.
    """

    name: str
    capacity: str
    consented_at: datetime | None
    identity_checked: str
    identity_checked_at: datetime
    read_at: datetime | None
    mark: str
    code_sent_to: str
    signed_at: datetime
    fingerprint: str
    note: str = ""


@dataclass(frozen=True)
class EvidencePaper:
    """签署证据记录: bound to the agreement by the hash of what all read and the hash of the signed file."""

    number: str
    committee: str
    version: int
    frozen_sha256: str
    agreement_sha256: str
    signers: tuple[SignerEvidence, ...]
    sealed_by: str
    sealed_at: datetime
    seal_fingerprint: str
    effective_at: datetime
    last_confirmation_day: date | None
    embedded_at: datetime
    authority: str
    authority_fingerprint: str
    licensed_authority: str = ""
    zone: str = "Asia/Shanghai"
    demonstration: bool = False


def annex_fields(paper: AnnexPaper) -> tuple[SignatureField, ...]:
    """The annex carries the committee's seal alone."""
    return (committee_field(paper.committee),)


def evidence_fields(paper: EvidencePaper) -> tuple[SignatureField, ...]:
    """The evidence record carries the committee's seal alone."""
    return (committee_field(paper.committee),)
