"""Those who talk in the rooms of a bench: a process of its own, so that it is not counted with the server.

Reads the plan (one line of JSON) from standard input, connects everybody and says so; after a further line on standard
input it lets them talk, then tells the figures.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, TCPConnector

AT_ONCE = 50
"""How many shake hands at the same time."""
PATIENCE = 30.0
"""Seconds after the last word in which it must have been heard."""
WORDS = "我可以分三次给，下个月先给一半，剩下的年底以前付清。"


@dataclass
class Heard:
    """How long each message took to its acknowledgement and to each who listens; seconds."""

    said: dict[str, float] = field(default_factory=dict)
    acknowledged: list[float] = field(default_factory=list)
    refused: int = 0
    delivered: list[float] = field(default_factory=list)
    out_of_order: int = 0


class Socket:
    """One browser in one room, speaking Engine.IO 4 and Socket.IO 5 as far as this takes."""

    wire: ClientWebSocketResponse

    def __init__(self, plan: dict[str, Any], known: dict[str, str], heard: Heard) -> None:
        self.plan, self.known, self.heard = plan, known, heard
        self.waiting: dict[int, Callable[[Any], None]] = {}
        self.number, self.last, self.joined = 0, 0, False

    async def connect(self, http: ClientSession, gate: asyncio.Semaphore) -> None:
        """Shake hands and join the room."""
        async with gate:
            url = f"http://127.0.0.1:{self.plan['port']}/socket.io/?EIO=4&transport=websocket"
            self.wire = await http.ws_connect(url, headers={"Cookie": self.known["cookie"]})
            await self.wire.receive_str()
            await self.wire.send_str("40")
            await self.wire.receive_str()
            answered: list[Any] = []
            await self._emit("join", {"channel": self.known["channel"], "after": 0}, answered.append)
            while not answered:
                await self._take(await self.wire.receive_str())
            self.joined = bool(answered[0]["ok"])

    async def listen(self) -> None:
        """Until the server hangs up."""
        async for message in self.wire:
            await self._take(message.data)

    async def say(self, mark: str) -> None:
        """Say something; the answer comes later."""
        self.heard.said[mark] = began = time.perf_counter()

        def answered(answer: Any) -> None:
            if answer["ok"]:
                self.heard.acknowledged.append(time.perf_counter() - began)
            else:
                self.heard.refused += 1

        await self._emit("say", {"channel": self.known["channel"], "text": WORDS, "client_id": mark}, answered)

    async def _emit(self, event: str, data: Any, answered: Callable[[Any], None]) -> None:
        self.number += 1
        self.waiting[self.number] = answered
        await self.wire.send_str(f"42{self.number}{json.dumps([event, data])}")

    async def _take(self, packet: str) -> None:
        if packet == "2":
            await self.wire.send_str("3")
        elif packet.startswith("43"):
            start = packet.index("[")
            self.waiting.pop(int(packet[2:start]))(json.loads(packet[start:])[0])
        elif packet.startswith('42["news"'):
            self._hear(json.loads(packet[2:])[1])

    def _hear(self, news: dict[str, Any]) -> None:
        self.heard.out_of_order += news["seq"] != self.last + 1 and self.last > 0
        self.last = news["seq"]
        said = self.heard.said.get(news["client_id"])
        if said is not None:
            self.heard.delivered.append(time.perf_counter() - said)


async def main() -> None:
    """See the module."""
    plan = json.loads(sys.stdin.readline())
    heard = Heard()
    sockets = [Socket(plan, known, heard) for known in plan["sockets"]]
    gate = asyncio.Semaphore(AT_ONCE)
    async with ClientSession(connector=TCPConnector(limit=0)) as http:
        began = time.perf_counter()
        await asyncio.gather(*(one.connect(http, gate) for one in sockets))
        spent = time.perf_counter() - began
        listening = [asyncio.ensure_future(one.listen()) for one in sockets]
        _tell({"joined": sum(one.joined for one in sockets), "connects_per_s": round(len(sockets) / spent)})
        await asyncio.to_thread(sys.stdin.readline)
        _tell(await talk(plan, sockets, heard))
        for one in listening:
            one.cancel()


async def talk(plan: dict[str, Any], sockets: list[Socket], heard: Heard) -> dict[str, Any]:
    """Everybody in turn, room by room, at an even pace."""
    rooms: dict[str, list[Socket]] = {}
    for one in sockets:
        rooms.setdefault(one.known["channel"], []).append(one)
    in_turn, size = list(rooms.values()), plan["room"]
    pace, total = plan["deliveries_per_s"] / size, int(plan["deliveries_per_s"] / size * plan["seconds"])
    began = time.perf_counter()
    for number in range(total):
        await asyncio.sleep(max(0.0, began + number / pace - time.perf_counter()))
        room = in_turn[number % len(in_turn)]
        await room[number // len(in_turn) % len(room)].say(f"bench-{number}")
    spent = time.perf_counter() - began
    give_up = time.perf_counter() + PATIENCE
    while len(heard.delivered) < total * size and time.perf_counter() < give_up:
        await asyncio.sleep(0.05)
    return {
        "messages": total,
        "said_per_s": round(total / spent, 1),
        "deliveries": len(heard.delivered),
        "lost": total * size - len(heard.delivered),
        "refused": heard.refused,
        "out_of_order": heard.out_of_order,
        "delivery_ms": spread(heard.delivered),
        "ack_ms": spread(heard.acknowledged),
    }


def spread(seconds: list[float]) -> dict[str, float]:
    """p50, p99 and the longest, in milliseconds."""
    ordered = sorted(seconds) or [float("nan")]
    at = {"p50": len(ordered) // 2, "p99": min(len(ordered) - 1, len(ordered) * 99 // 100), "max": len(ordered) - 1}
    return {name: round(1000 * ordered[place], 2) for name, place in at.items()}


def _tell(figures: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
