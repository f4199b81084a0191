"""Going on without one of several parties who never answers: as after a refusal, but nobody says that they refused.

Silence is no consent and no refusal (人民调解法 art.17): the law knows no answer by it, so after the time in which
somebody must be contacted (CLK-05) mediation ends with them alone, and the others decide anew.
"""

import uuid
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from mediation.cases import queries as found
from mediation.cases.models import MediationCase
from mediation.cases.policy import END
from mediation.cases.rules import CONTACT_WORKDAYS
from mediation.consents import queries, rules
from mediation.consents.following import ask_without
from mediation.consents.models import PartyConsent
from mediation.invitations.models import Invitation
from mediation.invitations.queries import by_party
from mediation.terminations import services as terminations
from portal.directory.workdays.queries import office_time
from portal.kernel import clock
from portal.kernel.db import Db, remembered
from portal.kernel.db.ids import born_at
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import show_day
from portal.kernel.policy import Actor, Conflict, require
from portal.matters.models import Party

REASON = "cannot_contact"


def silent_from(
    db: Db, case: MediationCase, parties: Sequence[Party], row: PartyConsent, invitation: Invitation | None
) -> date | None:
    """From which day on the others need not wait for this one of the ``parties``; None where that is no question: they
    have answered, they were never asked, or without them there are not two sides left."""
    office = remembered(db, ("office", case.center_id), lambda: office_time(db, case.center_id))
    rest = [one.role for one in parties if one.id != row.party_id]
    if case.state != "consent_pending" or not rules.is_dispute(rest) or _never_asked(row.party, invitation):
        return None
    asked = max(born_at(row.id), invitation.sent_at if invitation is not None else born_at(row.id))
    day = asked.astimezone(ZoneInfo(db.info["settings"].zone)).date()
    contacted_by, _provisional = office.add_workdays(day, CONTACT_WORKDAYS)
    return rules.wait_over(row.answer, row.later_on, contacted_by)


def _never_asked(party: Party, invitation: Invitation | None) -> bool:
    """Whether somebody who could be written to was not, or only at a wrong address: that is no silence. Of whoever can
    not be written to, the mediator says what was tried."""
    person, written = party.person, invitation is not None and invitation.denied_at is None
    return (
        party.role != "applicant"
        and not written
        and bool(person.phone_sealed or person.email_sealed or person.address_sealed)
    )


def part(db: Db, actor: Actor, case_id: uuid.UUID, party_id: uuid.UUID, words: str = "") -> MediationCase:
    """Mediation ends with the one who is silent; the others are asked anew. ``words``: what was tried, for the file."""
    found.get(db, actor, case_id)
    case = found.locked(db, case_id)
    require(db, actor, END, case)
    row = queries.of_party(db, case, party_id)
    invitation = by_party(db, case).get(party_id)
    day = silent_from(db, case, found.parties(db, case.matter_id), row, invitation)
    if day is None:
        raise Conflict(
            _("现在不能这样办：对方已经答复、还没有收到邀请，或者没有了这一方就不能调解。请看过最新的情况。")
        )
    if clock.today(db.info["settings"].zone) < day:
        raise Conflict(_("请等到%(day)s；到那一天还没有答复，才可以不再等这一方。", day=show_day(day)))
    key = "mediation.goes_on_without" if invitation is not None else None
    terminations.part(db, actor, case, row.party, REASON, words, key=key)
    ask_without(db, actor, case)
    return case
