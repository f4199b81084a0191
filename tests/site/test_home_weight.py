"""The first page is light: all that a browser asks for to show it, as it goes over the wire without compression."""

import re
from html import unescape

from flask.testing import FlaskClient

from tests.world import World

MOST = 60 * 1024
"""Bytes: on a slow phone in a village the door must open at once."""
LOADED = (
    r'<link rel="(?:stylesheet|icon)"[^>]* href="([^"]+)"',
    r'<script[^>]* src="([^"]+)"',
    r'<img[^>]* src="([^"]+)"',
)


def addresses(page: str) -> set[str]:
    """Style sheets, scripts, pictures and the icon; no page of ours has another kind."""
    assert "srcset" not in page
    assert "<iframe" not in page
    return {unescape(address) for pattern in LOADED for address in re.findall(pattern, page)}


def parts(script: str, page: str) -> set[str]:
    """The helpers that ``onedoor.js`` fetches for what stands on this page."""
    named: list[tuple[str, str]] = re.findall(r'"\[([\w-]+)[^"]*\]": "\./([\w.]+)"', script)
    assert named
    return {f"/static/js/{name}" for attribute, name in named if f" {attribute}" in page}


def weight(client: FlaskClient) -> dict[str, int]:
    """Address → bytes of the body, for the page and all it loads."""
    page = client.get("/").get_data(as_text=True)
    found = {"/": len(page.encode())}
    waiting = addresses(page)
    while waiting:
        address = waiting.pop()
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Content-Encoding" not in answer.headers
        found[address] = len(answer.data)
        if "/js/onedoor.js" in address:
            waiting |= parts(answer.get_data(as_text=True), page)
        if address.partition("?")[0].endswith(".css"):
            assert not re.search(rb"url\((?!['\"]?data:)", answer.data), "the sheet would fetch fonts or pictures"
    return found


def test_home_weighs_at_most_sixty_kilobytes(client: FlaskClient, world: World) -> None:
    found = weight(client)
    assert any(".css" in address for address in found)
    assert any("onedoor.js" in address for address in found)
    assert any("logo" in address for address in found)
    assert any(address.endswith("/exit.js") for address in found), "helpers count as well"
    assert sum(found.values()) <= MOST, found


def test_home_leads_to_the_check_of_agreements(client: FlaskClient, world: World) -> None:
    page = client.get("/").get_data(as_text=True)
    (there,) = re.findall(r'href="(/verify)"', page)
    assert client.get(there).status_code == 200
