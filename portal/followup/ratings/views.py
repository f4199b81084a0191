"""The rating page and the panel that leads to it."""

from flask import Blueprint, render_template
from markupsafe import Markup

from portal.followup.ratings import services
from portal.followup.ratings.forms import RatingForm
from portal.followup.ratings.rules import QUESTIONS
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Permission, Refused
from portal.kernel.web import Answer, access, actor, db, goto, render, tell
from portal.matters import hearing
from portal.matters import queries as matters
from portal.matters.models import Matter

bp = Blueprint("ratings", __name__)

RATE = Permission("rating.give", lambda who: who.person is not None)


@bp.route("/my/matter/rating", methods=["GET", "POST"])
@access(RATE)
def rate() -> Answer:
    """Five questions, one page."""
    matter = matters.own(db(), actor())
    if services.open_for(db(), actor(), matter) is None:
        raise Refused
    form = RatingForm()
    if form.validate_on_submit():
        services.answer(db(), actor(), matter, form.scores(), form.words.data or "")
        tell(_("谢谢您的评价。"))
        return goto(hearing.first(form.words.data) or "matters.status")
    return render("followup/ratings/rate.html", form=form, questions=[name for name, _words in QUESTIONS])


def panel(db: Db, who: Actor, matter: Matter) -> Markup | None:
    """For a party who has been asked and has not answered."""
    if services.open_for(db, who, matter) is None:
        return None
    return Markup(render_template("followup/ratings/panel.html"))
