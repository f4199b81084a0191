"""Staff's acts on a frozen version: mediator and recorder sign, identity is seen, ink written down, the head seals."""

import uuid
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app

from mediation.agreements import ink, pages, queries, rules, sealing, signing
from mediation.agreements.models import Agreement, AgreementVersion, Signer
from mediation.agreements.policy import FILL, SEAL, SHOW
from mediation.agreements.signing_forms import AttestForm, IdentityForm, InkForm, SealForm, StaffSignForm
from mediation.agreements.views import opened
from mediation.agreements.words import ROLES
from mediation.cases.models import MediationCase
from portal.accounts.attempts import services as attempts
from portal.accounts.attempts.words import shut
from portal.accounts.passwords.checking import check
from portal.accounts.passwords.services import key_of
from portal.accounts.sessions.queries import account_of
from portal.accounts.typed import said
from portal.kernel import clock
from portal.kernel.files import services as files
from portal.kernel.forms import Form
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Refused
from portal.kernel.web import Answer, access, actor, db, goto, render, tell

bp = Blueprint("agreement_acts", __name__, url_prefix="/cases/<uuid:case_id>/agreement")
queue_bp = Blueprint("seal_queue", __name__)


def _being_signed(case_id: uuid.UUID) -> tuple[MediationCase, Agreement, AgreementVersion]:
    case, agreement = opened(case_id)
    version = queries.newest(db(), agreement) if agreement is not None else None
    if agreement is None or version is None:
        raise Refused(SHOW.name)
    return case, agreement, version


def _is_holder(form: Form, password: str) -> bool:
    """Ask for the password once more before a signature; wrong ones are counted (electronic signature, art.13)."""
    account = account_of(db(), actor())
    if account is None:
        return False
    db().flush()  # the note of what this page read outlives the rollback that checking a password begins with
    checked = check(db(), key_of(account), account.password_hash, password)
    if checked.right:
        attempts.cleared(db(), key_of(account))
        return True
    wrong = _("登录密码不对，请再核对。")
    form.refuse("password", shut(db(), checked.locked_until) if checked.locked_until else wrong)
    return False


@bp.route("/sign", methods=["GET", "POST"])
@access(FILL)
def sign(case_id: uuid.UUID) -> Answer:
    """The mediator or the recorder signs."""
    case, _agreement, version = _being_signed(case_id)
    mine = [one for one in version.signers if FILL.allows(db(), actor(), one)]
    if not mine or version.path != "electronic":
        raise Refused(FILL.name)
    form = StaffSignForm(data={"seen": version.edition})
    written = form.written() if form.validate_on_submit() else None
    if written is not None and _is_holder(form, said(form.password)):
        signing.fill(db(), actor(), case_id, form.seen.data or 0, written)
        tell(_("您已签名。"))
        return goto("agreements.show", case_id=case_id)
    shown = {"me": mine[0], "role": ROLES[mine[0].kind], **pages.version_text(db(), version)}
    return render("mediation/agreements/staff_sign.html", form=form, case=case, version=version, **shown)


@bp.route("/seal", methods=["GET", "POST"])
@access(SEAL)
def seal(case_id: uuid.UUID) -> Answer:
    """The head of the committee checks and seals; the page says that this puts the agreement in force."""
    case, agreement, version = _being_signed(case_id)
    if not SEAL.allows(db(), actor(), case):
        raise Refused(SEAL.name)
    form = SealForm(data={"seen": version.edition})
    if form.validate_on_submit() and _is_holder(form, said(form.password)):
        sealing.seal(db(), actor(), case_id, form.seen.data or 0)
        tell(_("已盖章，协议从这一刻起生效。带签名的文件正在生成，通常一分钟内。"))
        return goto("agreements.show", case_id=case_id)
    shown = pages.of_signing(db(), actor(), case, agreement)
    return render("mediation/agreements/seal.html", form=form, **shown)


@bp.route("/signers/<uuid:signer_id>/identity", methods=["GET", "POST"])
@access(SHOW)
def identity(case_id: uuid.UUID, signer_id: uuid.UUID) -> Answer:
    """Staff saw the document of a signer."""
    case, _agreement, version = _being_signed(case_id)
    signer = queries.signer(version, signer_id)
    methods = [name for name in rules.IDENTITY_FOR.get(signer.who, ()) if name in rules.BY_STAFF]
    form = IdentityForm(methods=methods, data={"method": methods[0] if methods else "", "seen": version.edition})
    if form.validate_on_submit():
        tail = (form.tail.data or "").upper()
        sealing.record_identity(db(), actor(), case_id, form.seen.data or 0, signer_id, form.method.data or "", tail)
        tell(_("已登记身份核对。"))
        return goto("agreements.show", case_id=case_id)
    return render("mediation/agreements/identity.html", form=form, case=case, signer=signer)


@bp.route("/signers/<uuid:signer_id>/ink", methods=["GET", "POST"])
@access(SHOW)
def ink_mark(case_id: uuid.UUID, signer_id: uuid.UUID) -> Answer:
    """One signature, fingerprint or stamp on the sheet is written down."""
    case, _agreement, version = _being_signed(case_id)
    signer = queries.signer(version, signer_id)
    if version.path != "ink":
        raise Refused(SHOW.name)
    zone = current_app.extensions["portal"].settings.zone
    form = InkForm(marks=sorted(rules.MARKS["ink"][signer.kind]), data=_ink_data(signer, version.edition))
    if form.validate_on_submit():
        made = ink.InkMark(form.mark.data or "", form.instant(zone), form.witness.data or "")
        ink.record(db(), actor(), case_id, form.seen.data or 0, signer_id, made)
        tell(_("已登记：%(name)s。", name=signer.name))
        return goto("agreements.show", case_id=case_id)
    return render("mediation/agreements/ink_mark.html", form=form, case=case, signer=signer)


def _ink_data(signer: Signer, edition: int) -> dict[str, object]:
    zone = current_app.extensions["portal"].settings.zone
    at = (signer.marked_at or clock.now()).astimezone(ZoneInfo(zone))
    return {"mark": signer.mark, "at": at, "witness": signer.witness or "", "seen": edition}


@bp.route("/ink", methods=["GET", "POST"])
@access(SHOW)
def attest(case_id: uuid.UUID) -> Answer:
    """The scan is uploaded, matched by code and hash, and attested: in force since the last mark on it."""
    case, _agreement, version = _being_signed(case_id)
    if version.path != "ink":
        raise Refused(SHOW.name)
    form = AttestForm(data={"seen": version.edition})
    chosen = form.chosen() if form.validate_on_submit() else None
    if chosen is not None and not ink.matches(db(), version, form.code.data or "", form.digest.data or ""):
        form.refuse("code", _("纸上的核验码或文本指纹与这一版不一致，请核对纸上印的内容。"))
    elif chosen is not None:
        taken, refused = files.prepare_all(db(), [chosen], current_app.extensions["portal"].settings)
        for prepared in taken:
            given = {"code": form.code.data or "", "digest": form.digest.data or ""}
            ink.attest(db(), actor(), case_id, form.seen.data or 0, prepared, **given)
            tell(_("已登记，协议自印章加盖时起生效。"))
            return goto("agreements.show", case_id=case_id)
        for _name, sentence in refused:
            form.refuse("file", sentence)
    return render("mediation/agreements/attest.html", form=form, case=case, version=version)


@queue_bp.get("/desk/seals")
@access(SEAL)
def waiting() -> Answer:
    """What waits for the seal of the actor's committee."""
    rows = queries.to_seal(db(), actor())
    return render("mediation/agreements/queue.html", rows=rows)
