"""Staff's acts on a version on screen: mediator and recorder sign, the head seals."""

import uuid

from flask import Blueprint

from mediation.agreements import pages, queries, sealing, signing, vouching, waiting
from mediation.agreements.models import Agreement, AgreementVersion
from mediation.agreements.policy import FILL, SEAL, SHOW
from mediation.agreements.signing_forms import SealForm, StaffSignForm
from mediation.agreements.views import opened
from mediation.agreements.words import ROLES
from mediation.cases.models import MediationCase
from portal.accounts.passwords.confirming import is_holder
from portal.accounts.typed import said
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Refused
from portal.kernel.web import Answer, access, actor, db, goto, render, tell

bp = Blueprint("agreement_acts", __name__, url_prefix="/cases/<uuid:case_id>/agreement")
queue_bp = Blueprint("seal_queue", __name__)


def being_signed(case_id: uuid.UUID) -> tuple[MediationCase, Agreement, AgreementVersion]:
    """The file, its agreement and the newest version of it."""
    case, agreement = opened(case_id)
    version = queries.newest(db(), agreement) if agreement is not None else None
    if agreement is None or version is None:
        raise Refused(SHOW.name)
    return case, agreement, version


@bp.route("/sign", methods=["GET", "POST"])
@access(FILL)
def sign(case_id: uuid.UUID) -> Answer:
    """The mediator or the recorder signs."""
    case, _agreement, version = being_signed(case_id)
    mine = [one for one in version.signers if FILL.allows(db(), actor(), one)]
    if not mine or version.path != "electronic":
        raise Refused(FILL.name)
    form = StaffSignForm(data={"seen": version.edition})
    written = form.written() if form.validate_on_submit() else None
    if written is not None and is_holder(db(), actor(), form, said(form.password)):
        signing.fill(db(), actor(), case_id, form.seen.data or 0, written)
        tell(_("您已签名。"))
        return goto("agreements.show", case_id=case_id)
    shown = {"me": mine[0], "role": ROLES[mine[0].kind], **pages.version_text(db(), version)}
    return render("mediation/agreements/staff_sign.html", form=form, case=case, version=version, **shown)


@bp.route("/seal", methods=["GET", "POST"])
@access(SEAL)
def seal(case_id: uuid.UUID) -> Answer:
    """The head of the committee checks and seals; the page says that this puts the agreement in force."""
    case, agreement, version = being_signed(case_id)
    if not SEAL.allows(db(), actor(), case):
        raise Refused(SEAL.name)
    alone = vouching.unvouched(db(), case, version) if version.state == "open" else []
    form = SealForm(data={"seen": version.edition}, alone=[one.hand for one in alone])
    if form.validate_on_submit() and is_holder(db(), actor(), form, said(form.password)):
        sealing.seal(db(), actor(), case_id, form.seen.data or 0, asked="asked" in form)
        tell(_("已盖章，协议从这一刻起生效。带签名的文件正在生成，通常一分钟内。"))
        return goto("agreements.show", case_id=case_id)
    shown = pages.of_signing(db(), actor(), case, agreement)
    return render("mediation/agreements/seal.html", form=form, **shown)


@queue_bp.get("/desk/seals")
@access(SEAL)
def seals() -> Answer:
    """What waits for the seal of the actor's committee."""
    nothing = (_("没有等待盖章的协议书"), _("各方和调解员都签完以后，会出现在这里。"))
    return render(
        "mediation/agreements/queue.html", rows=waiting.to_seal(db(), actor()), page="agreement_acts.seal",
        title=_("待盖章"), caption=_("各方和调解员都签了，等本会盖章"), nothing=nothing,
    )  # fmt: skip


@queue_bp.get("/desk/signatures")
@access(FILL)
def signatures() -> Answer:
    """What waits for the actor's own signature: all parties have signed."""
    nothing = (_("没有等您签名的协议书"), _("各方都签完以后，会出现在这里。"))
    return render(
        "mediation/agreements/queue.html", rows=waiting.to_sign(db(), actor()), page="agreement_acts.sign",
        title=_("待我签名"), caption=_("各方都签了，等您签名"), nothing=nothing,
    )  # fmt: skip
