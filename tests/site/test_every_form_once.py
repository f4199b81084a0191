"""Every form that posts carries a once-token: two presses are one act."""

import re
from pathlib import Path

import html5lib
import pytest
from flask.testing import FlaskClient

from portal.app import Portal
from portal.kernel.web import once
from tests.world import World

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
ALWAYS = {"{{ url_for('sessions.sign_out') }}"}
"""Whoever signs out is out, however often and from however old a page: the first answer would be a false comfort."""


def forms() -> list[tuple[str, str, str]]:
    """Each form that is written out in a template: file, address, what stands in it."""
    found = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for tag in re.finditer(r"<form\b(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*>", text, re.S):
            if 'method="post"' in tag[0]:
                action = re.search(r'action="([^"]*)"', tag[0])
                inside = re.split(r"</form>|\{%-? endmacro", text[tag.end() :])[0]
                found.append((str(path.relative_to(TEMPLATES)), action[1] if action else "", inside))
    return found


def test_every_form_in_a_template_carries_one() -> None:
    found = forms()
    assert len(found) > 5, "the search finds forms at all"
    assert [
        (name, action) for name, action, inside in found if action not in ALWAYS and 'name="once"' not in inside
    ] == []


@pytest.mark.parametrize("login", ["dispatcher", "mediator", "admin"])
@pytest.mark.parametrize("path", ["/", "/bell", "/desk", "/account", "/account/devices", "/staff/second-factor"])
def test_every_form_on_a_page_carries_its_own(
    client: FlaskClient, portal: Portal, world: World, login: str, path: str
) -> None:
    """Two forms of one page never share a token: each would be led to where the other went."""
    world.sign_in(client, portal.database, login)
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code in (200, 404)
    tree = html5lib.parse(answer.get_data(as_text=True), namespaceHTMLElements=False)
    posting = [form for form in tree.iter("form") if form.get("method") == "post"]
    assert posting, "language and large print at least"
    tokens = [
        (form.get("action"), [one.get("value") for one in form.iter("input") if one.get("name") == "once"])
        for form in posting
        if form.get("action") != "/sign-out"
    ]
    assert [action for action, values in tokens if len(values) != 1 or not values[0]] == []
    same_place = [(action, values[0]) for action, values in tokens]
    assert len(same_place) == len(set(same_place))


def test_an_address_too_long_to_be_kept_breaks_nothing(client: FlaskClient, portal: Portal) -> None:
    back = "/" + "a" * 600
    data = {"locale": "en", "back": back, "once": "t" * 20}
    for _press in range(2):
        assert client.post("/preferences", data=data).headers["Location"] == back
    with portal.database.reading() as db:
        assert once.result_of(db, "t" * 20, "/preferences") is None
