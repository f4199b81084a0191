"""Headers on every answer: strict CSP without unsafe-*, nothing cached that is private, nothing leaked to others."""

import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


ALWAYS = (*FIXED.items(), ("Content-Security-Policy", "default-src 'none'"), ("Cache-Control", "no-store"))
"""For answers that are no pages."""


def csp_nonce() -> str:
    """The nonce of this answer."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(12)
    nonce: str = g.nonce
    return nonce


def apply(response: Response) -> Response:
    """Set them all; static files may be cached for good (their address carries their hash)."""
    response.headers["Content-Security-Policy"] = POLICY.format(nonce=csp_nonce())
    for name, value in FIXED.items():
        response.headers[name] = value
    if request.endpoint == "static" and request.args.get("v") and response.status_code == 200:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


class PagesOnly(SecureCookieSessionInterface):
    """A file that everybody may keep depends on nobody's cookie and brings none, whoever looked at it on the way."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Neither ``Set-Cookie`` nor ``Vary: Cookie`` beside a static file."""
        if request.endpoint != "static":
            super().save_session(app, session, response)


class Outermost:
    """What no view has answered carries them as well: sockets, broken answers, requests that were never read."""

    def __init__(self, inner: "WSGIApplication") -> None:
        self._inner = inner

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Add what is missing."""

        def start(status: str, given: list[tuple[str, str]], *trouble: Any) -> Callable[[bytes], object]:
            there = {name.lower() for name, _value in given}
            return start_response(status, [*given, *(row for row in ALWAYS if row[0].lower() not in there)], *trouble)

        return self._inner(environ, start)


def install(app: Flask) -> None:
    """Outermost, so that error pages carry them too."""
    app.after_request(apply)
    app.session_interface = PagesOnly()
    app.wsgi_app = Outermost(app.wsgi_app)  # type: ignore[method-assign]
