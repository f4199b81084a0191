"""Checking how somebody is reached, sending, printing."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mediation.cases import clocks
from mediation.cases import queries as cases
from mediation.cases import services as acts_of_case
from mediation.cases.models import MediationCase
from mediation.consents.queries import of_party
from mediation.invitations import queries
from mediation.invitations.models import Invitation
from mediation.invitations.policy import INVITE
from mediation.invitations.rules import PIN_PURPOSE, Contact, missing
from portal.accounts.passes.services import mint_pin
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require
from portal.matters import services as acts
from portal.matters.models import Party
from portal.notices.services import notify
from portal.people.persons.models import Person
from portal.people.persons.queries import guardian_gaps
from portal.people.persons.services import PersonData, attach_guardian, correct

KEY = "mediation.invited"


@dataclass(frozen=True)
class Guardian:
    """A guardian to attach: who, and in what relation; ``consents`` to the handling of the ward's data."""

    name: str
    relation: str
    consents: bool = False


def invite(
    db: Db, actor: Actor, case_id: uuid.UUID, party_id: uuid.UUID, name: str, contact: Contact, *,
    born_on: date | None = None, guardian: Guardian | None = None, entity: Mapping[str, Any] | None = None,
) -> Invitation:  # fmt: skip
    """Put name and contact right and send; to the guardian where there is one (R-12). A resend voids the former letter.

    ``contact`` is of whoever is written to: the guardian, if one is or gets attached. ``entity``: person or body, as
    portal.people.persons.fields asks.
    """
    case, party = _asked(db, actor, case_id, party_id)
    if missing(contact):
        raise Conflict(_("请填写所选方式需要的号码或地址。"))
    ward = party.person
    _put_right(db, actor, ward, {"name": name, "born_on": born_on or ward.born_on, **(entity or {})})
    if guardian is not None:
        data = PersonData(name=guardian.name, contact_channel=contact.channel)
        attach_guardian(db, actor, ward, data, guardian.relation, consents=guardian.consents)
    _refuse_gap(db, ward)
    to = written_to(db, party)
    _put_right(db, actor, to, _as_stored(contact))
    row = _send(db, actor, case, party, to)
    acts_of_case.begin_work(db, actor, case.matter)
    _tell(db, actor, case)
    return row


def _asked(db: Db, actor: Actor, case_id: uuid.UUID, party_id: uuid.UUID) -> tuple[MediationCase, Party]:
    cases.get(db, actor, case_id)
    case = cases.locked(db, case_id)
    require(db, actor, INVITE, case)
    consent = of_party(db, case, party_id)
    if consent.party.role == "applicant" or consent.answer in ("yes", "no"):
        raise Conflict(_("这一方已经答复，不用再邀请。"))
    return case, consent.party


def _refuse_gap(db: Db, ward: Person) -> None:
    """R-12: no letter to a minor without a guardian, under fourteen without the guardian's consent."""
    gap = guardian_gaps(db, [ward], clock.today(db.info["settings"].zone)).get(ward.id)
    if gap == "guardian":
        raise Conflict(_("对方未满十八周岁，请先登记监护人，邀请发给监护人。"))
    if gap == "consent":
        raise Conflict(_("对方未满十四周岁，请先记录监护人同意处理孩子的信息。"))


def _as_stored(contact: Contact) -> dict[str, Any]:
    reached = {"phone": contact.phone, "email": contact.email, "address": contact.address}
    return {"contact_channel": contact.channel, **{name: value or None for name, value in reached.items()}}


def _put_right(db: Db, actor: Actor, person: Person, wanted: Mapping[str, Any]) -> None:
    changed = {name: value for name, value in wanted.items() if getattr(person, name) != value}
    if changed:
        correct(db, actor, person, **changed)


def _send(db: Db, actor: Actor, case: MediationCase, party: Party, to: Person) -> Invitation:
    assert actor.account is not None
    row = Invitation(case_id=case.id, party_id=party.id, person_id=to.id, sent_by=actor.account, sent_at=clock.now())
    call = case.committee.phone
    notice = notify(db, KEY, person_id=to.id, matter_id=case.matter_id, case=case.id, call=call)
    row.notice_id = notice.id
    db.add(row)
    db.flush()
    audit.record(db, actor, "mediation.invited", row, ["person", "channel"])
    return row


def _tell(db: Db, actor: Actor, case: MediationCase) -> None:
    """The first letter is the first feedback to whoever filed; the last one means that everybody was contacted."""
    sent = queries.by_party(db, case)
    if len(sent) == 1:
        acts.say(
            db, actor, case.matter, "mediation.invited", holder=case.committee, next_key="next.replies",
            next_due=case.matter.next_due_at,
        )  # fmt: skip
        clocks.tell(db, actor, case.matter, "feedback.given")
    if queries.contacted(db, case):
        clocks.tell(db, actor, case.matter, "respondent.contacted")


@dataclass(frozen=True)
class Letter:
    """What stands on paper: to whom, and how they may answer. The PIN is kept nowhere."""

    name: str
    address: str
    pin: str
    case: MediationCase
    site: str


def print_letter(db: Db, actor: Actor, case_id: uuid.UUID, party_id: uuid.UUID) -> Letter:
    """A letter to hand over or to post; its PIN voids the one sent before."""
    case, party = _asked(db, actor, case_id, party_id)
    _refuse_gap(db, party.person)
    to = written_to(db, party)
    audit.note(db, actor, "read", to, ["address"])
    if queries.newest(db, case, to.id) is None:
        raise Conflict(_("请先核对联系方式并发出邀请，再打印信件。"))
    pin = mint_pin(db, case.id, to.id, PIN_PURPOSE)
    audit.record(db, actor, "mediation.letter_printed", case, ["pin"])
    return Letter(to.name, to.address or "", pin, case, db.info["settings"].base_url)


def written_to(db: Db, party: Party) -> Person:
    """Whom the letter for a party goes to: their guardian if they have one."""
    return db.get_one(Person, cases.speakers(db, [party.person_id])[party.person_id])
