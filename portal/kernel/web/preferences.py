"""Language and large print: chosen on any page without an account, kept in one cookie for a year."""

from flask import Blueprint, g, make_response, redirect, request

from portal.kernel import i18n
from portal.kernel.policy import PUBLIC
from portal.kernel.web.access import access
from portal.kernel.web.local import local_path
from portal.kernel.web.pages import Answer, render

LOOKS = ("normal", "elder")
YEAR = 365 * 24 * 3600
bp = Blueprint("web", __name__)


def chosen_locale() -> str:
    """Cookie, else the browser's first wish, else Chinese."""
    kept = request.cookies.get("locale", "")
    if kept in i18n.LOCALES:
        return kept
    best = request.accept_languages.best_match(["zh", "zh-CN", "zh-Hans", "en"])
    return "en" if best == "en" else i18n.SOURCE


def chosen_look() -> str:
    """Normal, or 长辈版 with large print and large targets."""
    kept = request.cookies.get("look", "")
    return kept if kept in LOOKS else LOOKS[0]


def set_locale() -> None:
    """Before each request."""
    g.former_locale = i18n.current.set(chosen_locale())


def reset_locale(_error: BaseException | None = None) -> None:
    """After each request: who works on in this thread is not left in the visitor's language."""
    former = g.pop("former_locale", None)
    if former is not None:
        i18n.current.reset(former)


@bp.post("/preferences")
@access(PUBLIC)
def prefer() -> Answer:
    """Keep the choice and return to the page it was made on."""
    response = make_response(redirect(local_path(request.form.get("back")), 303))
    for name, known in (("locale", tuple(i18n.LOCALES)), ("look", LOOKS)):
        value = request.form.get(name, "")
        if value in known:
            response.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


@bp.get("/")
@access(PUBLIC)
def home() -> Answer:
    """The one door with its three services."""
    return render("pages/home.html")


@bp.get("/weather")
@access(PUBLIC)
def leave() -> Answer:
    """Quick exit: a harmless page of our own, reached with one key or tap."""
    return render("pages/leave.html")


@bp.get("/accessibility")
@access(PUBLIC)
def accessibility() -> Answer:
    """What works for whom, what does not yet, whom to call."""
    return render("pages/accessibility.html")


@bp.get("/privacy")
@access(PUBLIC)
def privacy() -> Answer:
    """The notice that is shown before the first input, to read at any time."""
    return render("pages/privacy.html")
