"""A page that shows an older state than the one stored: what has happened since, by whom, and what was typed."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, g, request
from sqlalchemy import inspect
from wtforms import BooleanField, FileField, FormField, HiddenField, PasswordField, SelectFieldBase, SubmitField

from portal.kernel.forms import ActionForm, Form
from portal.kernel.forms.tokens import SeenField
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict
from portal.kernel.web import edge
from portal.kernel.web.local import LOCAL

UNSEEN = (HiddenField, SeenField, SubmitField, PasswordField, FileField)
"""Kinds of fields that have no words to be shown again, or must not be."""
SECRETS = frozenset({"pin", "code", "digits"})
"""Fields, by name, of one-time codes and PINs: never shown again either."""
ACTS: dict[str, Any] = {}
"""What acts of the record are called on such a page."""
LONGEST = 5000
"""Signs of one answer that are shown again."""


@dataclass(frozen=True)
class Change:
    """One act since the page was opened, as its reader may know it: when, by whom (a name or a role), what."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True)
class Held:
    """The row that a form wants to change, by its key, for it may be another one after a rollback."""

    table: str
    id: uuid.UUID | None
    matter_id: uuid.UUID | None
    since: datetime | None
    labels: Mapping[str, str]


class Stale(Conflict):
    """The row has changed since the page was opened."""


def name_acts(words: Mapping[str, Any]) -> None:
    """Say how acts of the record are called; each package names its own."""
    ACTS.update(words)


def words_of(action: str) -> str:
    """The words of an act, empty if it has none."""
    return str(ACTS.get(action, ""))


def fresh(form: ActionForm, row: Any) -> bool:
    """Whether the form was filled in on a page that shows ``row`` as it is.

    If not, nothing is done: the form stands on the answer again with all that was typed, now of the newest version,
    and above it who has done what. Use it beside ``validate_on_submit``; ``render`` makes the answer a 409.
    """
    g.held = _hold(form, row)
    if form.seen.data is None or form.seen.data == row.version:
        return True
    form.renew(row.version)
    g.stale = True
    return False


def stale(form: ActionForm, row: Any) -> None:
    """The same for a button without a page of its own: raises Stale."""
    g.held = _hold(form, row)
    if form.seen.data is not None and form.seen.data != row.version:
        raise Stale(_("这一页打开之后，内容已经有了变化。请看过最新的内容再操作。"))


def _hold(form: ActionForm, row: Any) -> Held:
    matter_id = row.id if row.__tablename__ == "matters" else getattr(row, "matter_id", None)
    labels = {field.name: str(field.label.text) for field in form if _has_words(field)}
    return Held(row.__tablename__, inspect(row).identity[0], matter_id, form.seen.since, labels)


def changes() -> Sequence[Change]:
    """What has been done to the row of this request's form since its page was opened, oldest first."""
    held: Held | None = g.get("held")
    ask = current_app.extensions["portal"].changes
    return ask(edge.db(), edge.actor(), held) if held is not None and ask is not None else ()


def news() -> Sequence[Change] | None:
    """For the top of a page that is shown again: what has happened; None on every other page."""
    return changes() if g.get("stale") else None


def typed() -> list[tuple[str, str]]:
    """What was typed on the page that was refused, with the words of its form; nothing secret."""
    forms: list[Form] = g.get("forms", [])
    posted = max(forms, key=lambda form: len(list(_answers(form))), default=None)
    return list(_answers(posted)) if posted is not None else []


def way_back() -> str:
    """Where the same thing is seen as it is now: the form's own page, or the one it stood on."""
    if request.url_rule is not None and "GET" in (request.url_rule.methods or ()):
        return request.path
    before = urlsplit(request.referrer or "")
    return before.path if before.netloc == request.host and LOCAL.fullmatch(before.path) else ""


def _has_words(field: Any) -> bool:
    return not isinstance(field, UNSEEN) and field.short_name not in SECRETS


def _answers(form: Any) -> Iterator[tuple[str, str]]:
    for field in form:
        if isinstance(field, FormField):
            yield from _answers(field.form)
        elif field.raw_data and _has_words(field):
            words = _words(field)
            if words:
                yield str(field.label.text), words[:LONGEST]


def _words(field: Any) -> str:
    """An answer in words: what was chosen by its label."""
    given = [value for value in field.raw_data if isinstance(value, str)]
    if isinstance(field, SelectFieldBase):
        options: Any = field.iter_choices()
        named = {str(option.value): str(option.label) for option in options}
        return _("、").join(named[value] for value in given if value in named)
    return _("是") if isinstance(field, BooleanField) else "\n".join(given).strip()
