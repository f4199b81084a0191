"""Opening rooms from the case page, and finding one's rooms on it and on the matter's page."""

import uuid

from flask import Blueprint, render_template, url_for
from markupsafe import Markup

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import END, MEDIATE, READ
from mediation.rooms import queries, returning, services
from mediation.rooms.rules import STARTS_SESSION, may_open
from portal.kernel.db import Db
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor
from portal.kernel.web import Answer, access, actor, db, goto, tell
from portal.matters.models import Matter
from portal.matters.speaking import everybody
from portal.rooms.rooms.rules import KINDS

bp = Blueprint("mediation_rooms", __name__, url_prefix="/cases")


@bp.post("/<uuid:case_id>/joint-room")
@access(MEDIATE)
def open_joint(case_id: uuid.UUID) -> Answer:
    """Open the joint room, or go into it."""
    return goto("rooms.show", room_id=services.open_joint(db(), actor(), case_id).id)


@bp.post("/<uuid:case_id>/caucus/<side>")
@access(MEDIATE)
def open_caucus(case_id: uuid.UUID, side: str) -> Answer:
    """Open the caucus with one side, or go into it."""
    return goto("rooms.show", room_id=services.open_caucus(db(), actor(), case_id, side).id)


@bp.post("/<uuid:case_id>/same-person/<uuid:person_id>")
@access(END)
def same_person(case_id: uuid.UUID, person_id: uuid.UUID) -> Answer:
    """The mediator or the head knows that whoever came to the window is the party."""
    returning.it_is_they(db(), actor(), case_id, person_id)
    tell(_("已确认是本人，私谈重新打开，也可以办事了。"))
    return goto("cases.show", case_id=case_id)


def case_page(db: Db, actor: Actor, case_id: uuid.UUID) -> str | None:
    """Where the mediator came from; whoever was only called in has no way into the case."""
    case = db.get_one(MediationCase, case_id)
    return url_for("cases.show", case_id=case_id) if READ.allows(db, actor, case) else None


def case_panel(db: Db, actor: Actor, case: MediationCase) -> Markup | None:
    """For the mediator: the rooms there are, and those that may be opened."""
    if not MEDIATE.allows(db, actor, case):
        return None
    matter = db.get_one(Matter, case.matter_id)
    there = queries.rooms_of(db, actor, case)
    taken = {(room.kind, room.side) for room, _unread in there if room.closed_at is None}
    names: dict[str, str] = {}
    for party in everybody(db, case.matter_id):
        there_still = party.person.name if party.left_at is None else ""
        names[party.side] = "、".join(filter(None, (names.get(party.side, ""), there_still)))
    may = may_open("joint", case.state, joint_barred=matter.joint_barred)
    in_time = not may or services.begins_or_goes_on(db, case)
    caucuses = [(side, name) for side, name in names.items() if name and ("caucus", side) not in taken]
    return Markup(
        render_template(
            "mediation/rooms/case_panel.html", case=case, rooms=there, kinds=KINDS, caucuses=caucuses,
            form=ActionForm(),
            joint=may and in_time and _may_begin(case, taken), in_time=in_time,
            goes_on=("joint", None) in taken,
            talk=may_open("caucus", case.state, joint_barred=True), barred=matter.joint_barred, names=names,
        )
    )  # fmt: skip


def waiting_panel(db: Db, actor: Actor, case: MediationCase) -> Markup | None:
    """Who came back with a PIN from the window and waits to be known."""
    there = returning.waiting(db, case) if END.allows(db, actor, case) else []
    shown = {"case": case, "waiting": there, "form": ActionForm()}
    return Markup(render_template("mediation/rooms/waiting_panel.html", **shown)) if there else None


def _may_begin(case: MediationCase, taken: set[tuple[str, str | None]]) -> bool:
    return ("joint", None) not in taken or case.state in STARTS_SESSION


def person_panel(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """For a party: the rooms they are in, and how much is new."""
    case = cases.of_matter(db, matter.id)
    there = queries.rooms_of(db, actor, case) if case else ()
    if not there:
        return None
    return Markup(render_template("mediation/rooms/person_panel.html", rooms=there, kinds=KINDS))
