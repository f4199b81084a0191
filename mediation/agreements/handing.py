"""The code of a signature, handed over in the hall: for whoever has no phone or mailbox of their own to send it to.

They stand there with their document, which was looked at just now, and get the digits on a slip; they type them
themselves. Never from the mediator of the case: one person alone must not be able to sign for another.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from mediation.agreements import gates, queries, reaching, rules
from mediation.agreements.models import Signer
from mediation.agreements.policy import HAND_CODE
from mediation.agreements.signing import SIGN_CODE
from mediation.cases import queries as cases
from portal.accounts.models import OneTimeCode
from portal.accounts.passes.codes import fill_code, start_code
from portal.accounts.passes.services import held_from_window
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, Refused, require
from portal.matters.identities.pins import FRESH
from portal.matters.identities.queries import newest as newest_check
from portal.matters.models import Matter
from portal.people.persons.models import Person


@dataclass(frozen=True)
class Waiting:
    """Somebody who is to sign and cannot be sent a code; ``seen``: their document was looked at just now."""

    signer: Signer
    seen: bool


@dataclass(frozen=True)
class Slip:
    """What is shown once: whose, and the digits, good for ten minutes."""

    name: str
    digits: str


def waiting(db: Db, actor: Actor, matter: Matter) -> list[Waiting]:
    """Who needs a slip in this matter, for those who may hand it over."""
    if not HAND_CODE.allows(db, actor, matter):
        return []
    return [Waiting(one, seen_now(db, matter, one.person_id)) for one in _unreached(db, matter)]


def _unreached(db: Db, matter: Matter) -> Sequence[Signer]:
    case = cases.of_matter(db, matter.id)
    agreement = queries.of_case(db, case.id) if case is not None else None
    version = queries.newest(db, agreement) if agreement is not None else None
    if version is None or version.state != "open" or version.path != "electronic":
        return []
    mine = (one for one in version.signers if one.kind == rules.PARTY and one.marked_at is None)
    return [one for one in mine if not one.wants_ink and reaching.why_not(db, db.get_one(Person, one.person_id))]


def seen_now(db: Db, matter: Matter, person_id: uuid.UUID | None) -> bool:
    """Whether somebody's document was looked at within the last half hour."""
    check = newest_check(db, matter.id, [person_id]).get(person_id) if person_id is not None else None
    return check is not None and check.seen_at > clock.now() - FRESH


def refuse_unknown(db: Db, matter: Matter, person_id: uuid.UUID | None) -> None:
    """Whoever comes with a PIN that one member of staff alone has handed out does not sign with it: the mediator must
    have said first that it is they, or one clerk could sign for somebody who never came."""
    if person_id in held_from_window(db, matter.id):
        raise Conflict(_("这位当事人的查询密码是窗口刚补办的。请调解员先确认是本人，再给验证码。"))


def hand_over(db: Db, actor: Actor, matter: Matter, signer_id: uuid.UUID) -> Slip:
    """Mint the digits and show them once; they end ten minutes later, or when they are asked for anew."""
    require(db, actor, HAND_CODE, matter)
    case = cases.of_matter(db, matter.id)
    if case is None:
        raise Refused(HAND_CODE.name)
    cases.locked(db, case.id)
    signer = next((one for one in _unreached(db, matter) if one.id == signer_id), None)
    if signer is None:
        raise Conflict(_("现在没有要交给这位当事人的验证码。"))
    if not seen_now(db, matter, signer.person_id):
        raise Conflict(_("请先当面看本人的证件并登记，再给验证码。"))
    refuse_unknown(db, matter, signer.person_id)
    if signer.consented_at is None or gates.pending(signer):
        raise Conflict(_("请本人先在自己的页面上读完、确认，并同意用电子签名。"))
    digits = minted(db, SIGN_CODE, signer.id)
    signer.code_by = actor.account
    db.flush()
    audit.record(db, actor, "agreement.code_handed", signer, ["code_by"])
    return Slip(signer.hand, digits)


def minted(db: Db, purpose: str, subject: uuid.UUID) -> str:
    """A code that is sent to nobody: whoever stands here reads it off the slip."""
    start_code(db, purpose, subject)
    rows = select(OneTimeCode.id).where(OneTimeCode.purpose == purpose, OneTimeCode.subject == subject)
    code_id = db.scalars(rows.order_by(OneTimeCode.created_at.desc(), OneTimeCode.id.desc()).limit(1)).one()
    digits = fill_code(db, code_id)
    if digits is None:
        raise Conflict(_("请过一分钟再给一次。"))
    return digits
