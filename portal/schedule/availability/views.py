"""The page on which people set the hours at which one can make an appointment with them."""

import uuid
from datetime import date
from typing import Any

from flask import Blueprint, current_app

from portal.accounts.models import Account
from portal.directory.organisations.queries import organisation
from portal.kernel import clock
from portal.kernel.forms import ActionForm, Form
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict, Refused, require
from portal.kernel.web import Answer, access, actor, db, goto, render, tell
from portal.schedule.availability import queries, services, words
from portal.schedule.availability.forms import A_DAY, ExtraForm, OffForm, WeekForm, grid
from portal.schedule.availability.policy import SET, Post

bp = Blueprint("hours", __name__, url_prefix="/desk/hours")
ONE = "/<uuid:organisation_id>/<uuid:resource>"


def _today() -> date:
    return clock.today(current_app.extensions["portal"].settings.zone)


def _post(organisation_id: uuid.UUID, resource: uuid.UUID) -> Post:
    post = Post(organisation_id, resource)
    require(db(), actor(), SET, post)
    return post


def _page(post: Post, **more: Any) -> dict[str, Any]:
    return {
        "post": post,
        "who": db().get_one(Account, post.resource),
        "body": organisation(db(), post.organisation_id),
        "own": actor().account == post.resource,
        "words": words,
        **more,
    }


@bp.get("")
@access(SET)
def index() -> Answer:
    """Whose hours one may set."""
    return render("schedule/availability/index.html", posts=queries.posts(db(), actor()))


@bp.get(ONE)
@access(SET)
def show(organisation_id: uuid.UUID, resource: uuid.UUID) -> Answer:
    """The weekly hours, the days off, the extra days."""
    post, today = _post(organisation_id, resource), _today()
    rooms = queries.rooms(db(), organisation_id)
    held = queries.weekly(db(), post, today)
    off, extra = queries.days_off(db(), post, today), queries.extra(db(), post, today)
    return render(
        "schedule/availability/show.html",
        form=ActionForm(),
        **_page(post, weekly=held, off=off, extra=extra, rooms=rooms),
    )


@bp.route(f"{ONE}/week", methods=["GET", "POST"])
@access(SET)
def week(organisation_id: uuid.UUID, resource: uuid.UUID) -> Answer:
    """New weekly hours from a day on."""
    post, today = _post(organisation_id, resource), _today()
    now = [row for row in queries.weekly(db(), post, today) if row.first <= today]
    given = next((row.venue_id.hex for row in now if row.venue_id), "")
    data = {"hours": grid(now), "first": today, "venue": given}
    form = WeekForm(rooms=queries.rooms(db(), organisation_id), data=data)
    if form.validate_on_submit():
        assert form.first.data is not None
        try:
            services.set_pattern(
                db(), actor(), organisation_id, resource, form.spans(), first=form.first.data, last=form.last.data
            )
        except Conflict as wrong:
            form.refuse("", str(wrong))
        else:
            return _done(post, _("已改好。已经约好的不受影响。"))
    return render("schedule/availability/week.html", form=form, a_day=A_DAY, **_page(post))


@bp.route(f"{ONE}/off", methods=["GET", "POST"])
@access(SET)
def off(organisation_id: uuid.UUID, resource: uuid.UUID) -> Answer:
    """Days off; appointments that stand on them are named, never moved in silence."""
    post, form = _post(organisation_id, resource), OffForm()
    if form.validate_on_submit() and form.first.data is not None:
        try:
            standing = services.close_days(
                db(), actor(), organisation_id, resource, form.first.data, form.last.data or form.first.data
            )
        except Conflict as wrong:
            _refuse(form, wrong)
        else:
            left = _("这几天已经有 %(n)s 个预约，没有动，请逐个联系改约。", n=standing) if standing else ""
            return _done(post, _("已登记休息。") + left)
    return render("schedule/availability/off.html", form=form, **_page(post))


@bp.route(f"{ONE}/extra", methods=["GET", "POST"])
@access(SET)
def extra(organisation_id: uuid.UUID, resource: uuid.UUID) -> Answer:
    """Extra hours on one day."""
    post = _post(organisation_id, resource)
    form = ExtraForm(rooms=queries.rooms(db(), organisation_id))
    if form.validate_on_submit():
        day, spans = form.wanted()
        try:
            for span in spans:
                services.open_hours(db(), actor(), organisation_id, resource, day, span)
        except Conflict as wrong:
            _refuse(form, wrong)
        else:
            return _done(post, _("已加开。"))
    return render("schedule/availability/extra.html", form=form, **_page(post))


@bp.post(f"{ONE}/usual/<day>")
@access(SET)
def usual(organisation_id: uuid.UUID, resource: uuid.UUID, day: str) -> Answer:
    """As in other weeks again."""
    post = _post(organisation_id, resource)
    try:
        on = date.fromisoformat(day)
    except ValueError as wrong:
        raise Refused(SET.name) from wrong
    if ActionForm().validate_on_submit():
        services.usual_day(db(), actor(), organisation_id, resource, on)
    return _done(post, _("已恢复成平常的安排。"))


def _refuse(form: Form, wrong: Conflict) -> None:
    form.refuse("", str(wrong))


def _done(post: Post, sentence: str) -> Answer:
    tell(sentence)
    return goto("hours.show", organisation_id=post.organisation_id, resource=post.resource)
