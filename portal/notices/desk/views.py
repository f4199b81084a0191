"""The desk's lists of deliveries, one delivery, and the paper to read out or to print."""

import uuid
from typing import Any

from flask import Blueprint, request

from portal.kernel import audit, clock
from portal.kernel.i18n import gettext as _
from portal.kernel.web import Answer, access, actor, db, goto, render, tell
from portal.notices import kinds, sentences
from portal.notices.desk import queries, services
from portal.notices.desk.forms import SettleForm
from portal.notices.desk.policy import DELIVER
from portal.notices.models import Delivery
from portal.notices.rules import TODO
from portal.people.persons.models import Person

bp = Blueprint("deliveries", __name__)


@bp.get("/desk/deliveries")
@access(DELIVER)
def index() -> Answer:
    """One of the three lists, the longest waiting first."""
    name = request.args.get("list", "call")
    name = name if name in TODO else "call"
    after = request.args.get("after", type=uuid.UUID)
    rows = queries.page_of(db(), actor(), name, after)
    more = rows[queries.PAGE - 1][0].id if len(rows) > queries.PAGE else None
    values: dict[str, Any] = {"rows": rows[: queries.PAGE], "more": more, "after": after, "name": name}
    return render("notices/desk/index.html", counts=queries.counts(db(), actor()), say=sentences, **values)


@bp.route("/desk/deliveries/<uuid:delivery_id>", methods=["GET", "POST"])
@access(DELIVER)
def one(delivery_id: uuid.UUID) -> Answer:
    """What it is, and what has been done about it."""
    form = SettleForm()
    delivery = queries.get(db(), actor(), delivery_id)
    if form.validate_on_submit():
        services.settle(db(), actor(), delivery_id, str(form.how.data), form.note.data or "")
        tell(_("已记录。"))
        return goto("deliveries.index", list=_list_of(delivery))
    values: dict[str, Any] = {"person": _person(delivery), "note": _note(delivery), "list_name": _list_of(delivery)}
    kind = kinds.find(delivery.notice.key)
    values["own_code"] = kind is not None and kind.asked
    if values["person"] is not None and values["person"].contact_words_sealed is not None:
        audit.note(db(), actor(), "read", values["person"], ["contact_words"])
    return render("notices/desk/one.html", form=form, delivery=delivery, say=sentences, **values)


@bp.post("/desk/deliveries/<uuid:delivery_id>/paper")
@access(DELIVER)
def paper(delivery_id: uuid.UUID) -> Answer:
    """The words with fresh secrets, once: a page to print or to read out, kept nowhere."""
    made = services.open_paper(db(), actor(), delivery_id)
    today = clock.today(db().info["settings"].zone)
    return render("notices/desk/paper.html", paper=made, delivery_id=delivery_id, today=today)


@bp.post("/desk/deliveries/<uuid:delivery_id>/again")
@access(DELIVER)
def again(delivery_id: uuid.UUID) -> Answer:
    """Once more by its own way."""
    services.try_again(db(), actor(), delivery_id)
    tell(_("已重新发送。如果仍然送不到，会回到“未送达”。"))
    return goto("deliveries.index", list="failed")


def _list_of(delivery: Delivery) -> str:
    return next(
        (name for name, (state, ways) in TODO.items() if delivery.state == state and delivery.channel in ways), "failed"
    )


def _person(delivery: Delivery) -> Person | None:
    person_id = delivery.notice.person_id
    return db().get(Person, person_id) if person_id else None


def _note(delivery: Delivery) -> str | None:
    """What a colleague wrote; reading it is noted first."""
    if delivery.note_sealed is None:
        return None
    audit.note(db(), actor(), "read", delivery, ["note"])
    note: str = delivery.note
    return note
