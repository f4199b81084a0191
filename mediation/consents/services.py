"""Taking the parties' answers, from themselves or as the mediator wrote them down."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from mediation.cases import queries as found
from mediation.cases import services as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE
from mediation.consents import rules
from mediation.consents.following import follow
from mediation.consents.models import PartyConsent
from mediation.consents.policy import ANSWER
from mediation.invitations.queries import by_party
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.outbox import enqueue
from portal.kernel.policy import Actor, Conflict, require
from portal.matters import hearing
from portal.matters import services as acts
from portal.matters.guarding import let_guardian_in
from portal.matters.models import Party
from portal.people.consents.queries import in_force
from portal.people.consents.services import give
from portal.people.consents.texts import Notice, notice
from portal.people.persons.models import Person
from portal.people.persons.queries import guardian_gaps

MORNING = time(9)


@dataclass(frozen=True)
class Reply:
    """What somebody says. ``wants_public`` goes with a yes, ``later_on`` with 'later', ``reason`` with a no."""

    answer: str
    channel: str = "web"
    wants_public: bool | None = None
    later_on: date | None = None
    reason: str = ""


def answer(db: Db, actor: Actor, consent: PartyConsent, reply: Reply) -> MediationCase:
    """A party or their guardian answers; what follows from all answers is done at once."""
    case = found.locked(db, consent.case_id)
    require(db, actor, ANSWER, consent)
    _was_informed(db, actor)
    _take(db, actor, case, consent, reply)
    return case


def to_inform(db: Db, actor: Actor) -> Notice | None:
    """The notice for somebody who has given us nothing yet (个人信息保护法 art.17); who filed has read it."""
    told = actor.person is not None and in_force(db, actor.person, "service") is not None
    return None if told else notice()


def _was_informed(db: Db, actor: Actor) -> None:
    """It stood above the answer that is being taken."""
    shown = to_inform(db, actor)
    if shown is not None:
        give(db, actor, db.get_one(Person, actor.person), "service", shown.version, "web")


def record(db: Db, actor: Actor, consent: PartyConsent, reply: Reply) -> MediationCase:
    """The mediator writes down what a party said; the party is told that it was written down."""
    case = found.locked(db, consent.case_id)
    require(db, actor, MEDIATE, case)
    if reply.answer != "no" and not has_door(db, case, consent.party):
        raise Conflict(str(NO_DOOR))
    _take(db, actor, case, consent, reply)
    cases.tell_parties(db, case, "mediation.recorded", [consent.party])
    return case


NO_DOOR = _l("请先核对联系方式、发出邀请，再记录：本人要有自己的链接或密码，才能看到、才能随时停下来。")


def has_door(db: Db, case: MediationCase, party: Party) -> bool:
    """Whether somebody has a way in of their own: who filed has the receipt; nobody else is in it by word of mouth."""
    if party.role == "applicant":
        return True
    sent = by_party(db, case).get(party.id)
    return sent is not None and sent.denied_at is None


def _take(db: Db, actor: Actor, case: MediationCase, consent: PartyConsent, reply: Reply) -> None:
    db.refresh(consent)
    _refuse_unfit(db, case, consent, reply)
    _write(consent, actor, reply)
    db.flush()
    audit.record(db, actor, f"mediation.{reply.answer}", consent, ["answer", "wants_public", "later_on", "channel"])
    if reply.answer == "yes":
        _let_in(db, actor, case, consent.party)
    if reply.answer == "later":
        _remind(db, case, consent)
    hearing.heed(db, actor, case.matter, reply.reason)
    follow(db, actor, case)


def _refuse_unfit(db: Db, case: MediationCase, consent: PartyConsent, reply: Reply) -> None:
    asked_now = case.state == "consent_pending" and consent.round == case.round and consent.party.left_at is None
    if not asked_now or not rules.may_answer(consent.answer, reply.answer):
        raise Conflict(_("现在不能这样答复：情况已经有了变化，或者您已经答复过。请看过最新的情况。"))
    today = clock.today(db.info["settings"].zone)
    if reply.answer == "later" and not (reply.later_on and rules.later_fits(reply.later_on, today)):
        raise Conflict(_("请选明天到七天以内的一天。"))
    if reply.answer == "yes" and reply.wants_public is None:
        raise Conflict(_("请选择公开还是不公开调解。"))
    if reply.answer == "yes" and guardian_gaps(db, [consent.party.person], today):
        raise Conflict(_("未成年人参加调解，要先登记监护人，由监护人答复。请打电话告诉调解员。"))


def _write(consent: PartyConsent, actor: Actor, reply: Reply) -> None:
    consent.answered_at, consent.channel = clock.now(), reply.channel
    consent.answered_by, consent.recorded_by = actor.person, actor.account
    consent.later_on = reply.later_on if reply.answer == "later" else None
    consent.answer = reply.answer
    if reply.answer == "yes":
        consent.wants_public, consent.rights_version = reply.wants_public, rules.RIGHTS_VERSION
    if reply.answer == "no" and reply.reason:
        consent.reason = reply.reason


def _let_in(db: Db, actor: Actor, case: MediationCase, party: Party) -> None:
    """A yes opens the matter to the party, and to the guardian who said it for them."""
    act = "mediation.consented"
    acts.involve(db, actor, case.matter, "party", person_id=party.person_id, side=party.side, act=act)
    speaker = found.speakers(db, [party.person_id])[party.person_id]
    if speaker != party.person_id:
        let_guardian_in(db, actor, case.matter, party, speaker, act)


def _remind(db: Db, case: MediationCase, consent: PartyConsent) -> None:
    """On the morning of the day they named, not before."""
    assert consent.later_on is not None
    zone = ZoneInfo(db.info["settings"].zone)
    at = datetime.combine(consent.later_on, MORNING, zone)
    enqueue(db, "mediation.remind", key=f"{consent.id.hex}", at=at, consent=consent.id)
