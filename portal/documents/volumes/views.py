"""The page on which a file is closed, and its cover on the matter's page."""

import uuid

from flask import Blueprint, render_template
from markupsafe import Markup

from portal.documents.papers import queries as papers
from portal.documents.papers import words
from portal.documents.volumes import queries, services
from portal.documents.volumes.forms import ArchiveForm
from portal.documents.volumes.policy import ARCHIVE
from portal.documents.volumes.rules import RETENTIONS, proposed
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters import queries as matters
from portal.matters.evidence import queries as evidence
from portal.matters.models import Matter
from portal.matters.rules import HANDLING, show_code

bp = Blueprint("volumes", __name__, url_prefix="/matters")


@bp.route("/<uuid:matter_id>/archive", methods=["GET", "POST"])
@access(ARCHIVE)
def archive(matter_id: uuid.UUID) -> Answer:
    """What lies in the file, how long it is kept, and one button."""
    matter = matters.get(db(), actor(), matter_id)
    require(db(), actor(), ARCHIVE, matter)
    if matter.stage != "closed":
        raise Conflict(_("办结以后才能归档；已经归档的，不用再归一次。"))
    there = papers.of_matter(db(), actor(), matter.id)
    sealed = {paper.kind for paper in there if paper.state == "sealed"}
    form = ArchiveForm(data={"seen": matter.version, "retention": proposed(sealed)})
    if form.validate_on_submit() and fresh(form, matter):
        volume = services.archive(db(), actor(), matter_id, form.retention.data, form.note.data or "")
        tell(_("已归档：%(number)s。", number=volume.number_text))
        return goto("matters.show", matter_id=matter_id)
    return render(
        "documents_pages/volumes/archive.html", form=form, matter=matter, code=show_code(matter.code), papers=there,
        words=words, pieces=evidence.count(db(), actor(), matter),
    )  # fmt: skip


def on_matter(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """For the keepers of a closed matter the way to close its file; for all who handle it the cover."""
    may = matter.stage == "closed" and ARCHIVE.allows(db, actor, matter)
    volume = queries.of_matter(db, matter) if matter.stage == "archived" else None
    if not may and volume is None:
        return None
    handles = ARCHIVE.allows(db, actor, matter) or bool(matters.role_in(db, actor, matter) & HANDLING)
    if volume is not None and handles:
        audit.note(db, actor, "volume.read", volume, ["note"])
    return Markup(
        render_template(
            "documents_pages/volumes/panel.html", matter=matter, volume=volume, handles=handles,
            retentions=RETENTIONS,
        )
    )  # fmt: skip
