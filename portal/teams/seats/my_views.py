"""A party's page: who would come, why, what they may and may not do, and that one may refuse."""

import uuid

from flask import Blueprint, render_template
from markupsafe import Markup

from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.feature import Waiting
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Refused, require
from portal.kernel.web import Answer, access, actor, db, goto, render, tell
from portal.matters import queries as matters
from portal.matters.models import Matter
from portal.teams.roster.rules import HELPS, POST_NAMES
from portal.teams.seats import queries, services
from portal.teams.seats.forms import WishForm
from portal.teams.seats.models import Advice, Seat
from portal.teams.seats.policy import ANSWER

bp = Blueprint("my_team", __name__, url_prefix="/my/team")


@bp.get("")
@access(ANSWER)
def show() -> Answer:
    """Everybody who is asked about or has come, with one's own answer; the advice given to all."""
    matter = matters.own(db(), actor())
    before = queries.before(db(), actor())
    advice = _given(db(), actor(), matter)
    if not before and not advice:
        raise Refused(ANSWER.name)
    return render("teams/seats/mine.html", before=before, names=POST_NAMES, helps=HELPS, advice=advice)


@bp.route("/<uuid:seat_id>", methods=["GET", "POST"])
@access(ANSWER)
def answer(seat_id: uuid.UUID) -> Answer:
    """One person: yes, or rather not; also later on."""
    found = next(((seat, said) for seat, said in queries.before(db(), actor()) if seat.id == seat_id), None)
    if found is None:
        return goto(".show") if queries.before(db(), actor()) else goto("matters.status")
    seat, said = found
    require(db(), actor(), ANSWER, seat)
    form = WishForm(data={"seen": seat.version, "wish": None if said == "pending" else said})
    if form.validate_on_submit():
        services.answer(db(), actor(), seat_id, form.wish.data)
        tell(_("已记下您的答复。只有您自己看得到您怎么答复。"))
        return goto("matters.status")
    return render("teams/seats/answer.html", form=form, seat=seat, said=said, name=POST_NAMES[seat.post],
                  helps=HELPS[seat.post], wards=_wards(seat))  # fmt: skip


def _wards(seat: Seat) -> list[str]:
    mine = queries.mine(db(), actor(), seat)
    return [one.party.person.name for one in mine if one.party.person_id != actor().person]


def _given(db: Db, actor: Actor, matter: Matter) -> list[Advice]:
    team = queries.party_team(db, actor, matter)
    rows = list(queries.advice_of(db, team, shared=True)) if team is not None else []
    for row in rows:
        audit.note(db, actor, "team.advice_read", row, ["words"])
    return rows


def on_person(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """What one is asked, or who comes and what was said for all."""
    if not ANSWER.door(actor) or actor.scope != matter.id:
        return None
    before = queries.before(db, actor)
    team = queries.party_team(db, actor, matter)
    advice = len(queries.advice_of(db, team, shared=True)) if team is not None else 0
    if not before and not advice:
        return None
    asked = [seat for seat, said in before if said == "pending"]
    there = [seat for seat, _said in before if seat.state == "seated"]
    shown = {"asked": asked, "there": there, "advice": advice, "names": POST_NAMES}
    kind = Waiting if asked else Markup
    return kind(render_template("teams/seats/person_panel.html", **shown))
