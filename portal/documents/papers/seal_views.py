"""The page on which a committee's head keeps its seal: the registered picture, the certificate."""

from io import BytesIO

from flask import Blueprint, current_app, send_file

from portal.documents.papers import keys, queries, seals
from portal.documents.papers.forms import CertificateForm, PictureForm
from portal.documents.papers.policy import KEEP_SEAL
from portal.kernel.files import services as files
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict, Refused
from portal.kernel.web import Answer, access, actor, db, goto, render, tell

bp = Blueprint("seals", __name__, url_prefix="/desk/seal")


@bp.get("")
@access(KEEP_SEAL)
def show() -> Answer:
    """What the committee seals with now."""
    committee = queries.kept_committee(db(), actor())
    picture = queries.seal_picture(db(), committee.id)
    key = keys.held(db(), "committee", committee.id)
    return render("documents_pages/papers/seal.html", committee=committee, picture=picture, key=key)


@bp.get("/picture")
@access(KEEP_SEAL)
def picture() -> Answer:
    """The picture as it was uploaded."""
    held = queries.seal_picture(db(), queries.kept_committee(db(), actor()).id)
    if held is None:
        raise Refused(KEEP_SEAL.name)
    return send_file(BytesIO(files.read(held.file)), held.file.media_type)


@bp.route("/picture/new", methods=["GET", "POST"])
@access(KEEP_SEAL)
def upload() -> Answer:
    """Upload the picture of the registered seal."""
    form = PictureForm()
    chosen = form.chosen() if form.validate_on_submit() else None
    if chosen:
        settings = current_app.extensions["portal"].settings
        taken, refused = files.prepare_all(db(), [chosen], settings)
        for _name, sentence in refused:
            form.refuse("file", sentence)
        if taken and not taken[0].row.is_picture:
            form.refuse("file", _("印章图样应当是图片（PNG 或 JPG）。"))
        elif taken:
            committee = queries.kept_committee(db(), actor())
            seals.upload(db(), actor(), committee, taken[0], form.registration.data or "")
            tell(_("印章图样已登记，从现在起盖章的文书会显示它。"))
            return goto("seals.show")
    return render("documents_pages/papers/seal_picture.html", form=form)


@bp.post("/picture/end")
@access(KEEP_SEAL)
def take_away() -> Answer:
    """Show no picture any longer."""
    seals.take_away(db(), actor(), queries.kept_committee(db(), actor()))
    tell(_("已停用印章图样。"))
    return goto("seals.show")


@bp.route("/certificate/new", methods=["GET", "POST"])
@access(KEEP_SEAL)
def certificate() -> Answer:
    """Bring a certificate of a licensed authority."""
    form = CertificateForm()
    chosen = form.chosen() if form.validate_on_submit() else None
    if chosen:
        committee = queries.kept_committee(db(), actor())
        try:
            keys.install_certificate(
                db(), actor(), committee, chosen[0], form.password.data or "", form.licensed_by.data or ""
            )
        except Conflict as wrong:
            form.refuse("file", str(wrong))
        else:
            tell(_("证书已启用，从现在起用它盖章。"))
            return goto("seals.show")
    return render("documents_pages/papers/seal_certificate.html", form=form)


@bp.post("/certificate/end")
@access(KEEP_SEAL)
def end_certificate() -> Answer:
    """Seal with it no longer."""
    keys.end_certificate(db(), actor(), queries.kept_committee(db(), actor()))
    tell(_("证书已停用。"))
    return goto("seals.show")
