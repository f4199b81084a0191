"""The room engine under the roof."""

from flask import Flask

from portal.kernel.feature import Feature
from portal.kernel.live import channels
from portal.rooms.rooms import views
from portal.rooms.rooms.live import KIND
from portal.rooms.rooms.models import Message, Room, RoomMember


def _listen(_app: Flask) -> None:
    channels.register(KIND)


FEATURE = Feature(name="rooms", tables=(Room, RoomMember, Message), blueprints=(views.bp,), setup=_listen)
