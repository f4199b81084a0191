"""Every kind of answer carries the headers: pages, files, errors, redirects."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.world import World


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/nothing-here", 404),
        ("GET", "/static/css/onedoor.css", 200),
        ("GET", "/static/missing.css", 404),
        ("PUT", "/", 405),
        ("GET", "/desk", 303),
        ("POST", "/preferences", 303),
    ],
)
def test_headers(client: FlaskClient, world: World, method: str, path: str, status: int) -> None:
    assert world
    answer = client.open(path, method=method)
    assert answer.status_code in ((status,) if status != 303 else (302, 303))
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "http:" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "Server" not in answer.headers or "Werkzeug" not in answer.headers["Server"]


def test_a_post_that_is_too_large_is_answered_like_any_other(app: Flask, world: World) -> None:
    assert world
    app.config["MAX_CONTENT_LENGTH"] = 1000
    for path in ("/file", "/preferences", "/verify/file"):
        answer = app.test_client().post(path, data={"story": "长" * 2000, "once": "x"})
        assert answer.status_code == 413, path
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "25 MB" in answer.get_data(as_text=True)


def test_too_much_text_is_not_called_a_file(client: FlaskClient, world: World) -> None:
    assert world
    answer = client.post("/file", data={"story": "a" * 1_200_000}, content_type="multipart/form-data")
    assert answer.status_code == 413
    page = answer.get_data(as_text=True)
    assert "文字太多" in page
    assert "20 MB" not in page
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_what_no_view_has_answered_carries_them_too(app: Flask) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.after_request(lambda _answer: 1 / 0)
    answer = app.test_client().get("/")
    assert answer.status_code == 500
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Cache-Control"):
        assert name in answer.headers


def test_pages_are_not_kept_by_caches(client: FlaskClient, world: World) -> None:
    assert world
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_nonces_are_fresh(client: FlaskClient, world: World) -> None:
    assert world
    assert client.get("/").headers["Content-Security-Policy"] != client.get("/").headers["Content-Security-Policy"]


def test_a_post_without_token_is_refused(app: Flask, world: World) -> None:
    assert world
    app.config["WTF_CSRF_ENABLED"] = True
    answer = app.test_client().post("/preferences", data={"locale": "en"})
    assert answer.status_code == 400
    assert "失效" in answer.get_data(as_text=True)


def test_after_a_form_with_a_mistake_the_language_is_changed_where_one_stands(
    client: FlaskClient, world: World
) -> None:
    assert world
    page = client.post("/case", data={}).text
    assert 'name="back" value="/case"' in page


FOREIGN = ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "/\t/elsewhere.example", "")


@pytest.mark.parametrize("back", FOREIGN)
def test_no_open_redirect(client: FlaskClient, back: str) -> None:
    answer = client.post("/preferences", data={"locale": "en", "back": back})
    assert answer.headers["Location"] == "/"
    assert "locale=en" in answer.headers["Set-Cookie"]
