"""The agreement on other pages: the mediator's file, the party's matter."""

import uuid

from flask import render_template, url_for
from markupsafe import Markup

from mediation.agreements import handing, queries, rules
from mediation.agreements.models import Signer
from mediation.agreements.my_views import OWED, step_of
from mediation.agreements.policy import DRAFT, SHOW
from mediation.agreements.words import STATES, VERSION_STATES
from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from portal.kernel.db import Db
from portal.kernel.feature import Waiting
from portal.kernel.forms import ActionForm
from portal.kernel.policy import Actor, Refused
from portal.matters.models import Matter


def for_case(db: Db, actor: Actor, case: MediationCase) -> Markup | None:
    """How the agreement stands, and the way to it."""
    if not SHOW.allows(db, actor, case):
        return None
    agreement = queries.of_case(db, case.id)
    version = queries.newest(db, agreement) if agreement is not None else None
    if agreement is None and (case.state not in rules.DRAFTABLE or not DRAFT.allows(db, actor, case)):
        return None
    return Markup(
        render_template(
            "mediation/agreements/case_panel.html", case=case, agreement=agreement, version=version, states=STATES,
            version_states=VERSION_STATES,
        )
    )  # fmt: skip


def for_person(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """What the agreement asks of a party now."""
    try:
        mine = queries.mine(db, actor)
    except Refused:
        return None
    if mine.agreement.matter_id != matter.id:
        return None
    step = step_of(mine)
    kind = Waiting if step in OWED else Markup
    return kind(
        render_template("mediation/agreements/person_panel.html", step=step, owed=step in OWED, version=mine.version)
    )


def for_desk(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """In the hall: whoever is to sign and cannot be sent a code gets it here, on a slip."""
    found = handing.waiting(db, actor, matter)
    if not found:
        return None
    shown = {"waiting": found, "form": ActionForm(), "matter": matter}
    return Markup(render_template("mediation/agreements/code_panel.html", **shown))


def landing(db: Db, matter_id: uuid.UUID, person_id: uuid.UUID) -> str | None:
    """Whoever owes a signature lands on the page to read and sign."""
    case = cases.of_matter(db, matter_id)
    agreement = queries.of_case(db, case.id) if case is not None else None
    version = queries.newest(db, agreement) if agreement is not None else None
    if version is None or version.state != "open":
        return None
    owes: list[Signer] = [one for one in version.signers if one.person_id == person_id and one.marked_at is None]
    return url_for("my_agreement.read") if owes else None
