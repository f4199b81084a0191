"""The room's page: all messages in order, a box to write in, live where the browser can."""

import uuid
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, request, url_for

from portal.kernel import audit, i18n
from portal.kernel.i18n import gettext as _
from portal.kernel.live.channels import number
from portal.kernel.policy import Conflict
from portal.kernel.web import Answer, access, actor, db, render
from portal.kernel.web.pages import goto
from portal.rooms.rooms import homes, queries, services
from portal.rooms.rooms.forms import SayForm
from portal.rooms.rooms.models import Room, RoomMember
from portal.rooms.rooms.policy import READ, SPEAK, member_of
from portal.rooms.rooms.rules import KINDS, capacity_words

bp = Blueprint("rooms", __name__, url_prefix="/rooms")


@bp.route("/<uuid:room_id>", methods=["GET", "POST"])
@access(READ)
def show(room_id: uuid.UUID) -> Answer:
    """Read and speak; a post without JavaScript leads back here, to the newest message."""
    room = queries.get(db(), actor(), room_id)
    form = SayForm()
    if form.validate_on_submit():
        try:
            services.say(db(), actor(), room_id, form.text.data or "", form.once.data or "")
            return goto("rooms.show", room_id=room_id, _anchor="write")
        except Conflict as conflict:
            form.refuse("text", str(conflict.args[0]))
    audit.note(db(), actor(), "room.read", room, ["messages"])
    before = request.args.get("before", type=_place)
    member = member_of(db(), actor(), room)
    assert member is not None
    messages = queries.messages_before(db(), room, before, member.first_seq)
    if messages and request.method == "GET":
        queries.note_read(db(), member, messages[-1]["seq"])
    return render(
        "rooms/rooms/show.html",
        form=form,
        room=room,
        kind=KINDS[room.kind],
        readers=readers(room, member),
        messages=messages,
        older=before is not None,
        shown=[shown(message, member) for message in messages],
        me=member,
        zone=current_app.extensions["portal"].settings.zone,
        may_speak=SPEAK.allows(db(), actor(), room),
        back=_way_back(room) if actor().is_staff else url_for("matters.status"),
    )


def _way_back(room: Room) -> str:
    return homes.way_back(db(), actor(), room.kind, room.holder) or url_for("desk.home")


def _place(typed: str) -> int:
    return number(int(typed))


def readers(room: Room, me: RoomMember) -> str | None:
    """Who can read in a caucus, for the mediator, who may have one with each side; who besides the usual can read in a
    joint room; else what the room says itself."""
    there = queries.invited(db(), room) if room.kind == "joint" else ()
    if there:
        names = _("、").join(_("%(post)s%(name)s", post=capacity_words(one.capacity), name=one.name) for one in there)
        return _("会议室：双方、调解员和受邀的%(names)s可见", names=names)
    if room.kind != "caucus" or me.account_id is None:
        return None
    return _("私谈：仅您与%(names)s", names=_("、").join(queries.others(db(), room, me)))


def shown(message: dict[str, Any], me: RoomMember) -> dict[str, Any]:
    """A message as the page's macro wants it."""
    zone = current_app.extensions["portal"].settings.zone
    return {
        "kind": message["kind"],
        "text": message["text"],
        "sender": message["name"],
        "capacity": capacity_words(message["capacity"]),
        "when": i18n.show_instant(datetime.fromisoformat(message["at"]), zone),
        "iso": message["at"],
        "mine": message["member"] == me.id.hex,
        "seq": message["seq"],
    }
