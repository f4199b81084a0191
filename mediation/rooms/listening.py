"""Danger told in a room is heard like danger at the door (人民调解法 art.25): numbers, alarm, nobody together."""

from mediation.cases.models import MediationCase
from mediation.cases.services import tell_mediator
from portal.contracts.events import RoomMessageStored
from portal.directory.organisations.models import Organisation
from portal.intake.alarms.services import raise_alarm
from portal.intake.danger.rules import UNNAMED, screen
from portal.intake.filing.opening import is_staffed
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Actor
from portal.matters import services as acts
from portal.matters.models import Matter
from portal.rooms.rooms import services as rooms
from portal.rooms.rooms.models import Message, Room, RoomMember

NUMBERS = (
    "有危险请马上打 110；有人受伤打 120；心里过不去打 12356，全天有人接听。"
    "In danger call 110 (police) or 120 (ambulance) at once; 12356 listens day and night."
)
NOBODY_HERE = "现在是下班时间，这里没有人在看。Nobody here is reading now."
"""Both kept as they were said, for readers of both languages; the numbers stand at the foot of every page, too."""


def heard(db: Db, event: RoomMessageStored) -> None:
    """What a party has said in plain words of danger; staff speak of dangers by profession.

    What only the model hears shuts no room: it learned from stories, not from talk; the mediator is asked to look.
    """
    message = db.get_one(Message, (event.room, event.seq))
    member = db.get(RoomMember, message.member_id) if message.member_id is not None else None
    if member is None or member.person_id is None:
        return
    found, room = screen(message.body), db.get_one(Room, event.room)
    case = db.get(MediationCase, room.holder) if found.hit else None
    if case is None:
        return
    if set(found.kinds) <= {UNNAMED}:
        tell_mediator(db, case, "room.worry")
        return
    matter = db.get_one(Matter, case.matter_id)
    open_now = is_staffed(db, db.get(Organisation, case.center_id))
    rooms.announce_in(db, room, NUMBERS if open_now else f"{NUMBERS} {NOBODY_HERE}")
    raise_alarm(db, SYSTEM, case.center_id, "room", found.matched, matter=matter, teller=Actor(person=member.person_id))
    acts.flag_danger(db, SYSTEM, matter)
