"""Stopping is always in reach; a notice, once there is one, stands on every page that it concerns."""

import uuid

from flask import render_template, url_for
from markupsafe import Markup

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import END
from mediation.cases.rules import MAY_STOP
from mediation.terminations import queries
from mediation.terminations.policy import STOP, WITHDRAW
from mediation.terminations.rules import REASONS
from mediation.terminations.withdrawing import has_left
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.models import Matter


def stop_on_person(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """On every party's page before the agreement takes effect."""
    case = cases.of_matter(db, matter.id)
    if case is None or not STOP.door(actor) or not STOP.allows(db, actor, case):
        return None
    return Markup(render_template("mediation/terminations/stop_panel.html"))


def withdraw_on_person(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """On the applicants' pages as long as no mediation runs."""
    if not WITHDRAW.door(actor) or not WITHDRAW.allows(db, actor, matter):
        return None
    return Markup(render_template("mediation/terminations/withdraw_panel.html"))


def ended_on_person(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """The notices that concern the party: of the whole, or with whom mediation does not go on."""
    notices = queries.of_matter(db, actor, matter.id)
    if not notices:
        return None
    return Markup(render_template("mediation/terminations/ended_panel.html", notices=notices))


def landing(db: Db, matter_id: uuid.UUID, person_id: uuid.UUID) -> str | None:
    """Whoever has left, for themselves and all whose guardian they are, lands on the page that says so."""
    own = cases.spoken_for(db, matter_id, person_id)
    if not own or any(party.left_at is None for party in own):
        return None
    who = Actor(person=person_id, scope=matter_id)
    notice = queries.concerning(db, who)
    if notice is not None:
        return url_for("terminations.mine", notice_id=notice.id)
    return url_for("terminations.withdraw") if has_left(db, who) else None


def on_case(db: Db, actor: Actor, case: MediationCase) -> Markup | None:
    """For the staff of the case: the notices with the reason of the file, and the way to end it."""
    notices = queries.of_matter(db, actor, case.matter_id)
    may_end = case.state in MAY_STOP and END.allows(db, actor, case)
    if not notices and not may_end:
        return None
    return Markup(
        render_template(
            "mediation/terminations/case_panel.html", case=case, notices=notices, reasons=REASONS, may_end=may_end
        )
    )
