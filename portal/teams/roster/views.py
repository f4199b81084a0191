"""The desk's page of the roster: six posts, who stands ready on which days, and what is missing."""

import uuid
from typing import Any

from flask import Blueprint, current_app

from portal.directory.organisations.models import Organisation
from portal.kernel import clock
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict, Refused, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.teams.roster import queries, services
from portal.teams.roster.forms import DaysForm, EnterForm
from portal.teams.roster.policy import KEEP
from portal.teams.roster.rules import OFFICE_DAYS, POST_NAMES, POSTS, WEEKDAYS, on_duty, wanting

bp = Blueprint("roster", __name__, url_prefix="/desk/roster")


@bp.get("")
@access(KEEP)
def index() -> Answer:
    """Every centre whose roster the reader keeps."""
    shown = [_of(centre) for centre in queries.centres(db(), actor())]
    return render("teams/roster/index.html", rosters=shown, names=POST_NAMES, days=WEEKDAYS, form=ActionForm())


def _of(centre: Organisation) -> dict[str, Any]:
    rows = queries.of_centre(db(), centre.id)
    today = clock.today(current_app.extensions["portal"].settings.zone)
    return {
        "centre": centre,
        "posts": {post: [row for row in rows if row.post == post] for post in POSTS},
        "on_duty": {row.id for row in rows if on_duty(row.weekdays, today)},
        "wanting": wanting((row.post, row.weekdays) for row in rows),
    }


@bp.route("/add/<uuid:center_id>/<post>", methods=["GET", "POST"])
@access(KEEP)
def enter(center_id: uuid.UUID, post: str) -> Answer:
    """Somebody more for a post."""
    centre = next((one for one in queries.centres(db(), actor()) if one.id == center_id), None)
    if centre is None or post not in POSTS:
        raise Refused(KEEP.name)
    people = queries.candidates(db(), centre.id, post)
    form = EnterForm(people=people, data={"weekdays": list(OFFICE_DAYS)})
    if form.validate_on_submit():
        try:
            services.enter(db(), actor(), centre, post, *form.chosen())
        except Conflict as refused:
            form.refuse("account", str(refused))
        else:
            tell(_("已列入名册，并告知本人。"))
            return goto(".index")
    return render("teams/roster/enter.html", form=form, people=people, name=POST_NAMES[post], body=centre)


@bp.route("/<uuid:entry_id>", methods=["GET", "POST"])
@access(KEEP)
def days(entry_id: uuid.UUID) -> Answer:
    """Other days of duty."""
    row = queries.get(db(), actor(), entry_id)
    require(db(), actor(), KEEP, row)
    form = DaysForm(data={"weekdays": list(row.weekdays), "seen": row.version})
    if form.validate_on_submit() and fresh(form, row):
        services.set_days(db(), actor(), entry_id, "".join(form.weekdays.data or ()))
        tell(_("值班日已改好，并告知本人。"))
        return goto(".index")
    return render("teams/roster/days.html", form=form, row=row, name=POST_NAMES[row.post])


@bp.post("/<uuid:entry_id>/remove")
@access(KEEP)
def remove(entry_id: uuid.UUID) -> Answer:
    """Off the roster."""
    if ActionForm().validate_on_submit():
        services.remove(db(), actor(), entry_id)
        tell(_("已从名册上撤下，并告知本人。已经参加的案件照常。"))
    return goto(".index")
