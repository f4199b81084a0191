"""Handing in, looking at, deciding who sees."""

import uuid
from io import BytesIO

from flask import current_app, send_file

from portal.kernel import audit
from portal.kernel.files import services as files
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Refused, require
from portal.kernel.web import Answer, access, actor, db, goto, render, tell
from portal.matters import hearing
from portal.matters import queries as matters
from portal.matters.evidence import queries, services
from portal.matters.evidence.forms import HandInForm, VisibilityForm, visibility_options
from portal.matters.models import Matter, Party
from portal.matters.policy import DECIDE_EVIDENCE, HAND_IN, SEE_EVIDENCE, may_hand_in
from portal.matters.sensitive.services import keep_under
from portal.matters.web import bp

FILES_MAX = 10


@bp.route("/matters/<uuid:matter_id>/evidence", methods=["GET", "POST"])
@access(HAND_IN)
def hand_in(matter_id: uuid.UUID) -> Answer:
    """Photos and papers, by a party or by staff; pictures are worked on before the transaction begins."""
    matter = _open(matter_id)
    form = HandInForm()
    own = may_hand_in(db(), actor(), matter, None)
    form.set_up(staff=actor().is_staff, parties=matter.parties, handles=own)
    if form.validate_on_submit() and _enough(form) and not (form.of_somebody() and form.unanswered()):
        settings = current_app.extensions["portal"].settings
        taken, refused = files.prepare_all(db(), form.uploads(), settings)
        if taken:
            _keep(_open(matter_id), form, taken)
        if taken or not refused:
            _report(len(taken), refused)
            numbers = hearing.first(form.caption.data) if taken and not actor().is_staff else None
            return goto(numbers) if numbers else _home(matter_id)
        for _name, sentence in refused:
            form.refuse("files", sentence)
    return render("matters/evidence/hand_in.html", form=form, matter=matter, most=FILES_MAX)


def _open(matter_id: uuid.UUID) -> Matter:
    matter = matters.get(db(), actor(), matter_id)
    require(db(), actor(), HAND_IN, matter)
    return matter


def _enough(form: HandInForm) -> bool:
    chosen = form.uploads_chosen()
    if not chosen:
        form.refuse("files", _("请选择照片或文件。"))
    elif chosen > FILES_MAX:
        form.refuse("files", _("一次最多交 %(most)s 个文件，请分几次交。", most=FILES_MAX))
    return 0 < chosen <= FILES_MAX


def _keep(matter: Matter, form: HandInForm, taken: list[files.Prepared]) -> None:
    """The party is the actor's own; staff say for whom."""
    party: Party | None = matters.my_party(db(), actor(), matter)
    if "party" in form:
        party = next((one for one in matter.parties if one.id.hex == form.party.data), None)
    for prepared in taken:
        stored = files.keep(db(), prepared)
        given = {"caption": form.caption.data or "", "visibility": form.visibility.data}
        piece = services.add_evidence(db(), actor(), matter, stored, party, **given)
        if party is not None:
            keep_under(db(), actor(), piece, form.agreed_to(), "counter" if actor().is_staff else "web")


def _report(taken: int, refused: list[tuple[str, str]]) -> None:
    tell(_("已收到 %(n)s 个文件。", n=taken))
    for name, sentence in refused:
        tell(_("“%(name)s”没有收下：%(why)s", name=name, why=sentence))


def _home(matter_id: uuid.UUID) -> Answer:
    if actor().is_staff:
        return goto("matters.show", matter_id=matter_id, tab="evidence")
    return goto("matters.status")


@bp.get("/evidence/<uuid:evidence_id>")
@access(SEE_EVIDENCE)
def evidence(evidence_id: uuid.UUID) -> Answer:
    """The shared copy: pictures in the browser, everything else as a download. Each look is written down."""
    piece = queries.get(db(), actor(), evidence_id)
    audit.note(db(), actor(), "evidence.read", piece, ["file"])
    data = BytesIO(files.read(piece.file))
    kind, name = piece.file.media_type, piece.file.name
    return send_file(data, kind, as_attachment=not piece.file.is_picture, download_name=name)


@bp.get("/evidence/<uuid:evidence_id>/thumbnail")
@access(SEE_EVIDENCE)
def thumbnail(evidence_id: uuid.UUID) -> Answer:
    """The small picture in a list."""
    piece = queries.get(db(), actor(), evidence_id)
    audit.note(db(), actor(), "evidence.read", piece, ["thumbnail"])
    small = files.thumbnail(piece.file)
    if small is None:
        raise Refused(SEE_EVIDENCE.name)
    return send_file(BytesIO(small), "image/jpeg")


@bp.route("/evidence/<uuid:evidence_id>/visibility", methods=["GET", "POST"])
@access(DECIDE_EVIDENCE)
def decide(evidence_id: uuid.UUID) -> Answer:
    """Its owner says who sees it."""
    piece = queries.get(db(), actor(), evidence_id)
    require(db(), actor(), DECIDE_EVIDENCE, piece)
    audit.note(db(), actor(), "evidence.read", piece, ["caption"])
    form = VisibilityForm(visibility=piece.visibility)
    form.visibility.choices = visibility_options(staff=actor().is_staff)
    if form.validate_on_submit():
        services.change_visibility(db(), actor(), piece, form.visibility.data or "")
        tell(_("已按您的选择改好。"))
        return _home(piece.matter_id)
    return render("matters/evidence/decide.html", form=form, piece=piece)
