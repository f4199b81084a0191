"""The page where the mediator books a meeting, and the panels that show it."""

import uuid
from typing import Any

from flask import Blueprint, current_app, render_template, request
from markupsafe import Markup

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE
from mediation.meetings import queries, services
from mediation.meetings.forms import PlaceForm, TimeForm
from mediation.meetings.rules import BOOKABLE
from portal.directory.organisations.models import Venue
from portal.kernel.db import Db
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import show_instant
from portal.kernel.policy import Actor, Conflict, Permission, require
from portal.kernel.web import Answer, access, actor, db, goto, render, tell
from portal.matters import queries as matters
from portal.matters.models import Matter

bp = Blueprint("meetings", __name__)

WAIVE = Permission("meeting.waive", lambda who: who.person is not None)


def _place(case: MediationCase) -> PlaceForm:
    everybody = cases.parties(db(), case.matter_id)
    sides = [("", _("双方一起"))] if not case.matter.joint_barred else []
    for side in dict.fromkeys(party.side for party in everybody):
        names = "、".join(party.person.name for party in everybody if party.side == side)
        sides.append((side, _("只有%(name)s", name=names)))
    return PlaceForm(request.args, venues=queries.venues_for(db(), case), sides=sides)


@bp.route("/cases/<uuid:case_id>/meeting", methods=["GET", "POST"])
@access(MEDIATE)
def book(case_id: uuid.UUID) -> Answer:
    """First the room and who comes, then the times that are free for all of them."""
    case = cases.get(db(), actor(), case_id)
    require(db(), actor(), MEDIATE, case)
    place = _place(case)
    if not place.venue.choices:
        return render("mediation/meetings/no_room.html", case=case)
    venue_id, length, side = place.chosen()
    venue = db().get_one(Venue, venue_id)
    free = queries.free_times(db(), case, venue, length, side, place.first.data)
    form = TimeForm(times=[(at.isoformat(), _when(at)) for at in free])
    if form.validate_on_submit():
        try:
            services.book(db(), actor(), case_id, venue_id, form.at(), length, side)
        except Conflict as conflict:
            form.refuse("start", str(conflict.args[0]))
        else:
            tell(_("已约好，并通知了要来的人。"))
            return goto("cases.show", case_id=case_id)
    return render("mediation/meetings/book.html", **_page(case, place, form))


def _page(case: MediationCase, place: PlaceForm, form: TimeForm) -> dict[str, Any]:
    everybody, waived = cases.parties(db(), case.matter_id), queries.waived(db(), case)
    return {
        "case": case,
        "place": place,
        "form": form,
        "waived": len(waived),
        "parties": len(everybody),
        "to_ask": [party for party in everybody if party.id not in waived],
    }


def _when(at: Any) -> str:
    return show_instant(at, current_app.extensions["portal"].settings.zone)


@bp.post("/cases/<uuid:case_id>/meeting/<uuid:meeting_id>/cancel")
@access(MEDIATE)
def cancel(case_id: uuid.UUID, meeting_id: uuid.UUID) -> Answer:
    """Call it off."""
    services.cancel(db(), actor(), case_id, meeting_id)
    tell(_("已取消，并通知了要来的人。"))
    return goto("cases.show", case_id=case_id)


@bp.post("/cases/<uuid:case_id>/meeting/waived/<uuid:party_id>")
@access(MEDIATE)
def waive_for(case_id: uuid.UUID, party_id: uuid.UUID) -> Answer:
    """What a party said on the phone or at the table: they need not wait three days."""
    services.waive_for(db(), actor(), case_id, party_id)
    tell(_("已登记，并已告知本人。"))
    return goto("meetings.book", case_id=case_id)


@bp.post("/my/matter/earlier")
@access(WAIVE)
def waive() -> Answer:
    """A party does without the three days' notice."""
    services.waive(db(), actor(), matters.own(db(), actor()))
    tell(_("已记下：您同意不等三天。各方都同意后，可以约得更早。"))
    return goto("matters.status")


def case_panel(db: Db, actor: Actor, case: MediationCase) -> Markup | None:
    """For the mediator: what is booked, and the way to book."""
    if not MEDIATE.allows(db, actor, case):
        return None
    there = queries.coming(db, case)
    return Markup(
        render_template(
            "mediation/meetings/case_panel.html", case=case, meetings=there, may=case.state in BOOKABLE,
            form=ActionForm(),
        )
    )  # fmt: skip


def person_panel(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """For a party: when and where, and whether they do without the notice period."""
    case = cases.of_matter(db, matter.id)
    if case is None or actor.person is None or case.state not in BOOKABLE:
        return None
    mine = [party for party in cases.spoken_for(db, matter.id, actor.person) if party.left_at is None]
    if not mine:
        return None
    there = queries.coming(db, case, mine[0].side)
    waived = {party.id for party in mine} <= queries.waived(db, case)
    return Markup(
        render_template(
            "mediation/meetings/person_panel.html", meetings=there, waived=waived, form=ActionForm(), here=case
        )
    )
