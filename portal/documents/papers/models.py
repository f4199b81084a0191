"""Papers, the copies handed over, and the keys and pictures that seal them."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.directory.organisations.models import Organisation
from portal.documents.papers.rules import AUDIENCES, KINDS, SIGNINGS, STATES, WAYS
from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified, Versioned
from portal.kernel.files.models import StoredFile
from portal.matters.models import Matter
from portal.people.persons.models import Person

HELD = text("ended_at is null")


class Paper(Identified, Versioned, Base):
    """One version (``edition``) of an official paper. The number is taken when it is frozen and never given twice.

    ``frozen_*`` is what everybody reads before signing, ``file_id`` and ``sha256`` the finished file. ``code`` and the
    token in the QR code find it on the public page; the token is stored only as a hash. A paper that ``belongs_to``
    another (annex, evidence record) goes by that one's number.
    """

    __tablename__ = "papers"
    __table_args__ = (
        UniqueConstraint("owner_id", "series", "year", "number", "edition"),
        CheckConstraint(f"kind in {tuple(KINDS)}", name="kind"),
        CheckConstraint(f"audience in {tuple(AUDIENCES)}", name="audience"),
        CheckConstraint(f"state in {STATES}", name="state"),
        CheckConstraint(f"signing in {SIGNINGS}", name="signing"),
        CheckConstraint("(frozen_at is null) = (number_text is null)", name="numbered"),
        CheckConstraint("(number is null) = (series is null) and (number is null) = (year is null)", name="series"),
        CheckConstraint("state in ('draft', 'voided') or frozen_at is not null", name="frozen"),
        CheckConstraint("state <> 'draft' or frozen_at is null", name="draft"),
        CheckConstraint("(frozen_file_id is null) = (frozen_sha256 is null)", name="frozen_file"),
        CheckConstraint("(sealed_at is null) = (file_id is null)", name="file"),
        CheckConstraint("(sealed_at is null) = (sha256 is null)", name="file_hash"),
        CheckConstraint("state <> 'sealed' or sealed_at is not null", name="sealed"),
        CheckConstraint("(state = 'superseded') = (superseded_at is not null)", name="superseded"),
        CheckConstraint("(state = 'voided') = (void_reason is not null and voided_at is not null)", name="voided"),
        Index("ix_papers_matter", "matter_id", "id"),
    )

    kind: Mapped[str] = mapped_column(String(16))
    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"))
    owner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    belongs_to_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("papers.id"), index=True)
    audience: Mapped[str] = mapped_column(String(12))
    signing: Mapped[str | None] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default="draft")
    edition: Mapped[int]
    series: Mapped[str | None] = mapped_column(String(12))
    year: Mapped[int | None]
    number: Mapped[int | None]
    number_text: Mapped[str | None] = mapped_column(String(60))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    text_sha256: Mapped[str | None] = mapped_column(String(64))
    begun_at: Mapped[datetime]
    frozen_at: Mapped[datetime | None]
    frozen_file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("files.id"))
    frozen_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    effective_at: Mapped[datetime | None]
    last_confirmation_on: Mapped[date | None]
    sealed_at: Mapped[datetime | None]
    file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("files.id"))
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    superseded_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None] = mapped_column(String(200))

    owner: Mapped[Organisation] = relationship()
    matter: Mapped[Matter] = relationship()
    file: Mapped[StoredFile | None] = relationship(foreign_keys=[file_id])
    frozen_file: Mapped[StoredFile | None] = relationship(foreign_keys=[frozen_file_id])
    belongs_to: Mapped["Paper | None"] = relationship(remote_side="Paper.id")


class PaperDelivery(Identified, Versioned, Base):
    """One party's copy: the way they chose, and the proof that it reached them.

    ``collected_at`` is when it was handed over, to ``collected_by``; or when it was ``posted``, and under which number.
    ``last_confirmation_on`` is the exact last day for judicial confirmation, which the paper itself does not name.
    """

    __tablename__ = "paper_deliveries"
    __table_args__ = (
        UniqueConstraint("paper_id", "person_id"),
        CheckConstraint(f"way in {WAYS}", name="way"),
        CheckConstraint("(collected_at is null) = (handed_by is null)", name="collected"),
        CheckConstraint("(collected_at is null) = (collected_by is null)", name="collector"),
        CheckConstraint("not posted or collected_at is not null", name="posted"),
        Index("ix_paper_deliveries_person", "person_id", "id"),
    )

    paper_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("papers.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    way: Mapped[str] = mapped_column(String(8))
    chosen_at: Mapped[datetime | None]
    last_confirmation_on: Mapped[date | None]
    created_at: Mapped[datetime]
    notice_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("notices.id"))
    opened_at: Mapped[datetime | None]
    collected_at: Mapped[datetime | None]
    collected_by: Mapped[str | None] = mapped_column(String(80))
    posted: Mapped[bool] = mapped_column(default=False)
    handed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))

    paper: Mapped[Paper] = relationship()
    person: Mapped[Person] = relationship()


class SigningKey(Identified, SealedRow, Base):
    """A certificate of the house with its key, sealed: the centre's authority, a committee, a mediator.

    ``licensed_by`` names the licensed authority (电子认证服务机构) of a certificate that the committee brought along.
    A party's key is never here: it lives for one job.
    """

    __tablename__ = "signing_keys"
    __table_args__ = (
        CheckConstraint("holder_kind in ('authority', 'committee', 'account')", name="holder_kind"),
        Index(
            "uq_signing_keys_held", "holder_kind", "holder_id", unique=True, sqlite_where=HELD, postgresql_where=HELD
        ),
    )

    holder_kind: Mapped[str] = mapped_column(String(12))
    holder_id: Mapped[uuid.UUID]
    certificate: Mapped[bytes] = mapped_column(LargeBinary)
    chain: Mapped[dict[str, Any]]
    key_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    licensed_by: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    key = SealedText("key_sealed", "signing", gone=None)


class SealPicture(Identified, Base):
    """The picture of a committee's registered seal, uploaded by its head; no other seal is ever shown."""

    __tablename__ = "seal_pictures"
    __table_args__ = (
        Index("uq_seal_pictures_held", "organisation_id", unique=True, sqlite_where=HELD, postgresql_where=HELD),
    )

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("files.id"))
    registration: Mapped[str] = mapped_column(String(60))
    uploaded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    uploaded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    file: Mapped[StoredFile] = relationship()
