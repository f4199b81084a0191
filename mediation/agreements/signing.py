"""What somebody who signs does, one act after another: confirm, agree to sign on screen, show who they are, sign."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from mediation.agreements import gates, queries, reaching, rules
from mediation.agreements.models import Agreement, AgreementVersion, Signer
from mediation.agreements.policy import FILL, SIGN
from mediation.agreements.queries import Mine
from mediation.agreements.strokes import Drawing
from mediation.agreements.written import refuse_others_than_written
from mediation.cases import queries as cases
from mediation.cases import services as acts
from mediation.cases.models import MediationCase
from portal.accounts.grants.queries import holders
from portal.accounts.passes.codes import check_code, start_code
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require
from portal.matters import hearing
from portal.matters.models import Matter
from portal.matters.services import say
from portal.people.persons.models import Person

IDENTITY_CODE, SIGN_CODE = "sign-identity", "sign"


@dataclass(frozen=True)
class Written:
    """How somebody signed: their name as typed, or the drawing."""

    typed: str = ""
    drawing: Drawing | None = None

    @property
    def mark(self) -> str:
        """A kind of rules.MARKS."""
        return "drawn" if self.drawing is not None else "typed"


def _held(db: Db, actor: Actor, edition: int) -> Mine:
    """What lies before a party, held until the commit; a page of another version is stale."""
    seen = queries.mine(db, actor)
    cases.locked(db, seen.agreement.case_id)
    mine = queries.mine(db, actor)
    for signer in mine.signers:
        require(db, actor, SIGN, signer)
    if mine.version.edition != edition:
        raise Conflict(_("协议书已经改为第 %(n)s 版，您看的是旧的一版。请先看新的一版。", n=mine.version.edition))
    if mine.version.state != "open" or mine.agreement.state != "signing":
        raise Conflict(_("协议书现在不在签署中。请看最新的情况。"))
    return mine


def note_read(db: Db, mine: Mine) -> None:
    """A read mark, on its own connection: when each first had the text before them."""
    unread = [signer.id for signer in mine.signers if signer.read_at is None]
    if not unread or mine.version.state != "open":
        return
    with db.info["database"].writing() as own:
        for signer_id in unread:
            row = own.get_one(Signer, signer_id, with_for_update=True)
            row.read_at = row.read_at or clock.now()


def confirm(db: Db, actor: Actor, edition: int) -> None:
    """ "This is what I agreed to": for this version and no other."""
    mine, now = _held(db, actor, edition), clock.now()
    for signer in mine.signers:
        signer.confirmed_at, signer.read_at = now, signer.read_at or now
        signer.confirmed_way, signer.confirmed_by = "screen", None
    _done(db, actor, mine.signers, "agreement.confirmed", ["confirmed_at"])


def ask_change(db: Db, actor: Actor, edition: int, words: str) -> None:
    """ "Please change": the mediator reads why; nothing is sealed until a new version is there or they confirm anew."""
    mine = _held(db, actor, edition)
    for signer in mine.signers:
        signer.change_at, signer.change = clock.now(), words
    _done(db, actor, mine.signers, "agreement.change_asked", ["change"])
    _tell_mediator(db, mine.agreement, "agreement.change_asked")
    hearing.heed(db, actor, db.get_one(Matter, mine.agreement.matter_id), words)


def prefer_ink(db: Db, actor: Actor, edition: int) -> None:
    """Nobody has to sign on screen (电子签名法 art.3), also not who has signed so already: until the seal the consent
    may be taken back, and then this version is never sealed. Mediator and head learn of it."""
    mine = _held(db, actor, edition)
    for signer in mine.signers:
        signer.prefers_ink_at = clock.now()
    withdrawn = any(signer.withdrawn for signer in mine.signers)
    key = "agreement.esign_withdrawn" if withdrawn else "agreement.ink_preferred"
    _done(db, actor, mine.signers, key, ["prefers_ink_at"])
    _tell_mediator(db, mine.agreement, key)
    if withdrawn:
        case = db.get_one(MediationCase, mine.agreement.case_id)
        for account in holders(db, "committee_head", case.committee_id):
            acts.tell_mediator(db, case, key, account.id)


def consent(db: Db, actor: Actor, edition: int) -> None:
    """The agreement to sign electronically, before anything is signed (电子签名法 art.3)."""
    mine, now = _electronic(db, actor, edition), clock.now()
    for signer in mine.signers:
        if signer.confirmed_at is None or gates.pending(signer):
            raise Conflict(_("请先读完协议书并确认内容。"))
        if signer.withdrawn:
            raise Conflict(_("您已经撤回了电子签名，请等调解员约您在纸上签。"))
        if signer.marked_at is not None:
            raise Conflict(_("您已经签过了。"))
        signer.consented_at = now
        if signer.prefers_ink_at == now:
            signer.prefers_ink_at = None
    _done(db, actor, mine.signers, "agreement.esign_accepted", ["consented_at"])


def _electronic(db: Db, actor: Actor, edition: int) -> Mine:
    """Only where electronic signing is open; asked again at each act, for a class may be corrected meanwhile (R-06)."""
    mine = _held(db, actor, edition)
    gates.refuse_paper_only(db, mine.agreement, mine.version)
    return mine


def start_identity_code(db: Db, actor: Actor, edition: int) -> None:
    """Have a code sent by which the signer shows who they are."""
    mine = _electronic(db, actor, edition)
    first = mine.signers[0]
    if not rules.may_identify(first.who, "code"):
        raise Conflict(_("请带证件找调解员或到调委会，由工作人员当面核对。"))
    reaching.refuse_unreachable(db, db.get_one(Person, first.person_id))
    start_code(db, IDENTITY_CODE, first.id, person_id=first.person_id)


def check_identity_code(db: Db, actor: Actor, edition: int, typed: str) -> bool:
    """The code came back: recorded as the way identity was checked. After False the view must ``keep_writes()``."""
    mine = _electronic(db, actor, edition)
    if not check_code(db, IDENTITY_CODE, mine.signers[0].id, typed):
        return False
    for signer in mine.signers:
        if rules.may_identify(signer.who, "code") and signer.identity_at is None:
            signer.identity_method, signer.identity_at = "code", clock.now()
    _done(db, actor, mine.signers, "agreement.identity_checked", ["identity_method"])
    return True


def start_sign_code(db: Db, actor: Actor, edition: int) -> None:
    """Have the code sent that goes with the signature; to whom none can be sent it is handed over (handing.py)."""
    mine = _electronic(db, actor, edition)
    first = mine.signers[0]
    reaching.refuse_unreachable(db, db.get_one(Person, first.person_id))
    for signer in mine.signers:
        signer.code_by = None
    start_code(db, SIGN_CODE, first.id, person_id=first.person_id)


def sign(db: Db, actor: Actor, edition: int, written: Written, code: str) -> bool:
    """Sign: the name drawn or typed, and the code. After False (wrong code) the view must ``keep_writes()``."""
    mine = _electronic(db, actor, edition)
    refuse_others_than_written(db, mine.version)
    _refuse_unready(mine, written)
    if not check_code(db, SIGN_CODE, mine.signers[0].id, code):
        return False
    for signer in mine.signers:
        signer.code_at = clock.now()
        _mark(signer, written)
    _done(db, actor, mine.signers, "agreement.signed", ["mark", "marked_at"])
    _tell_signed(db, actor, mine.agreement, mine.version)
    return True


def _refuse_unready(mine: Mine, written: Written) -> None:
    for signer in mine.signers:
        if signer.marked_at is not None:
            raise Conflict(_("您已经签过了。"))
        if signer.confirmed_at is None or gates.pending(signer):
            raise Conflict(_("请先读完协议书并确认内容。"))
        if signer.consented_at is None or signer.wants_ink:
            raise Conflict(_("请先同意使用电子签名。"))
        if signer.identity_at is None:
            raise Conflict(_("请先核对身份。"))
        if written.drawing is None and not same_name(written.typed, signer):
            raise Conflict(_("请输入与协议书上一样的姓名：%(name)s。", name=signer.hand))


def same_name(typed: str, signer: Signer) -> bool:
    """Blanks are forgiven, nothing else."""
    return "".join(typed.split()) == "".join(signer.hand.split())


def _mark(signer: Signer, written: Written) -> None:
    signer.mark, signer.marked_at = written.mark, clock.now()
    if written.drawing is not None:
        signer.strokes, signer.strokes_sha256 = written.drawing.text, written.drawing.sha256


def fill(db: Db, actor: Actor, case_id: uuid.UUID, edition: int, written: Written) -> None:
    """The mediator or the recorder signs, when all parties have (R-08). Their password was asked for just before."""
    case = cases.get(db, actor, case_id)
    cases.locked(db, case.id)
    agreement = queries.get(db, actor, case.id)
    version = gates.open_version(db, agreement, edition)
    gates.refuse_paper_only(db, agreement, version)
    mine = [one for one in version.signers if one.marked_at is None and FILL.allows(db, actor, one)]
    if not mine:
        raise Conflict(_("这里没有要您签的，或者您已经签过了。"))
    for signer in mine:
        gates.refuse_out_of_turn(version, signer.kind)
        if written.drawing is None and not same_name(written.typed, signer):
            raise Conflict(_("请输入与协议书上一样的姓名：%(name)s。", name=signer.hand))
        signer.read_at = signer.read_at or clock.now()
        _mark(signer, written)
    _done(db, actor, mine, "agreement.signed", ["mark", "marked_at"])
    _tell_signed(db, actor, agreement, version)


def _tell_signed(db: Db, actor: Actor, agreement: Agreement, version: AgreementVersion) -> None:
    """One sentence for everybody, without names; whoever comes next is told."""
    case = cases.of_matter(db, agreement.matter_id)
    assert case is not None
    left = sum(one.marked_at is None for one in version.signers)
    matter = db.get_one(Matter, agreement.matter_id)
    seal_next = left == 1
    say(
        db, actor, matter, "agreement.one_signed",
        next_key="next.agreement_seal" if seal_next else "next.agreement_sign", left=left,
    )  # fmt: skip
    if seal_next:
        for account in holders(db, "committee_head", case.committee_id):
            acts.tell_mediator(db, case, "agreement.to_seal", account.id)
    elif rules.in_turn(rules.MEDIATOR, queries.marks(version)):
        _tell_mediator(db, agreement, "agreement.your_turn")


def _tell_mediator(db: Db, agreement: Agreement, key: str) -> None:
    acts.tell_mediator(db, db.get_one(MediationCase, agreement.case_id), key)


def _done(db: Db, actor: Actor, signers: Iterable[Signer], action: str, fields: list[str]) -> None:
    db.flush()
    for signer in signers:
        audit.record(db, actor, action, signer, fields)
