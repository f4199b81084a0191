"""The last mark is in: from that instant the agreement binds, and everybody who must know is told."""

from datetime import date

from mediation.agreements import queries, rules
from mediation.agreements.models import Agreement, AgreementVersion
from mediation.agreements.people import speakers
from mediation.cases import clocks
from mediation.cases import services as acts
from mediation.cases.models import MediationCase
from portal.contracts.events import AgreementEffective
from portal.documents.papers import deliveries
from portal.documents.papers import services as papers
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.i18n import gettext as _
from portal.kernel.outbox import enqueue
from portal.kernel.policy import Actor, Conflict
from portal.matters.models import Matter
from portal.matters.services import say

CONFIRMATION = "CLK-18"
"""The clock of judicial confirmation: 30 calendar days from the effect (R-04)."""


def take_effect(db: Db, actor: Actor, case: MediationCase, agreement: Agreement, version: AgreementVersion) -> None:
    """R-01 decides the instant; the caller has checked the last act and holds the case.

    The files follow: the worker puts the signatures in and seals (on screen), or seals the annex (in ink).
    """
    at = rules.effective_at(queries.marks(version))
    if at is None or agreement.state != "signing" or version.state != "open":
        raise Conflict(_("还有人没有签署，协议还不能生效。"))
    version.become("effective")
    version.effective_at = at
    agreement.state, agreement.effective_at = "effective", at
    acts.move(db, actor, case, "effective")
    matter = db.get_one(Matter, case.matter_id)
    last_day = _start_clocks(db, actor, matter, version)
    papers.in_force(db, actor, version.paper, at, last_day)
    receivers = dict.fromkeys(one.person.id for one in speakers(db, matter.id))
    deliveries.promise(db, actor, version.paper, receivers, last_day)
    audit.record(db, actor, "agreement.effective", agreement, ["effective_at"])
    enqueue(db, rules.BIND, key=version.id.hex, version=version.id)
    _tell(db, actor, case, matter, version, last_day)
    publish(db, AgreementEffective(matter.id, agreement.id))


def _start_clocks(db: Db, actor: Actor, matter: Matter, version: AgreementVersion) -> date | None:
    """The clocks of mediation stop; that of judicial confirmation starts where the class allows it (R-05)."""
    started = clocks.tell(db, actor, matter, "agreement.effective", version.effective_at)
    days = (row.last_day for row in started if row.code == CONFIRMATION)
    return next(days, None) if version.confirmable else None


def _tell(
    db: Db, actor: Actor, case: MediationCase, matter: Matter, version: AgreementVersion, last_day: date | None
) -> None:
    number = version.paper.number_text
    say(db, actor, matter, "agreement.effective", next_key="next.perform", number=number)
    if last_day is None:
        acts.tell_parties(db, case, "agreement.effective", number=number)
    else:
        acts.tell_parties(db, case, "agreement.effective_confirmable", number=number, last_on=last_day)
    acts.tell_mediator(db, case, "agreement.in_force")
