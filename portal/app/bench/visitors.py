"""Who walks through a loaded house, what stands on their way, and a room in which a thousand things were said."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import func, select, update

from mediation.cases.models import MediationCase
from portal.accounts.models import Account, RoleGrant
from portal.accounts.sessions.services import open_account_session, open_person_session
from portal.kernel import clock
from portal.kernel.db import Database, Db, new_id
from portal.matters.models import Involvement, Matter, Party
from portal.people.persons.models import Person
from portal.rooms.rooms.models import Message, Room, RoomMember

MESSAGES = 1000


@dataclass(frozen=True)
class Landmarks:
    """What the pages are about; the same at every size."""

    matter: uuid.UUID
    deep: uuid.UUID
    """A matter nine tenths down the docket."""
    major: str
    """The class of which the committee has archived most, and a matter nine tenths down the list of these."""
    deep_archived: uuid.UUID
    code: str
    name: str
    case: uuid.UUID
    room: uuid.UUID


@dataclass(frozen=True)
class Tour:
    """Landmarks, and the Cookie header of each visitor: 'clerk', 'mediator', 'head', 'party'; nobody has none."""

    landmarks: Landmarks
    cookies: Mapping[str, str]


def tour(app: Flask) -> Tour:
    """Sign everybody in and furnish the room."""
    database: Database = app.extensions["portal"].database
    with database.writing() as db:
        case, room = _joint_room(db)
        matter = db.get_one(Matter, case.matter_id)
        person = db.scalars(
            select(Person)
            .join(Party, Party.person_id == Person.id)
            .where(Party.matter_id == matter.id, Party.side == "a")
        ).one()
        archived = _deep_archived(db, case.committee_id)
        landmarks = Landmarks(matter.id, _deep(db), *archived, matter.code, person.name, case.id, room.id)
        _talk(db, room)
        tokens = {
            "clerk": _staff(db, _holder(db, "clerk", matter.center_id)),
            "mediator": _staff(db, db.get_one(Account, case.mediator_id)),
            "head": _staff(db, _holder(db, "committee_head", case.committee_id)),
            "party": open_person_session(db, person.id, matter.id, "bench"),
        }
    return Tour(landmarks, {who: cookie(app, token) for who, token in tokens.items()})


def _joint_room(db: Db) -> tuple[MediationCase, Room]:
    """The newest mediation in session, and its joint room."""
    found = select(MediationCase, Room).join(Room, Room.holder == MediationCase.id)
    found = found.where(MediationCase.state == "in_session", Room.kind == "joint", Room.closed_at.is_(None))
    case, room = db.execute(found.order_by(MediationCase.id.desc()).limit(1)).one()
    return case, room


def _applicant(db: Db, matter: Matter) -> Person:
    own = select(Person).join(Party, Party.person_id == Person.id)
    return db.scalars(own.where(Party.matter_id == matter.id, Party.side == "a")).one()


def _deep(db: Db) -> uuid.UUID:
    total = db.scalars(select(func.count()).select_from(Matter)).one()
    return db.scalars(select(Matter.id).order_by(Matter.id).offset(total // 10).limit(1)).one()


def _deep_archived(db: Db, committee: uuid.UUID) -> tuple[str, uuid.UUID]:
    here = (Involvement.organisation_id == committee, Involvement.stage == "archived")
    number = func.count()
    by_class = select(Involvement.class_major, number).where(*here).group_by(Involvement.class_major)
    by_class = by_class.where(Involvement.class_major.is_not(None))
    major, most = db.execute(by_class.order_by(number.desc(), Involvement.class_major).limit(1)).one()
    assert major is not None
    rows = select(Involvement.matter_id).where(*here, Involvement.class_major == major)
    deep = rows.order_by(Involvement.matter_id.desc()).offset(max(0, min(most * 9 // 10, most - 2))).limit(1)
    return major, db.scalars(deep).one()


def _talk(db: Db, room: Room) -> None:
    """Fill the room up."""
    members = db.scalars(select(RoomMember.id).where(RoomMember.room_id == room.id).order_by(RoomMember.id)).all()
    for seq in range(room.last_seq + 1, MESSAGES + 1):
        message = Message(room_id=room.id, seq=seq, id=new_id(), member_id=members[seq % len(members)], at=clock.now())
        message.client_id, message.kind, message.label = f"bench-{seq}", "text", "without_prejudice"
        message.body = f"第{seq}句：这笔钱我可以分三次给，下个月先给一半，剩下的年底以前付清。"
        db.add(message)
    db.execute(update(Room).where(Room.id == room.id).values(last_seq=MESSAGES))


def _holder(db: Db, role: str, organisation: uuid.UUID) -> Account:
    grant = select(RoleGrant.account_id).where(RoleGrant.role == role, RoleGrant.organisation_id == organisation)
    return db.get_one(Account, db.scalars(grant.limit(1)).one())


def _staff(db: Db, account: Account) -> str:
    return open_account_session(db, account, "bench", strong=True)


def cookie(app: Flask, token: str) -> str:
    """What the browser of this visitor would send."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["sid"] = token
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie is not None
    return f"{name}={cookie.value}"
