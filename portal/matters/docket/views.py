"""The docket page: where things lie, filters, the list, the keys."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for

from portal.directory.taxonomy.rules import load
from portal.kernel.i18n import gettext as _
from portal.kernel.web import Answer, access, actor, db, render
from portal.matters import telling, words
from portal.matters.docket import queries
from portal.matters.docket.rules import MOST, SHOWN_STAGES, Asked, understand
from portal.matters.models import Matter
from portal.matters.policy import DOCKET
from portal.matters.rules import show_code
from portal.matters.timing import Light, lights
from portal.matters.web import bp


@bp.get("/docket")
@access(DOCKET)
def docket() -> Answer:
    """Matters on a desk, or one's own."""
    asked = Asked.read(request.args, frozenset(load().majors))
    places = queries.places(db(), actor())
    place = next((one for one in places if one.key == asked.place), places[0])
    problem, only = _searched(place, asked)
    shown = queries.found(db(), actor(), place, asked, only) if not problem else queries.Found((), None, {})
    kinds = [Asked(), *(Asked(stage=stage) for stage in SHOWN_STAGES), Asked(danger=True)]
    return render(
        "matters/docket/docket.html",
        asked=asked,
        places=[{"label": _name(one), "url": _to(asked, place=one.key), "current": one is place} for one in places],
        counts=_counted(asked, place, kinds),
        caption=_name(place),
        rows=_rows(shown),
        next_url=_to(asked, after=shown.next.hex) if shown.next else None,
        majors=words.majors(),
        problem=problem,
    )


def _searched(place: queries.Place, asked: Asked) -> tuple[str, Any]:
    """What is wrong with what was typed, or the candidates."""
    if not asked.q:
        return "", None
    search = understand(asked.q)
    if search.problem == "code":
        return _("案件编码不对，请对照回执核对；也可以只输入开头几位。"), None
    if search.problem == "name":
        return _("按姓名查找，请至少输入两个字。"), None
    only = queries.candidates(db(), place, search)
    return (_("符合的太多，请多输入几位编码，或输入完整姓名。"), None) if only is None else ("", only)


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


def _rows(shown: queries.Found) -> list[dict[str, Any]]:
    lit = lights(db(), shown.matters)
    return [_row(matter, shown.names[matter.id], lit.get(matter.id)) for matter in shown.matters]


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
        "due": coming.due_at,
        "light": light,
        "holder": coming.holder,
        "cells": {},
    }
