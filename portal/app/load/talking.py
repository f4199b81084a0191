"""Rooms of loaded mediations, and what was said in them."""

from datetime import datetime, timedelta

from portal.app.load.file import File, Side

TALKED = timedelta(hours=80)
EVERY = timedelta(minutes=2)
TALK = (
    "我先说一下经过，材料已经交上来了。", "我不同意这个数，当时不是这么说的。", "请双方一个一个说，都记下来了。",
    "我可以少要一点，但要在月底前。", "一次拿不出来，能不能分三次？", "那就先把能确定的写下来。",
    "我回去和家里人商量一下。", "可以，照这个办。",
)  # fmt: skip


def talk(file: File, case: str, closed_at: datetime | None) -> None:
    """A joint room in which all have spoken."""
    making, at = file.making, file.life.at + TALKED
    room = making.new_secret_id()
    making.put(
        "rooms",
        id=room,
        kind="joint",
        holder=case,
        side=None,
        last_seq=len(TALK),
        opened_at=at,
        closed_at=closed_at,
        version=1,
    )
    inside = [_member(file, room, at, None), *(_member(file, room, at, side) for side in file.sides)]
    for seq, text in enumerate(TALK, start=1):
        _say(file, room, seq, at + seq * EVERY, inside[seq % len(inside)], text)


def _member(file: File, room: str, at: datetime, side: Side | None) -> str:
    """The mediator, or one of the parties."""
    member = file.making.new_id(at)
    first = side is file.sides[0]
    file.making.put(
        "room_members",
        id=member,
        room_id=room,
        account_id=None if side else file.mediator.account,
        person_id=side.person if side else None,
        capacity="mediator" if side is None else "applicant" if first else "respondent",
        side=None if side is None else "a" if first else "b",
        name=side.name if side else file.mediator.name,
        since=at,
        until=None,
        read_seq=0,
        first_seq=0,
    )
    return member


def _say(file: File, room: str, seq: int, at: datetime, member: str, text: str) -> None:
    """One message."""
    message = file.making.new_id(at)
    file.making.put(
        "messages",
        room_id=room,
        seq=seq,
        id=message,
        member_id=member,
        client_id=message,
        kind="text",
        label="without_prejudice",
        body_sealed=text,
        at=at,
    )
