"""What is stored of an agreement: its draft, its frozen versions, and what each signer did."""

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.agreements.checks import KEYS
from mediation.agreements.rules import (
    ALL_MARKS,
    CONFIRMED,
    IDENTITY,
    KINDS,
    MATCHED,
    PATHS,
    STATES,
    VERSION_STATES,
    version_may_become,
    wants_ink,
)
from mediation.agreements.terms import KINDS as CLAUSE_KINDS
from mediation.cases.models import MediationCase
from portal.documents.papers.models import Paper
from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified, Versioned
from portal.kernel.files.models import StoredFile
from portal.matters.models import Party


class Agreement(Identified, Versioned, SealedRow, Base):
    """The agreement of one mediation and its working draft. ``paper_id`` is the paper of the newest version.

    ``path`` is the way of signing that is wanted; a class that may not be e-signed overrules it (R-06).
    """

    __tablename__ = "agreements"
    __table_args__ = (
        CheckConstraint(f"state in {STATES}", name="state"),
        CheckConstraint(f"path in {PATHS}", name="path"),
        CheckConstraint("(state = 'effective') = (effective_at is not null)", name="effective"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mediation_cases.id"), unique=True)
    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"), index=True)
    paper_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("papers.id"), unique=True)
    state: Mapped[str] = mapped_column(String(12), default="drafting")
    path: Mapped[str] = mapped_column(String(12), default="electronic")
    recorder_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    facts_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    issues_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    responsibility_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    way_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    place_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    limit_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    begun_at: Mapped[datetime]
    effective_at: Mapped[datetime | None]

    facts = SealedText("facts_sealed", "pii")
    issues = SealedText("issues_sealed", "pii")
    responsibility = SealedText("responsibility_sealed", "pii")
    way = SealedText("way_sealed", "pii")
    place = SealedText("place_sealed", "pii")
    limit = SealedText("limit_sealed", "pii")

    case: Mapped[MediationCase] = relationship()
    paper: Mapped[Paper] = relationship()


class AgreementClause(Identified, Versioned, SealedRow, Base):
    """One clause of the draft: who does what for whom, by when, how much (fen), how, where."""

    __tablename__ = "agreement_clauses"
    __table_args__ = (
        CheckConstraint(f"kind in {CLAUSE_KINDS}", name="kind"),
        CheckConstraint("amount_fen is null or amount_fen > 0", name="amount"),
        CheckConstraint("within_days is null or within_days > 0", name="days"),
        Index("ix_agreement_clauses_order", "agreement_id", "position", "id"),
    )

    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreements.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    debtor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("parties.id"))
    creditor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("parties.id"))
    due_on: Mapped[date | None]
    within_days: Mapped[int | None]
    at_once: Mapped[bool] = mapped_column(default=False)
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    what_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    how_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    place_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    remedy_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    what = SealedText("what_sealed", "pii")
    how = SealedText("how_sealed", "pii")
    place = SealedText("place_sealed", "pii")
    remedy = SealedText("remedy_sealed", "pii")

    debtor: Mapped[Party | None] = relationship(foreign_keys=[debtor_id])
    creditor: Mapped[Party | None] = relationship(foreign_keys=[creditor_id])
    parts: Mapped[list["ClausePart"]] = relationship(
        order_by="ClausePart.position", lazy="selectin", cascade="all, delete-orphan"
    )
    overrules: Mapped[list["ClauseOverrule"]] = relationship(
        order_by="ClauseOverrule.id", lazy="selectin", cascade="all, delete-orphan"
    )


class ClausePart(Identified, Base):
    """One instalment of a clause."""

    __tablename__ = "agreement_clause_parts"
    __table_args__ = (
        UniqueConstraint("clause_id", "position"),
        CheckConstraint("amount_fen > 0", name="amount"),
    )

    clause_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement_clauses.id"))
    position: Mapped[int]
    due_on: Mapped[date]
    amount_fen: Mapped[int] = mapped_column(BigInteger)


class ClauseOverrule(Identified, SealedRow, Base):
    """A mediator lets a clause stand although a rule warns, and says why; it ends when the clause is changed."""

    __tablename__ = "agreement_overrules"
    __table_args__ = (
        UniqueConstraint("clause_id", "rule"),
        CheckConstraint(f"rule in {KEYS}", name="rule"),
    )

    clause_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement_clauses.id"))
    rule: Mapped[str] = mapped_column(String(16))
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime]

    reason = SealedText("reason_sealed", "pii")


class PartyGap(Identified, SealedRow, Base):
    """Why a party's data stay incomplete (no document, no address …): the mediator says it once, for the annex."""

    __tablename__ = "agreement_gaps"
    __table_args__ = (UniqueConstraint("agreement_id", "party_id"),)

    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreements.id"))
    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("parties.id"))
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime]

    reason = SealedText("reason_sealed", "pii")


class AgreementVersion(Identified, Versioned, SealedRow, Base):
    """One frozen version: what all read and sign. ``content`` is the whole text as plain data, ``problem`` says why
    the worker could not print it. On paper: the scan, how it was matched (``scan_reason``: why its code could not be
    read), who attests it."""

    __tablename__ = "agreement_versions"
    __table_args__ = (
        UniqueConstraint("agreement_id", "edition"),
        CheckConstraint(f"state in {VERSION_STATES}", name="state"),
        CheckConstraint(f"path in {PATHS}", name="path"),
        CheckConstraint("(state = 'effective') = (effective_at is not null)", name="effective"),
        CheckConstraint("(state = 'failed') = (problem is not null)", name="problem"),
        CheckConstraint("(attested_at is null) = (attested_by is null)", name="attested"),
        CheckConstraint("attested_at is null or scan_file_id is not null", name="scan"),
        CheckConstraint(f"scan_match in {MATCHED}", name="scan_match"),
        CheckConstraint("attested_at is null or scan_match is not null", name="scan_matched"),
        CheckConstraint("state <> 'effective' or path <> 'ink' or attested_at is not null", name="ink"),
        Index("ix_agreement_versions_state", "state", "path"),
    )

    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreements.id"))
    edition: Mapped[int]
    paper_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("papers.id"), unique=True)
    path: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default="rendering")
    problem: Mapped[str | None] = mapped_column(String(200))
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    confirmable: Mapped[bool]
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    effective_at: Mapped[datetime | None]
    scan_file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("files.id"))
    scan_match: Mapped[str | None] = mapped_column(String(8))
    scan_reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    attested_at: Mapped[datetime | None]
    attested_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    embedded_at: Mapped[datetime | None]

    content = SealedText("content_sealed", "pii", gone=None)
    scan_reason = SealedText("scan_reason_sealed", "pii")

    def become(self, state: str) -> None:
        """The only way from one state to the next; ValueError for one that the table does not know."""
        if not version_may_become(self.state, state):
            raise ValueError(f"a version that is {self.state} cannot become {state}")
        self.state = state

    agreement: Mapped[Agreement] = relationship()
    paper: Mapped[Paper] = relationship()
    scan: Mapped[StoredFile | None] = relationship()
    signers: Mapped[list["Signer"]] = relationship(back_populates="frozen", order_by="Signer.position")


class Signer(Identified, Versioned, SealedRow, Base):
    """One place at the end of one version, and all that its signer did; acts are stored as they come.

    ``person_id`` signs for the party: the party, or the guardian; ``signatory`` is who does it for a body. Staff who
    write down that somebody confirmed on paper are ``confirmed_by``, who handed over the code ``code_by``.
    ``prefers_ink_at`` and ``consented_at`` both stay: the later one counts. ``identity_tail`` are the last four
    characters of the document that staff saw. ``strokes`` never leave the house: the paper shows their picture, the
    record their hash.
    """

    __tablename__ = "agreement_signers"
    __table_args__ = (
        UniqueConstraint("version_id", "field"),
        CheckConstraint(f"kind in {KINDS}", name="kind"),
        CheckConstraint(f"mark in {ALL_MARKS}", name="mark"),
        CheckConstraint(f"identity_method in {IDENTITY}", name="identity"),
        CheckConstraint(f"confirmed_way in {CONFIRMED}", name="confirmed_way"),
        CheckConstraint("(mark is null) = (marked_at is null)", name="marked"),
        CheckConstraint("(identity_method is null) = (identity_at is null)", name="identified"),
        CheckConstraint("(change_at is null) = (change_sealed is null)", name="change"),
        CheckConstraint("(strokes_sealed is null) = (strokes_sha256 is null)", name="strokes"),
        CheckConstraint("mark is null or mark <> 'drawn' or strokes_sha256 is not null", name="drawn"),
        CheckConstraint(
            "kind <> 'party' or mark is null or mark not in ('drawn', 'typed') or (confirmed_at is not null"
            " and consented_at is not null and identity_at is not null and code_at is not null)",
            name="signed_with_all",
        ),
        CheckConstraint("(kind = 'party') = (party_id is not null)", name="party"),
        Index("ix_agreement_signers_person", "person_id", "version_id"),
    )

    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement_versions.id"))
    position: Mapped[int]
    field: Mapped[str] = mapped_column(String(24))
    kind: Mapped[str] = mapped_column(String(12))
    who: Mapped[str] = mapped_column(String(12))
    label: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(160))
    note: Mapped[str] = mapped_column(String(200), default="")
    signatory: Mapped[str | None] = mapped_column(String(160))
    party_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("parties.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"))
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    read_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_way: Mapped[str | None] = mapped_column(String(8))
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    change_at: Mapped[datetime | None]
    change_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    prefers_ink_at: Mapped[datetime | None]
    consented_at: Mapped[datetime | None]
    identity_method: Mapped[str | None] = mapped_column(String(12))
    identity_at: Mapped[datetime | None]
    identity_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    identity_tail_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    mark: Mapped[str | None] = mapped_column(String(12))
    marked_at: Mapped[datetime | None]
    strokes_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    strokes_sha256: Mapped[str | None] = mapped_column(String(64))
    code_at: Mapped[datetime | None]
    code_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    witness: Mapped[str | None] = mapped_column(String(80))
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))

    change = SealedText("change_sealed", "pii")
    identity_tail = SealedText("identity_tail_sealed", "pii")
    strokes = SealedText("strokes_sealed", "evidence")

    frozen: Mapped[AgreementVersion] = relationship(back_populates="signers")

    @property
    def hand(self) -> str:
        """Whose name is written: a body's representative, everybody else their own."""
        return self.signatory or self.name

    @property
    def wants_ink(self) -> bool:
        """Their last word is: on paper."""
        return wants_ink(self.consented_at, self.prefers_ink_at)

    @property
    def withdrawn(self) -> bool:
        """They signed on screen, and took back that it may be done so: the version cannot be sealed any more."""
        return self.wants_ink and self.mark in ("drawn", "typed")
