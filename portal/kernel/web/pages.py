"""Small words for views: show a page, lead on, say a sentence, refuse a stale page."""

from typing import Any

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict

Answer = Response
"""What a view returns."""


def render(template: str, status: int = 200, **values: Any) -> Answer:
    """A page; a form that came back with mistakes is sent with status 422."""
    form = values.get("form")
    if status == 200 and form is not None and getattr(form, "errors", None):
        status = 422
    return make_response(render_template(template, **values), status)


def goto(endpoint: str, **values: Any) -> Answer:
    """Lead on after a post (303: the browser asks with GET)."""
    return redirect(url_for(endpoint, **values), 303)


def tell(sentence: str) -> None:
    """One sentence on the next page: what happened."""
    flash(sentence)


def stale(seen: int | None, version: int) -> None:
    """Refuse an act from a page that shows an older state than the one stored."""
    if seen is not None and seen != version:
        raise Conflict(_("这一页打开之后，内容已经有了变化。请看过最新的内容再操作。"))
