"""The oral agreement on the pages of its mediation and of its parties."""

from flask import render_template
from markupsafe import Markup

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.oral import queries, rules
from mediation.oral.content import load
from mediation.oral.policy import CONTEST, READ, SEAL
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.forms import ActionForm
from portal.kernel.policy import Actor
from portal.matters.models import Matter


def on_case(db: Db, actor: Actor, case: MediationCase) -> Markup | None:
    """For whoever opens the file: what was agreed, the seal, what was said against it."""
    oral = queries.of_case(db, case.id) if case.state in rules.BOUND else None
    if oral is None or not READ.allows(db, actor, oral):
        return None
    audit.note(db, actor, "oral.read", oral, ["content", "words"])
    told = {"content": load(oral.content), "objections": queries.objections(db, oral)}
    may_seal = oral.seal_at is None and SEAL.allows(db, actor, oral)
    return Markup(
        render_template(
            "mediation/oral/case_panel.html", oral=oral, may_seal=may_seal, form=ActionForm(), **told
        )
    )  # fmt: skip


def on_person(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """For a party: what was recorded, and until when they may say that it is wrong."""
    case = cases.of_matter(db, matter.id)
    oral = queries.of_case(db, case.id) if case is not None and case.state in rules.BOUND else None
    if oral is None or not CONTEST.allows(db, actor, oral):
        return None
    audit.note(db, actor, "oral.read", oral, ["content"])
    zone = db.info["settings"].zone
    own = [one for one in queries.objections(db, oral) if one.person_id == actor.person]
    return Markup(
        render_template(
            "mediation/oral/person_panel.html", oral=oral, content=load(oral.content), own=own,
            until=rules.contest_until(oral.recorded_at, zone),
            open=rules.may_contest(oral.recorded_at, clock.today(zone), zone),
        )
    )  # fmt: skip
