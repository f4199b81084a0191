"""What matters stand on: a centre, committees, accounts; those of the house, or made-up ones where there are none."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from portal.accounts.grants.queries import holders
from portal.accounts.models import Account, RoleGrant
from portal.directory.organisations.models import Organisation
from portal.directory.organisations.queries import area, centre_for, committees
from portal.directory.organisations.services import add_area, add_organisation, add_venue
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM

WEEK = {str(day): [["08:30", "12:00"], ["14:00", "17:30"]] for day in range(1, 6)}
TOWNS = (
    "城关镇", "东坪镇", "西岭镇", "南塘镇", "北山镇", "石桥乡", "柳林乡", "槐树乡", "河湾乡", "果园乡", "云溪乡",
    "松岭乡", "田心镇", "晴川镇", "丰安镇", "望远乡", "春台乡", "平安里社区", "和顺里社区", "明德里社区",
)  # fmt: skip
MEDIATORS_EACH = 3


@dataclass(frozen=True)
class Mediator:
    """Somebody who mediates for a committee; ids are hex."""

    account: str
    name: str
    committee: str
    committee_name: str
    """As a parameter of a sentence: JSON with both languages."""


@dataclass(frozen=True)
class Ground:
    """Whom and what the loaded matters belong to; ids are hex."""

    center: str
    area_code: str
    area_path: str
    clerk: str
    dispatcher: str
    mediators: tuple[Mediator, ...]


def lay(db: Db) -> Ground:
    """The house's own centre and people; whatever is missing is made up."""
    centre = centre_for(db) or _make_centre(db)
    place = area(db, centre.area_code)
    clerk = _at_desk(db, centre, "clerk", "窗口甲")
    dispatcher = _at_desk(db, centre, "dispatcher", "分流甲")
    if not _mediators(db, centre):
        _make_committees(db, centre)
    return Ground(
        centre.id.hex,
        centre.area_code,
        place.path if place else "",
        clerk.id.hex,
        dispatcher.id.hex,
        _mediators(db, centre),
    )


def _mediators(db: Db, centre: Organisation) -> tuple[Mediator, ...]:
    return tuple(
        Mediator(account.id.hex, account.display_name, body.id.hex, _both(body))
        for body in committees(db, centre.id)
        for account in holders(db, "mediator", body.id)
    )


def _both(body: Organisation) -> str:
    return json.dumps({"zh": body.name_zh, "en": body.name_en}, ensure_ascii=False)


def _make_centre(db: Db) -> Organisation:
    county = area(db, "990199") or add_area(
        db, SYSTEM, code="990199", level="county", name_zh="青禾县", name_en="Qinghe County", parent=None
    )
    centre = add_organisation(
        db, SYSTEM, kind="center", area=county, names=("青禾县综治中心", "Qinghe County Centre"), short_name="青禾",
        phone="0900-0000000", addresses=("青禾县人民路1号", "1 Renmin Road, Qinghe"), hours=WEEK,
    )  # fmt: skip
    add_venue(db, SYSTEM, centre, ("第一调解室", "Mediation room 1"), 10)
    return centre


def _make_committees(db: Db, centre: Organisation) -> None:
    for number, town in enumerate(TOWNS, start=1):
        body = add_organisation(
            db, SYSTEM, kind="committee", area=centre.area, sector="township", center=centre, short_name=town[:2],
            names=(f"{town}人民调解委员会", f"Mediation Committee {number}"), phone=f"0900-00000{number:02}",
            addresses=(f"青禾县{town}1号", f"Town {number}, Qinghe"), hours=WEEK,
        )  # fmt: skip
        _account(db, body, "committee_head", f"load-head-{number}", f"{town}主任")
        for one in "甲乙丙"[:MEDIATORS_EACH]:
            _account(db, body, "mediator", f"load-mediator-{number}-{'甲乙丙'.index(one) + 1}", f"{town}调解员{one}")


def _at_desk(db: Db, centre: Organisation, role: str, name: str) -> Account:
    there = holders(db, role, centre.id)
    return there[0] if there else _account(db, centre, role, f"load-{role}", name)


def _account(db: Db, body: Organisation, role: str, login: str, name: str) -> Account:
    """An account without a password: nobody signs in with it from outside."""
    taken = db.scalar(select(Account.id).where(Account.login == login))
    account = Account(login=None if taken else login, display_name=name, created_at=clock.now())
    db.add(account)
    db.flush()
    db.add(RoleGrant(account_id=account.id, role=role, organisation_id=body.id, since=clock.now()))
    db.flush()
    audit.record(db, SYSTEM, "account.added", account, ["login", "role"])
    return account
