"""Requests that no application ever saw: what the server itself answers carries the headers of the house as well."""

from typing import Any

from geventwebsocket.handler import WebSocketHandler

from portal.kernel.web.headers import ALWAYS


def dressed(answer: bytes) -> bytes:
    """A finished answer of the server ("400 Bad Request", "414 Request URI Too Long") with the headers put in."""
    head, gap, body = answer.partition(b"\r\n\r\n")
    lines = [f"{name}: {value}".encode("latin-1") for name, value in ALWAYS]
    return b"\r\n".join([head, *lines]) + gap + body


class Handler(WebSocketHandler):  # type: ignore[misc]
    """One connection."""

    def handle_one_request(self) -> Any:
        """A request that cannot be read is answered by the server: as (status, bytes)."""
        answer = super().handle_one_request()
        return (answer[0], dressed(answer[1])) if isinstance(answer, tuple) else answer

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        """The server's own 400 and 500 in the middle of a request."""
        there = {name.lower() for name, _value in headers}
        missing = [row for row in ALWAYS if row[0].lower() not in there]
        return super().start_response(status, [*headers, *missing], exc_info)
