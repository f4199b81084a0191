"""Small words for views: show a page, lead on, say a sentence."""

from typing import Any

from flask import flash, g, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

Answer = Response
"""What a view returns."""


def render(template: str, status: int = 200, **values: Any) -> Answer:
    """A page; a form that comes back is sent with status 409 if its page was stale, with 422 if it has mistakes."""
    form = values.get("form")
    if status == 200 and g.get("stale"):
        status = 409
    if status == 200 and form is not None and getattr(form, "errors", None):
        status = 422
    return make_response(render_template(template, **values), status)


def goto(endpoint: str, **values: Any) -> Answer:
    """Lead on after a post (303: the browser asks with GET)."""
    return redirect(url_for(endpoint, **values), 303)


def tell(sentence: str) -> None:
    """One sentence on the next page: what happened."""
    flash(sentence)
