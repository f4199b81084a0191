"""The doors of the house: each is opened on purpose, listed, named in kebab case, and a look changes nothing."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from portal.app import Portal
from portal.kernel.policy import ANONYMOUS, PUBLIC, Permission
from portal.kernel.web.access import permission_of
from tests.world import World

LIST = Path(__file__).parent / "routes.txt"
READS = {"GET", "HEAD", "OPTIONS"}


def lines(app: Flask) -> list[str]:
    """``METHODS path → permission``, one a rule."""
    found = []
    for rule in app.url_map.iter_rules():
        permission = permission_of(app, rule.endpoint)
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        found.append(f"{methods} {rule.rule} → {permission.name if permission else 'NOBODY'}")
    return sorted(found)


def test_every_view_says_who_may_enter(app: Flask) -> None:
    assert not [line for line in lines(app) if line.endswith("NOBODY")]


def test_a_view_that_says_nothing_is_not_there(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/unsaid", view_func=lambda: "secret")
    answer = client.get("/unsaid")
    assert answer.status_code == 404
    assert "secret" not in answer.get_data(as_text=True)


def test_no_route_comes_or_goes_unnoticed(app: Flask) -> None:
    """Read the difference, then write the list anew: ``python -m tests.site.test_routes``."""
    assert lines(app) == LIST.read_text(encoding="utf-8").splitlines()


def test_addresses_are_kebab_case(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            plain = re.sub(r"<[^>]+>", "x", rule.rule)
            assert re.fullmatch(r"(/[a-z0-9-]*)+(\.[a-z]+)?", plain), rule.rule


def test_permissions_are_named_thing_dot_verb(app: Flask) -> None:
    assert app
    for name in Permission.known:
        assert re.fullmatch(r"[a-z_]+\.[a-z_]+|public", name), name


def _fill(app: Flask, rule: object) -> str | None:
    """An address of a rule with ids that do not exist."""
    adapter = app.url_map.bind("localhost")
    values = dict.fromkeys(rule.arguments, "00000000-0000-0000-0000-000000000000")  # type: ignore[attr-defined]
    try:
        return adapter.build(rule.endpoint, values)  # type: ignore[attr-defined]
    except Exception:
        values = dict.fromkeys(rule.arguments, "1")  # type: ignore[attr-defined]
        return adapter.build(rule.endpoint, values)  # type: ignore[attr-defined]


def test_strangers_meet_404_or_the_sign_in(app: Flask, client: FlaskClient, world: World) -> None:
    assert world
    for rule in app.url_map.iter_rules():
        permission = permission_of(app, rule.endpoint)
        if permission is PUBLIC or permission is None or permission.door(ANONYMOUS):
            continue
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        answer = client.open(_fill(app, rule), method=method)
        assert answer.status_code in (302, 303, 404), (rule.rule, answer.status_code)


ROLES = [
    "clerk",
    *(pytest.param(login, marks=pytest.mark.slow) for login in ("mediator", "head", "admin", "police", "duty")),
]


@pytest.mark.parametrize("login", ROLES)
def test_a_look_changes_nothing(app: Flask, client: FlaskClient, portal: Portal, world: World, login: str) -> None:
    """A GET writes only notes: audit lines, read marks, last seen."""
    world.sign_in(client, portal.database, login)
    written: list[str] = []

    def listen(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if re.match(r"\s*(insert|update|delete)", statement, re.I):
            written.append(statement)

    event.listen(portal.database.engine, "before_cursor_execute", listen)
    event.listen(portal.database.reader, "before_cursor_execute", listen)
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            client.get(_fill(app, rule))
    notes = re.compile(r"(insert into (audit_lines)|update (access_sessions|room_members) )", re.I)
    assert not [statement for statement in written if not notes.match(statement.strip())]


@pytest.mark.slow
@pytest.mark.parametrize("login", ["", *ROLES])
def test_no_page_breaks(app: Flask, client: FlaskClient, portal: Portal, world: World, login: str) -> None:
    """Every address with unknown ids answers calmly, in both languages."""
    if login:
        world.sign_in(client, portal.database, login)
    for locale in ("zh", "en"):
        client.set_cookie("locale", locale)
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint != "static":
                assert client.get(_fill(app, rule)).status_code < 500, rule.rule


if __name__ == "__main__":
    import tempfile

    from portal.app import create_app
    from portal.kernel.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        application = create_app(Settings(data=Path(folder), testing=True))
        LIST.write_text("\n".join(lines(application)) + "\n", encoding="utf-8")
