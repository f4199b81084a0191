"""The record on the pages of its consultation: for the person, for the lawyer, and what is promised for later."""

from flask import render_template
from markupsafe import Markup

from legal.consultations.models import Consultation
from legal.records import queries
from legal.records.words import STATES
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.forms import ActionForm
from portal.kernel.policy import Actor


def on_own(db: Db, actor: Actor, row: Consultation) -> Markup | None:
    """For the person: the signed record, when it is there."""
    if row.state != "finished":
        return None
    records = [record for record in queries.of(db, actor, row.id) if record.paper is not None]
    return Markup(render_template("legal/records/own_panel.html", records=records))


def on_file(db: Db, actor: Actor, row: Consultation) -> Markup | None:
    """For the lawyer: every version, and what to do."""
    if row.state not in ("started", "finished"):
        return None
    records = queries.of(db, actor, row.id)
    return Markup(
        render_template("legal/records/file_panel.html", row=row, records=records, states=STATES, form=ActionForm())
    )


def on_docket(db: Db, actor: Actor) -> Markup | None:
    """For the lawyer: answers that were promised."""
    owed = queries.to_follow_up(db, actor)
    today = clock.today(db.info["settings"].zone)
    if not owed:
        return None
    return Markup(render_template("legal/records/owed_panel.html", owed=owed, today=today, form=ActionForm()))
