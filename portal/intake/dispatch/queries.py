"""Triage records, and whom a matter may be assigned to."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from portal.accounts.models import Account, RoleGrant
from portal.directory.organisations.models import Organisation
from portal.directory.organisations.queries import committees
from portal.intake.dispatch.models import Triage
from portal.intake.dispatch.offers import kept_out
from portal.intake.dispatch.rules import Proposal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.matters.models import Involvement, Matter

OFFICES = ("mediator", "committee_head")


@dataclass(frozen=True)
class Mediator:
    """Somebody who could take the matter, and how many they have open."""

    account: uuid.UUID
    name: str
    load: int


def triage_of(db: Db, matter: Matter) -> Triage:
    """The record made when the matter was registered."""
    return db.get_one(Triage, matter.id)


def proposal(triage: Triage) -> Proposal:
    """The stored proposal in the shape the rules ask for."""
    codes = tuple(candidate["code"] for candidate in triage.proposal["candidates"])
    return Proposal(codes, triage.proposal["service"])


def choices(db: Db, matter: Matter) -> list[tuple[Organisation, list[Mediator]]]:
    """Committees of the centre with their mediators now in office; least busy first, and nobody who stepped back.

    Nobody seals their own mediation: whoever is the only head of their committee can take none there.
    """
    bodies = committees(db, matter.center_id)
    out, heads = kept_out(db, matter.id), defaultdict[uuid.UUID, set[uuid.UUID]](set)
    in_office = _in_office(db, bodies)
    for role, body, account in in_office:
        if role == "committee_head":
            heads[body].add(account.id)
    rows = [
        (body, account)
        for role, body, account in in_office
        if role == "mediator" and account.id not in out and heads[body] - {account.id}
    ]
    loads = _loads(db, [account.id for _, account in rows])
    people: dict[uuid.UUID, list[Mediator]] = defaultdict(list)
    for body, account in rows:
        people[body].append(Mediator(account.id, account.display_name, loads.get(account.id, 0)))
    return [(body, sorted(people[body.id], key=lambda m: (m.load, m.name))) for body in bodies if people[body.id]]


def _in_office(db: Db, bodies: Sequence[Organisation]) -> Sequence[tuple[str, uuid.UUID, Account]]:
    """Role, committee and account of their mediators and heads."""
    now, where = clock.now(), [body.id for body in bodies]
    grants = select(RoleGrant.role, RoleGrant.organisation_id, Account)
    grants = grants.join(Account, Account.id == RoleGrant.account_id).where(
        RoleGrant.role.in_(OFFICES), RoleGrant.organisation_id.in_(where)
    )
    grants = grants.where(RoleGrant.since <= now, or_(RoleGrant.until.is_(None), RoleGrant.until > now))
    found = db.execute(grants.where(Account.disabled_at.is_(None)))
    return [(role, body, account) for role, body, account in found if body is not None]


def _loads(db: Db, accounts: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    count = select(Involvement.account_id, func.count()).where(Involvement.account_id.in_(accounts))
    count = count.where(Involvement.capacity == "mediator", Involvement.until.is_(None))
    count = count.where(Involvement.stage.in_(("routed", "active")))
    return {account: n for account, n in db.execute(count.group_by(Involvement.account_id)) if account}
