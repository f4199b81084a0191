"""Accounts, roles, sessions, codes and PINs, and the rows in which attempts are counted."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal.accounts.roles import ROLES
from portal.kernel import clock
from portal.kernel.crypto import SealedRow, SealedText
from portal.kernel.db import Base, Identified, Versioned

HANDOVER = timedelta(minutes=30)


class Account(Identified, Versioned, SealedRow, Base):
    """Somebody who signs in: staff by login and password, a resident by phone and one-time code or password.

    While ``totp_reset_at`` is set an administrator has taken a lost second factor away, and a new one must be set up.
    """

    __tablename__ = "accounts"

    login: Mapped[str | None] = mapped_column(String(60), unique=True)
    phone_mac: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    email_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    display_name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_changed_at: Mapped[datetime | None]
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None]
    totp_reset_at: Mapped[datetime | None]
    locale: Mapped[str] = mapped_column(String(8), default="zh")
    phone_proven_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    phone = SealedText("phone_sealed", "pii")
    email = SealedText("email_sealed", "pii")
    totp_secret = SealedText("totp_sealed", "codes")
    grants: Mapped[list["RoleGrant"]] = relationship(back_populates="account", lazy="selectin")


class RoleGrant(Identified, Base):
    """A role (domain §5.1) held in an organisation, over an area, between two dates."""

    __tablename__ = "role_grants"
    __table_args__ = (
        CheckConstraint(f"role in {ROLES}", name="role"),
        Index("ix_role_grants_holder", "organisation_id", "role"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    role: Mapped[str] = mapped_column(String(24))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    area: Mapped[str] = mapped_column(String(120), default="")
    since: Mapped[datetime]
    until: Mapped[datetime | None]

    account: Mapped[Account] = relationship(back_populates="grants")


class AccessSession(Identified, SealedRow, Base):
    """One sign-in on one device; the cookie holds a random token, this row its hash.

    Either an account, or a person who came with a code and is held to one matter (``scope``); ``opened_by`` is the
    account of a resident who opened their kept case, and then the visit lasts and ends as the account's sign-ins do.
    ``handover_sealed`` holds for minutes what is shown once after filing (code and PIN).
    """

    __tablename__ = "access_sessions"
    __table_args__ = (CheckConstraint("(account_id is null) <> (person_id is null)", name="holder"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    scope: Mapped[uuid.UUID | None]
    opened_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    strong: Mapped[bool] = mapped_column(default=False)
    device: Mapped[str] = mapped_column(String(120))
    handover_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    handover_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    handover = SealedText("handover_sealed", "codes")

    @validates("handover_sealed")
    def _keep_briefly(self, _name: str, value: bytes | None) -> bytes | None:
        """Whoever hands something over, it can be shown for half an hour and is then removed."""
        self.handover_until = clock.now() + HANDOVER if value else None
        return value


class KeptCase(Identified, Base):
    """A case that a resident's account keeps at hand: its holder has shown to be this person in this matter."""

    __tablename__ = "kept_cases"
    __table_args__ = (UniqueConstraint("account_id", "matter_id", "person_id"),)

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    matter_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    since: Mapped[datetime]


WINDOW = text("purpose = 'window'")


class CasePin(Identified, Base):
    """The PIN that goes with a case code for one person; a new one ends the former."""

    __tablename__ = "case_pins"
    __table_args__ = (
        Index("ix_case_pins_open", "matter_id", "person_id"),
        Index("ix_case_pins_window", "person_id", sqlite_where=WINDOW, postgresql_where=WINDOW),
    )

    matter_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    purpose: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class OneTimeCode(Identified, SealedRow, Base):
    """A six-digit code sent to a phone: one purpose, one subject, ten minutes, five tries.

    ``phone_sealed`` only while somebody without an account proves a number; ``mac`` is empty until the code is sent,
    and stays empty for a request that fits nobody: whoever asked cannot tell the two apart.
    """

    __tablename__ = "one_time_codes"

    purpose: Mapped[str] = mapped_column(String(16))
    subject: Mapped[uuid.UUID] = mapped_column(index=True)
    mac: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]

    phone = SealedText("phone_sealed", "pii")


class PersonalLink(Identified, Base):
    """A link to one page for one person in one matter; opening shows nothing until they say who they are."""

    __tablename__ = "personal_links"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    purpose: Mapped[str] = mapped_column(String(16))
    matter_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class RecoveryCode(Identified, Base):
    """One of ten codes for the day the second factor is lost; each works once."""

    __tablename__ = "recovery_codes"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    used_at: Mapped[datetime | None]


class Attempts(Base):
    """Failures against one secret or from one place, kept in a row so that restarts forget nothing."""

    __tablename__ = "attempts"
    __table_args__ = (UniqueConstraint("key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
    failures: Mapped[int]
    first_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]
