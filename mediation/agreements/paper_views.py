"""Staff's acts on a version for the pen: confirmations and marks are written down, the scan is read and attested."""

import uuid
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app

from mediation.agreements import freezing, gates, handing, ink, queries, rules
from mediation.agreements.act_views import being_signed
from mediation.agreements.models import AgreementVersion, Signer
from mediation.agreements.policy import DRAFT, HAND_CODE, SHOW, STAMP
from mediation.agreements.scanning import NotRead, pages_of
from mediation.agreements.signing_forms import AttestForm, ConfirmForm, InkForm
from mediation.agreements.words import LACKS
from mediation.cases.models import MediationCase
from portal.documents.scans.binding import bind
from portal.documents.scans.reading import read_scan
from portal.kernel import clock
from portal.kernel.files import services as files
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict, Refused, require
from portal.kernel.settings import Settings
from portal.kernel.web import Answer, access, actor, db, goto, render, tell
from portal.matters import queries as matters

bp = Blueprint("agreement_paper", __name__, url_prefix="/cases/<uuid:case_id>/agreement")
codes_bp = Blueprint("signing_codes", __name__, url_prefix="/matters/<uuid:matter_id>/signing-code")


def _on_paper(case_id: uuid.UUID) -> tuple[MediationCase, AgreementVersion]:
    case, _agreement, version = being_signed(case_id)
    if version.path != "ink":
        raise Refused(SHOW.name)
    if version.state != "open":
        raise Conflict(_("协议书现在不在签署中。请看最新的情况。"))
    return case, version


@bp.route("/signers/<uuid:signer_id>/confirmed", methods=["GET", "POST"])
@access(SHOW)
def confirmed(case_id: uuid.UUID, signer_id: uuid.UUID) -> Answer:
    """A party has read this version on paper, or heard it read out, and agrees."""
    case, version = _on_paper(case_id)
    signer = queries.signer(version, signer_id)
    form = ConfirmForm(data={"seen": version.edition})
    if form.validate_on_submit():
        ink.confirm_for(db(), actor(), case_id, form.seen.data or 0, signer_id, form.way.data or "")
        tell(_("已登记%(name)s的确认，并告诉了本人。", name=signer.name))
        return goto("agreements.show", case_id=case_id)
    return render("mediation/agreements/confirmed.html", form=form, case=case, signer=signer, version=version)


@bp.route("/signers/<uuid:signer_id>/ink", methods=["GET", "POST"])
@access(SHOW)
def ink_mark(case_id: uuid.UUID, signer_id: uuid.UUID) -> Answer:
    """One signature, fingerprint or stamp on the sheet is written down."""
    case, version = _on_paper(case_id)
    signer = queries.signer(version, signer_id)
    if signer.kind == rules.COMMITTEE:
        require(db(), actor(), STAMP, case)
    zone = current_app.extensions["portal"].settings.zone
    form = InkForm(marks=sorted(rules.MARKS["ink"][signer.kind]), data=_ink_data(signer, version.edition))
    if form.validate_on_submit():
        made = ink.InkMark(form.mark.data or "", form.instant(zone), form.witness.data or "")
        try:
            ink.record(db(), actor(), case_id, form.seen.data or 0, signer_id, made)
        except ink.WrongTime as wrong:
            form.refuse("at", str(wrong))
        else:
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
    """The scan is uploaded, read, matched by its QR code, and attested: in force since the last mark on it."""
    case, version = _on_paper(case_id)
    form = AttestForm(data={"seen": version.edition})
    chosen = form.chosen() if form.validate_on_submit() else []
    if chosen and _taken(form, case_id, chosen):
        tell(_("已登记，协议自印章加盖时起生效。"))
        return goto("agreements.show", case_id=case_id)
    lacking = [(one.hand, gates.lacks(one)) for one in version.signers]
    open_places = [(name, [LACKS[key] for key in keys]) for name, keys in lacking if keys]
    whole = 0 if open_places else pages_of(version)
    return render(
        "mediation/agreements/attest.html", form=form, case=case, version=version, open_places=open_places, whole=whole
    )


def _taken(form: AttestForm, case_id: uuid.UUID, chosen: Sequence[tuple[bytes, str]]) -> bool:
    """Whether the scan was taken; the form says why not."""
    settings: Settings = current_app.extensions["portal"].settings
    taken, refused = files.prepare_all(db(), chosen, settings)
    for name, sentence in refused:
        form.refuse("file", f"{name}：{sentence}" if len(chosen) > 1 else sentence)
    if refused:
        return False
    data, prepared = chosen[0][0], taken[0]
    if all(one.row.is_picture for one in taken):
        data = bind([photo for photo, _name in chosen])
        prepared = files.prepare(data, "scan.pdf", settings)
    elif len(taken) > 1:
        form.refuse("file", _("请只选一个 PDF，或者只选照片，一页一张。"))
        return False
    try:
        scan = read_scan(data, prepared.row.original_type)
        ink.attest(db(), actor(), case_id, form.seen.data or 0, prepared, scan, form.typed())
    except Conflict as wrong:
        form.by_hand = form.by_hand or isinstance(wrong, NotRead)
        form.refuse("file", str(wrong))
        return False
    return True


@bp.post("/to-ink")
@access(DRAFT)
def to_ink(case_id: uuid.UUID) -> Answer:
    """The same words as a new version for the pen."""
    version = freezing.to_ink(db(), actor(), case_id)
    tell(_("已改为纸质签署的第 %(n)s 版，正在生成文件。生成后会通知各方重新阅读。", n=version.edition))
    return goto("agreements.show", case_id=case_id)


@codes_bp.post("/<uuid:signer_id>")
@access(HAND_CODE)
def hand_code(matter_id: uuid.UUID, signer_id: uuid.UUID) -> Answer:
    """A slip for somebody who stands here: the digits are minted now and kept nowhere."""
    matter = matters.get(db(), actor(), matter_id)
    slip = handing.hand_over(db(), actor(), matter, signer_id)
    return render("mediation/agreements/code_slip.html", slip=slip, matter=matter)
