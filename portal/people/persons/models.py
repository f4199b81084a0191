"""Persons with sealed identity data, their safe-contact wishes and their guardians."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified, Versioned
from portal.people.persons.rules import CHANNELS, HEADS, ID_KINDS, KINDS, SAID_AGES

BY_BYTES = String(120).with_variant(String(120, collation="C"), "postgresql")
"""Names in byte order on both engines, so that the beginning of a name is found through the index."""


class Person(Identified, Versioned, SealedRow, Base):
    """A natural person or a legal person (法人). ID number, phone, e-mail and address are sealed; equality by HMAC.

    ``contact_words`` are what may be said or written when somebody else may read or hear it. ``said_age`` is what was
    said at the door of a child whose birthday is not known. Of a body: ``legal_representative`` speaks for it as
    ``representative_title`` and holds ``representative_post`` there, ``contact_name`` is who answers for it.
    """

    __tablename__ = "persons"
    __table_args__ = (
        CheckConstraint(f"kind in {KINDS}", name="kind"),
        CheckConstraint(f"contact_channel in {CHANNELS}", name="channel"),
        CheckConstraint(f"said_age in {SAID_AGES}", name="said_age"),
        CheckConstraint(f"representative_title in {HEADS}", name="representative_title"),
        CheckConstraint(f"id_kind in {ID_KINDS}", name="id_kind"),
        Index("ix_persons_name", "name", "center_id"),
    )

    center_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str] = mapped_column(String(8), default="natural")
    name: Mapped[str] = mapped_column(BY_BYTES)
    gender: Mapped[str | None] = mapped_column(String(8))
    ethnicity: Mapped[str | None] = mapped_column(String(20))
    born_on: Mapped[date | None]
    said_age: Mapped[str | None] = mapped_column(String(8))
    occupation: Mapped[str | None] = mapped_column(String(80))
    legal_representative: Mapped[str | None] = mapped_column(String(80))
    representative_title: Mapped[str | None] = mapped_column(String(8))
    representative_post: Mapped[str | None] = mapped_column(String(40))
    contact_name: Mapped[str | None] = mapped_column(String(80))
    uscc: Mapped[str | None] = mapped_column(String(18))
    id_kind: Mapped[str | None] = mapped_column(String(12))
    id_number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    id_number_mac: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_mac: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    email_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    address_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    contact_channel: Mapped[str] = mapped_column(String(8), default="none")
    contact_hours: Mapped[str | None] = mapped_column(String(120))
    contact_words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_shared: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str] = mapped_column(String(8), default="zh")
    created_at: Mapped[datetime]

    id_number = SealedText("id_number_sealed", "pii")
    phone = SealedText("phone_sealed", "pii")
    email = SealedText("email_sealed", "pii")
    address = SealedText("address_sealed", "pii")
    contact_words = SealedText("contact_words_sealed", "pii")


class Guardianship(Identified, Base):
    """A guardian (监护人) for a person without or with limited capacity."""

    __tablename__ = "guardianships"

    ward_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    guardian_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    relation: Mapped[str] = mapped_column(String(40))
    consented_at: Mapped[datetime | None]
