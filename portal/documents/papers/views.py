"""Reading a paper, choosing how to get one's copy, handing copies over."""

import uuid
from io import BytesIO

from flask import Blueprint, send_file

from portal.documents.papers import deliveries, queries, words
from portal.documents.papers.forms import CollectForm, PostForm, WayForm
from portal.documents.papers.models import Paper
from portal.documents.papers.policy import HAND_OVER, OWN_COPIES, READ
from portal.documents.papers.rules import show_code
from portal.kernel import audit
from portal.kernel.files import services as files
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict, Refused
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters import queries as matters

bp = Blueprint("papers", __name__)


@bp.get("/papers/<uuid:paper_id>/file")
@access(READ)
def file(paper_id: uuid.UUID) -> Answer:
    """The finished file, or the frozen text while it is being signed; a party who opens it has got their copy."""
    paper = queries.get(db(), actor(), paper_id)
    stored = paper.file or paper.frozen_file
    if stored is None:
        raise Conflict(_("文书正在生成，通常一分钟内就好，请稍后再看。"))
    audit.note(db(), actor(), "paper.read", paper, ["file"])
    deliveries.note_opened(db(), actor(), paper)
    name = f"{words.kind_name(paper.kind)} {paper.number_text}"
    return send_file(BytesIO(files.read(stored)), stored.media_type, download_name=f"{name}{_ending(stored.name)}")


def _ending(name: str) -> str:
    return name[name.rfind(".") :]


@bp.get("/my/papers")
@access(OWN_COPIES)
def mine() -> Answer:
    """The papers of one's matter, and how each copy reaches one."""
    matter = matters.own(db(), actor())
    found = queries.of_matter(db(), actor(), matter.id)
    copies = {copy.delivery.paper_id: copy for copy in queries.own_copies(db(), actor(), matter.id)}
    return render("documents_pages/papers/mine.html", papers=found, copies=copies, words=words)


@bp.route("/my/papers/<uuid:paper_id>/way", methods=["GET", "POST"])
@access(OWN_COPIES)
def way(paper_id: uuid.UUID) -> Answer:
    """How this copy shall reach one."""
    paper = queries.get(db(), actor(), paper_id)
    copies = queries.own_copies(db(), actor(), paper.matter_id)
    delivery = next((copy.delivery for copy in copies if copy.delivery.paper_id == paper.id), None)
    if delivery is None:
        raise Refused(OWN_COPIES.name)
    form = WayForm(ways=deliveries.open_to(delivery), data={"way": delivery.way, "seen": delivery.version})
    if form.validate_on_submit() and fresh(form, delivery):
        deliveries.choose(db(), actor(), delivery, form.way.data)
        tell(_("已按您的选择登记。"))
        return goto("papers.mine")
    return render("documents_pages/papers/way.html", form=form, paper=paper)


def _handed_out(paper_id: uuid.UUID) -> Paper:
    return queries.to_hand_over(db(), actor(), paper_id)


@bp.get("/papers/<uuid:paper_id>/copies")
@access(HAND_OVER)
def copies(paper_id: uuid.UUID) -> Answer:
    """Who wants it how, and whom it has reached."""
    paper = _handed_out(paper_id)
    found = queries.copies(db(), paper)
    return render("documents_pages/papers/copies.html", paper=paper, copies=found, words=words)


@bp.route("/papers/<uuid:paper_id>/copies/<uuid:delivery_id>", methods=["GET", "POST"])
@access(HAND_OVER)
def collect(paper_id: uuid.UUID, delivery_id: uuid.UUID) -> Answer:
    """A copy on paper is fetched: who came."""
    paper = _handed_out(paper_id)
    delivery = queries.delivery(db(), paper, delivery_id)
    form = CollectForm(data={"collected_by": delivery.person.name, "seen": delivery.version})
    if form.validate_on_submit() and fresh(form, delivery):
        deliveries.hand_over(db(), actor(), delivery, form.collected_by.data or "")
        tell(_("已登记领取。"))
        return goto("papers.copies", paper_id=paper_id)
    return render("documents_pages/papers/collect.html", form=form, paper=paper, delivery=delivery)


@bp.route("/papers/<uuid:paper_id>/copies/<uuid:delivery_id>/post", methods=["GET", "POST"])
@access(HAND_OVER)
def post(paper_id: uuid.UUID, delivery_id: uuid.UUID) -> Answer:
    """A copy on paper goes out by post, to whoever is reached by letters."""
    paper = _handed_out(paper_id)
    delivery = queries.delivery(db(), paper, delivery_id)
    form = PostForm(data={"seen": delivery.version})
    if form.validate_on_submit() and fresh(form, delivery):
        deliveries.post(db(), actor(), delivery, form.number.data or "")
        tell(_("已登记寄出。"))
        return goto("papers.copies", paper_id=paper_id)
    return render("documents_pages/papers/post.html", form=form, paper=paper, delivery=delivery)


@bp.get("/papers/<uuid:paper_id>/copies/<uuid:delivery_id>/note")
@access(HAND_OVER)
def note(paper_id: uuid.UUID, delivery_id: uuid.UUID) -> Answer:
    """The delivery note (送达回证) to print and have signed: it names the exact last day for judicial confirmation."""
    paper = _handed_out(paper_id)
    delivery = queries.delivery(db(), paper, delivery_id)
    code = show_code(paper.code)
    return render("documents_pages/papers/note.html", paper=paper, delivery=delivery, code=code, words=words)
