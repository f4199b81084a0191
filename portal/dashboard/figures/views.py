"""One page of numbers, and the rows that each of them counts."""

import uuid
from itertools import groupby
from typing import Any

from flask import Blueprint, request, url_for

from portal.clocks import catalogue
from portal.dashboard.figures import queries
from portal.dashboard.figures.policy import SEE
from portal.dashboard.figures.rules import GROUPS, Figure, figure, figures
from portal.directory.organisations.queries import organisation
from portal.kernel import clock
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import pick
from portal.kernel.policy import Refused
from portal.kernel.web import Answer, access, actor, db, render
from portal.matters import telling
from portal.matters.models import Matter
from portal.matters.rules import show_code
from portal.matters.timing import Light, lights, unnamed
from portal.matters.words import STAGES

bp = Blueprint("figures", __name__, url_prefix="/centre/figures")


@bp.get("")
@access(SEE)
def index() -> Answer:
    """How the centre stands at this moment."""
    counted = queries.counts(db(), actor())
    groups = [
        (GROUPS[group], [_number(one, counted[one.key]) for one in found])
        for group, found in groupby(figures(), lambda one: one.group)
    ]
    return render(
        "dashboard/figures/index.html", groups=groups, periods=queries.periods(db(), actor()),
        bodies=queries.bodies(db(), actor()), at=clock.now(), pick=pick,
    )  # fmt: skip


def _number(one: Figure, count: int) -> dict[str, Any]:
    return {"label": one.label, "count": count, "url": _to(one.key), "current": False}


def _to(key: str, **more: Any) -> str:
    return url_for("figures.rows", key=key, **more)


@bp.get("/<key>")
@access(SEE)
def rows(key: str) -> Answer:
    """The matters that a number counts: code, how far, who has it, what next and by when; nothing of what it is."""
    after = request.args.get("after", type=uuid.UUID)
    found, title, more = _asked(key, after)
    shown = found[: queries.PAGE]
    lit = lights(db(), shown)
    return render(
        "dashboard/figures/rows.html", title=title, rows=[_row(matter, lit.get(matter.id)) for matter in shown],
        next_url=_to(key, after=shown[-1].id.hex, **more) if len(found) > queries.PAGE else None,
        first_url=_to(key, **more) if after else None,
    )  # fmt: skip


def _asked(key: str, after: uuid.UUID | None) -> tuple[list[Matter], Any, dict[str, str]]:
    """What an address asks for: a figure, all that is running, or the light of one clock; perhaps of one body."""
    body, code = request.args.get("body", type=uuid.UUID), request.args.get("clock", "")
    one = figure(key)
    if code and key in ("red", "yellow") and code in catalogue.load():
        known = catalogue.load()[code]
        found = queries.rows(db(), actor(), None, after=after, period=(key, code))
        return list(found), f"{one.label if one else ''} · {pick(known.name_zh, known.name_en)}", {"clock": code}
    if one is None and key != "running":
        raise Refused(SEE.name)
    title = one.label if one is not None else _("正在办的")
    found = queries.rows(db(), actor(), one, body=body, after=after)
    if body is not None:
        title = f"{organisation(db(), body).name()} · {title}" if found else title
    return list(found), title, {"body": body.hex} if body is not None else {}


def _row(matter: Matter, light: Light | None) -> dict[str, Any]:
    coming = telling.coming(db(), matter)
    return {
        "stage": STAGES[matter.stage],
        "due": coming.due_at,
        "light": unnamed(light) if light else None,
        "cells": {"code": show_code(matter.code), "next": coming.text, "holder": coming.holder},
    }
