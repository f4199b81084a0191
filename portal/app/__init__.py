"""The roof: the only place that knows every part of the house."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect, generate_csrf
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.app.features import FEATURES
from portal.kernel import crypto, i18n
from portal.kernel.db import Database
from portal.kernel.events import Bus
from portal.kernel.feature import Feature, MenuEntry, Panel, Tick, Today
from portal.kernel.outbox import Handler
from portal.kernel.policy import PUBLIC
from portal.kernel.settings import Settings
from portal.kernel.web import edge, errors, headers, once, preferences, staleness
from portal.kernel.web.access import access, enforce
from portal.kernel.web.static import static
from portal.kernel.worker.bell import waker

ROOT = Path(__file__).parent.parent.parent


@dataclass
class Portal:
    """What every request, job and command shares: ``app.extensions["portal"]``."""

    settings: Settings
    database: Database
    bus: Bus = field(default_factory=Bus)
    handlers: dict[str, Handler] = field(default_factory=dict)
    ticks: list[Tick] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    menu: list[MenuEntry] = field(default_factory=list)
    today: list[Today] = field(default_factory=list)
    identify: Any = None
    ask_to_sign_in: Any = None
    alive: Any = None
    changes: Any = None


def create_app(settings: Settings | None = None) -> Flask:
    """One application of the whole house on these settings."""
    settings = settings or Settings.from_env()
    app = Flask("onedoor", root_path=str(ROOT))
    _configure(app, settings)
    portal = Portal(settings, Database(settings.database, settings=settings))
    portal.database.services["bus"] = portal.bus
    if not settings.testing:  # whoever commits work rings the worker, be it a page, a command or the worker itself
        portal.database.services["wake"] = waker(settings)
    app.extensions["portal"] = portal
    _guard(app)
    _speak(app)
    for feature in FEATURES:
        add(app, portal, feature)
    portal.panels.sort(key=lambda panel: panel.order)
    portal.menu.sort(key=lambda entry: entry.order)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    """Keys, cookies, limits, templates that fail on a name nobody gave them."""
    crypto.install(crypto.Keyring(settings.data / "keys"))
    app.config.update(
        SECRET_KEY=crypto.keyring().current("session")[1],
        SESSION_COOKIE_NAME="onedoor",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_REFRESH_EACH_REQUEST=False,  # a file that everybody may keep must not carry somebody's sign-in
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        MAX_CONTENT_LENGTH=settings.upload_bytes,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        WTF_CSRF_SSL_STRICT=False,
        TESTING=settings.testing,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    del app.jinja_env.globals["config"]
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]


def _guard(app: Flask) -> None:
    """The order matters: headers outermost, then language, forgery check, door, once-token."""
    headers.install(app)
    errors.install(app)
    app.before_request(preferences.set_locale)
    app.teardown_request(preferences.reset_locale)
    CSRFProtect(app)
    app.before_request(enforce)
    edge.install(app)
    app.view_functions["static"] = access(PUBLIC)(app.view_functions["static"])
    app.register_blueprint(preferences.bp)


def _speak(app: Flask) -> None:
    """What every template may say."""
    app.jinja_env.globals.update(
        _=i18n.gettext,
        ngettext=i18n.ngettext,
        pick=i18n.pick,
        static=static,
        csp_nonce=headers.csp_nonce,
        new_once=once.new,
        show_day=i18n.show_day,
    )
    settings = app.extensions["portal"].settings
    app.jinja_env.filters["instant"] = lambda at: i18n.show_instant(at, settings.zone)
    app.jinja_env.filters["clock_time"] = lambda at: i18n.show_instant(at, settings.zone, day=False)

    @app.context_processor
    def page() -> dict[str, Any]:
        return {
            "locale": i18n.current.get(),
            "html_lang": i18n.HTML_LANG[i18n.current.get()],
            "look": preferences.chosen_look(),
            "demonstration": settings.demonstration,
            "actor": edge.actor(),
            "here": _here(),
            "csrf_token": generate_csrf,
            "news": staleness.news,
        }


def _here() -> str:
    """Where whoever changes the language comes back to; after a post, to the page that the form stood on."""
    looked_at = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    return request.full_path.rstrip("?") if request.method in ("GET", "HEAD") or looked_at else "/"


def add(app: Flask, portal: Portal, feature: Feature) -> None:
    """Put one part under the roof."""
    for blueprint in feature.blueprints:
        app.register_blueprint(blueprint)
    for event, listener in feature.listeners:
        portal.bus.subscribe(event, listener)
    portal.handlers.update(feature.jobs)
    portal.ticks.extend(feature.ticks)
    portal.panels.extend(feature.panels)
    portal.menu.extend(feature.menu)
    portal.today.extend(feature.today)
    if feature.setup:
        feature.setup(app)
