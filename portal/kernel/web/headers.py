"""Headers on every answer: strict CSP without unsafe-*, nothing cached that is private, nothing leaked to others."""

import secrets

from flask import Flask, Response, g, request

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


def install(app: Flask) -> None:
    """Outermost, so that error pages carry them too."""
    app.after_request(apply)
