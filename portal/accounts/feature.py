"""Accounts under the roof."""

import uuid
from collections.abc import Sequence

from flask import Flask
from sqlalchemy import select

from portal.accounts import floods
from portal.accounts.attempts import services as attempts
from portal.accounts.devices import views as devices
from portal.accounts.factors import views as factors
from portal.accounts.grants.queries import active
from portal.accounts.models import (
    AccessSession,
    Account,
    Attempts,
    CasePin,
    KeptCase,
    OneTimeCode,
    PersonalLink,
    RecoveryCode,
    RoleGrant,
)
from portal.accounts.passes import jobs as passes
from portal.accounts.passes import pins
from portal.accounts.passwords import views as passwords
from portal.accounts.resets import views as resets
from portal.accounts.resets import words as reset_words
from portal.accounts.resets.policy import RESET
from portal.accounts.residents import views as residents
from portal.accounts.sessions import services as sessions
from portal.accounts.sessions import views as session_views
from portal.accounts.sessions import web
from portal.accounts.shelf import views as shelf
from portal.accounts.staff import views as staff
from portal.accounts.visits import views as visits
from portal.contracts.events import SecretsShown
from portal.directory.organisations.queries import organisation
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.feature import Feature, MenuEntry, Tick
from portal.kernel.i18n import lazy as _l
from portal.kernel.web import staleness
from portal.notices import kinds, receivers, slots
from portal.notices.desk.policy import DESK


def address_of(db: Db, account_id: uuid.UUID) -> receivers.AccountAddress:
    """Where notices to an account go."""
    account = db.get_one(Account, account_id)
    home = organisation(db, account.grants[0].organisation_id) if account.grants else None
    center = (home.center_id or home.id) if home else None
    return receivers.AccountAddress(account.display_name, account.email, account.phone, account.locale, center)


def desk_of(db: Db, center_id: uuid.UUID | None) -> Sequence[uuid.UUID]:
    """The accounts that see to what could not be delivered."""
    held = select(RoleGrant.account_id).where(RoleGrant.role.in_(DESK), active(clock.now())).distinct()
    return db.scalars(held.where(RoleGrant.organisation_id == center_id) if center_id else held).all()


def _setup(app: Flask) -> None:
    web.install(app)
    floods.install(app, app.extensions["portal"].settings)
    kinds.register(passes.CODE)
    kinds.register(reset_words.RESET)
    staleness.name_acts(reset_words.ACTS)
    slots.provide("code", passes.code_slot)
    receivers.provide(address_of, desk_of)


FEATURE = Feature(
    name="accounts",
    tables=(Account, RoleGrant, AccessSession, KeptCase, CasePin, OneTimeCode, PersonalLink, RecoveryCode, Attempts),
    blueprints=(
        staff.bp, factors.bp, residents.bp, visits.bp, devices.bp, passwords.bp, session_views.bp,
        shelf.bp, resets.bp,
    ),
    jobs={
        "accounts.send_code": passes.send_code,
        "accounts.forget_passes": passes.forget_old,
        "accounts.forget_attempts": attempts.forget_old,
        "accounts.forget_sessions": sessions.forget_old,
    },
    ticks=(
        Tick("accounts.forget_passes", 60),
        Tick("accounts.forget_attempts", 24 * 60),
        Tick("accounts.forget_sessions", 10),
    ),
    listeners=((SecretsShown, pins.hold),),
    menu=(MenuEntry(_l("动态码丢了"), "resets.index", RESET, 940),),
    setup=_setup,
)  # fmt: skip
