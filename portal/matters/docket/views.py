"""The docket page: where things lie, filters, the list, the keys."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import request, url_for

from portal.directory.taxonomy.rules import load
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.web import Answer, access, actor, db, render
from portal.matters import telling, words
from portal.matters.docket import hints, queries, searching
from portal.matters.docket.rules import MOST, SHOWN_STAGES, Asked, understand
from portal.matters.models import Matter
from portal.matters.policy import DOCKET
from portal.matters.rules import show_code
from portal.matters.timing import Light, lights, unnamed
from portal.matters.web import bp
from portal.matters.web import shown as brought
from portal.people.persons.rules import mask_name

PROBLEMS = {
    "code": _l("案件编码不对，请对照回执核对；也可以只输入其中连着的 4 位以上数字。"),
    "name": _l("按姓名查找，请至少输入两个字。"),
    "many": _l("符合的太多，请多输入几位编码，或输入完整姓名。"),
}


@bp.get("/docket")
@access(DOCKET)
def docket() -> Answer:
    """Matters on a desk, or one's own."""
    asked = Asked.read(request.args, frozenset(load().majors))
    places = queries.places(db(), actor())
    place = next((one for one in places if one.key == asked.place), places[0])
    problem, shown, asked = _looked_up(place, asked)
    kinds = [Asked(), *(Asked(stage=stage) for stage in SHOWN_STAGES), Asked(danger=True)]
    return render(
        "matters/docket/docket.html",
        asked=asked,
        places=[{"label": _name(one), "url": _to(asked, place=one.key), "current": one is place} for one in places],
        counts=_counted(asked, place, kinds),
        caption=_name(place),
        rows=_rows(shown, asked.q),
        next_url=_to(asked, after=shown.next.hex) if shown.next else None,
        more_url=_to(asked, anywhere="1") if asked.q and not asked.anywhere and not problem else None,
        majors=words.majors(),
        problem=problem,
        brought=brought("docket", db(), actor(), None),
    )


def _looked_up(place: queries.Place, asked: Asked) -> tuple[str, queries.Found, Asked]:
    """What is wrong with what was typed, one page of what was found, and what was asked for in the end.

    Names and codes that begin like this are found first; only if none lies here, those that contain it.
    """
    nothing = queries.Found((), None, {})
    if not asked.q:
        return "", queries.found(db(), actor(), place, asked), asked
    search = understand(asked.q)
    if search.problem:
        return str(PROBLEMS[search.problem]), nothing, asked
    for look in (searching.anywhere,) if asked.anywhere else (searching.beginning, searching.anywhere):
        asked = replace(asked, anywhere=look is searching.anywhere)
        only = look(db(), place, search)
        if only is None:
            return str(PROBLEMS["many"]), nothing, asked
        shown = queries.found(db(), actor(), place, asked, only)
        if shown.matters or asked.after:
            break
    return "", shown, asked


def _name(place: queries.Place) -> str:
    return place.organisation.name() if place.organisation else _("我经办的")


def _to(asked: Asked, **changes: str) -> str:
    return url_for("matters.docket", **asked.address(**changes))


def _counted(asked: Asked, place: queries.Place, kinds: list[Asked]) -> list[dict[str, Any]]:
    counted = queries.counts(db(), actor(), place, kinds)
    return [
        {
            "label": _kind_name(kind),
            "url": url_for("matters.docket", **Asked(asked.place, kind.stage, asked.major, kind.danger).address()),
            "count": f"{MOST}+" if count > MOST else count,
            "current": (asked.stage, asked.danger) == (kind.stage, kind.danger),
        }
        for kind, count in zip(kinds, counted, strict=True)
    ]


def _kind_name(kind: Asked) -> str:
    if kind.danger:
        return _("有危险情形")
    return str(words.STAGES[kind.stage][1]) if kind.stage else _("全部")


def _rows(shown: queries.Found, q: str) -> list[dict[str, Any]]:
    lit = lights(db(), shown.matters)
    rows = [_row(matter, shown.names[matter.id], lit.get(matter.id)) for matter in shown.matters]
    waiting = [one.id for one in shown.matters if one.stage == "registered" and one.id not in shown.counter]
    found = hints.of(db(), actor(), waiting)
    rows = [{**row, "hint": found.get(row["matter"].id)} for row in rows]
    return [_as_at_counter(row, shown, q) if row["matter"].id in shown.counter else row for row in rows]


def _as_at_counter(row: dict[str, Any], shown: queries.Found, q: str) -> dict[str, Any]:
    """Names masked but for the one that was typed; no class, no danger, the parties' own sentence of what comes."""
    matter, light = row["matter"], row["light"]
    names = (name if q and q in name else mask_name(name) for name in shown.names[matter.id])
    coming = telling.coming(db(), matter)
    lit = unnamed(light) if light else None
    return {**row, "parties": _("、").join(names), "next": coming.text, "light": lit, "counter": True}


def _row(matter: Matter, names: Sequence[str], light: Light | None) -> dict[str, Any]:
    coming = telling.coming(db(), matter, desk=True)
    return {
        "url": url_for("matters.show", matter_id=matter.id),
        "matter": matter,
        "code": show_code(matter.code),
        "parties": _("、").join(names),
        "class_name": words.class_name(matter.class_code),
        "stage": words.STAGES[matter.stage],
        "next": coming.text,
        "by": "" if coming.legal else coming.by,
        "light": light,
        "holder": coming.holder,
        "counter": False,
        "hint": None,
        "cells": {},
    }
