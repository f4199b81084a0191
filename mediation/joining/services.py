"""Writing somebody more down: what was accepted waits again until they have agreed."""

import uuid

from mediation.cases import queries as found
from mediation.cases import services as cases
from mediation.cases.models import MediationCase
from mediation.cases.rules import CONTACT_WORKDAYS
from mediation.consents.following import knows
from mediation.consents.models import PartyConsent
from mediation.extensions.following import drop as drop_extension
from mediation.joining import queries
from mediation.joining.policy import JOIN
from mediation.joining.rules import ASKED, JOINABLE, in_it_already
from mediation.meetings import queries as calendar
from mediation.meetings.interruptions import call_off
from mediation.rooms.services import close_all
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require
from portal.matters import services as acts
from portal.matters.models import Party
from portal.matters.opening import add_respondent
from portal.people.persons.services import PersonData


def join(db: Db, actor: Actor, case_id: uuid.UUID, data: PersonData) -> Party:
    """A respondent more. They see nothing before they have said who they are and agreed; all others are told."""
    queries.get(db, actor, case_id)
    case = found.locked(db, case_id)
    require(db, actor, JOIN, case)
    if case.state not in JOINABLE:
        raise Conflict(_("调解已经开始或者结束，不能再加当事人。可以先和现有各方谈，另外的一方请重新登记一件。"))
    before = found.parties(db, case.matter_id)
    if in_it_already(data.name, (party.person.name for party in before)):
        raise Conflict(_("%(name)s已经是这件事的当事人。", name=data.name))
    told = [party for party in before if case.declared_at is not None and knows(db, case, party)]
    _stand_still(db, actor, case)
    party = add_respondent(db, actor, case.matter, data)
    audit.record(db, actor, "mediation.joined", case, ["parties"])
    acts.say(db, actor, case.matter, "mediation.joined", name=party.person.name)
    if case.state in ASKED:
        _ask(db, case, party)
        cases.tell_parties(db, case, "mediation.joined", told)
    if actor.account != case.mediator_id and case.declared_at is not None:
        cases.tell_mediator(db, case, "mediation.joined_anew")
    return party


def _stand_still(db: Db, actor: Actor, case: MediationCase) -> None:
    """R-03: what goes beyond the question stops before there is somebody who has not agreed."""
    drop_extension(db, actor, case)
    if case.state in ASKED - {"consent_pending"}:
        call_off(db, actor, case, calendar.coming(db, case))
        close_all(db, actor, case)
        cases.move(db, actor, case, "consent_pending")


def _ask(db: Db, case: MediationCase, party: Party) -> None:
    """The question is put to them alone; who has said yes need not say it again."""
    db.add(PartyConsent(case_id=case.id, party_id=party.id, round=case.round))
    db.flush()
    cases.comes_next(case, "next.joiner", acts.workdays_from_now(db, CONTACT_WORKDAYS))
