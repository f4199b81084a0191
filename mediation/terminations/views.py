"""Stopping, ending by staff, and the notice to read and print."""

import uuid
from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint, url_for

from mediation.cases import queries as cases
from mediation.cases.policy import END
from mediation.cases.rules import MAY_STOP
from mediation.terminations import queries, services, withdrawing
from mediation.terminations.forms import TerminateForm
from mediation.terminations.models import Termination
from mediation.terminations.policy import READ, STOP, WITHDRAW
from mediation.terminations.rules import INTERRUPTED, LIMITS, ROUTES, limits_for, routes_for
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters.models import Matter
from portal.matters.rules import show_code

bp = Blueprint("terminations", __name__)


@bp.route("/my/stop", methods=["GET", "POST"])
@access(STOP)
def stop() -> Answer:
    """Any party, at any time before the agreement takes effect; no reason is asked."""
    case = queries.stoppable(db(), actor())
    form = ActionForm()  # without the version of the row: it moves when the mediator sees the other side alone
    if form.validate_on_submit():
        notice = services.stop(db(), actor())
        tell(_("调解已经停止，各方都会收到同样的通知，不写是谁、为什么。"))
        return goto("terminations.mine", notice_id=notice.id)
    classes = services.classes_of(case.matter)
    return render(
        "mediation/terminations/stop.html", form=form, routes=[ROUTES[key] for key in routes_for(classes)],
        limits=[(LIMITS[key], None) for key in limits_for(classes)],
    )  # fmt: skip


@bp.route("/cases/<uuid:case_id>/terminate", methods=["GET", "POST"])
@access(END)
def terminate(case_id: uuid.UUID) -> Answer:
    """The mediator or the head of the committee ends it; the reason stays in the file."""
    case = cases.get(db(), actor(), case_id)
    require(db(), actor(), END, case)
    if case.state not in MAY_STOP:
        raise Conflict(_("这件调解已经结束或者协议已经生效，不能再终止。"))
    form = TerminateForm(data={"seen": case.version})
    if form.validate_on_submit() and fresh(form, case):
        services.terminate_by_staff(db(), actor(), case_id, form.reason.data, form.words.data or "")
        tell(_("已终止，通知书已发给各方。"))
        return goto("cases.show", case_id=case_id)
    return render("mediation/terminations/terminate.html", form=form, case=case)


@bp.get("/my/ended/<uuid:notice_id>")
@access(READ)
def mine(notice_id: uuid.UUID) -> Answer:
    """The notice on screen: what it means, where else to go, by when."""
    return render("mediation/terminations/mine.html", **_words(queries.get(db(), actor(), notice_id)))


@bp.get("/terminations/<uuid:notice_id>")
@access(READ)
def paper(notice_id: uuid.UUID) -> Answer:
    """终止调解通知书 on a sheet: the same for every side, without reason, offers or blame."""
    return render("mediation/terminations/paper.html", **_words(queries.get(db(), actor(), notice_id)))


@bp.route("/my/withdraw", methods=["GET", "POST"])
@access(WITHDRAW)
def withdraw() -> Answer:
    """An applicant does not want it any more, before any mediation runs; no reason is asked."""
    if withdrawing.has_left(db(), actor()):
        return render("mediation/terminations/withdrawn.html")
    matter = withdrawing.withdrawable(db(), actor())
    form = ActionForm(data={"seen": matter.version})
    if form.validate_on_submit() and fresh(form, matter):
        withdrawing.withdraw(db(), actor())
        tell(_("已经撤回。您随时可以再来。"))
        return goto("terminations.withdraw" if withdrawing.has_left(db(), actor()) else "matters.status")
    others = withdrawing.others(db(), actor(), matter)
    return render("mediation/terminations/withdraw.html", form=form, matter=matter, others=others)


class WayOut(NamedTuple):
    """Where to stop, and what that is called there."""

    url: str
    label: str


def way_out() -> WayOut | None:
    """For any party's page: where to stop or withdraw, as long as that is possible (a few short queries)."""
    who = actor()
    if who.scope is None or not STOP.door(who):
        return None
    case = cases.of_matter(db(), who.scope)
    if case is not None and STOP.allows(db(), who, case):
        return WayOut(url_for("terminations.stop"), _("停止调解"))
    matter = db().get(Matter, who.scope)
    if matter is not None and WITHDRAW.allows(db(), who, matter):
        return WayOut(url_for("terminations.withdraw"), _("不办了，撤回申请"))
    return None


def _words(notice: Termination) -> dict[str, Any]:
    case = notice.case
    days = {key: date.fromisoformat(day) if day else None for key, day in notice.limits.items()}
    return {
        "notice": notice,
        "case": case,
        "code": show_code(case.matter.code),
        "names": queries.names_on(db(), notice),
        "routes": [ROUTES[key] for key in notice.routes],
        "limits": [(LIMITS[key], day) for key, day in days.items()],
        "interrupted": INTERRUPTED if "general" in notice.limits else None,
    }
