"""口头协议登记簿: the committee's register and the head's seal; a party's word against a record."""

import uuid

from flask import Blueprint, request, url_for

from mediation.oral import contesting, drafts, queries, rules, sealing
from mediation.oral.content import load
from mediation.oral.policy import CONTEST, READ, SEAL
from mediation.oral.terms_forms import ContestForm, SealForm
from mediation.oral.views import bp, zone
from portal.accounts.passwords.confirming import is_holder
from portal.accounts.typed import said
from portal.directory.organisations.queries import organisation
from portal.kernel import audit
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters import hearing

my_bp = Blueprint("my_oral", __name__)


@bp.get("")
@access(READ)
def index() -> Answer:
    """What waits for the seal, drafts of one's own, and everything recorded, newest first."""
    after = request.args.get("after", type=uuid.UUID)
    found = queries.register(db(), actor(), after)
    rows = found[: queries.PAGE]
    return render(
        "mediation/oral/index.html",
        rows=rows,
        more=url_for("oral.index", after=rows[-1].id) if len(found) > queries.PAGE else None,
        to_seal=queries.to_seal(db(), actor()) if SEAL.door(actor()) else (),
        drafts=drafts.waiting(db(), actor()),
        bodies=[organisation(db(), one) for one in sorted(actor().organisations("mediator"))],
        form=ActionForm(),
    )


@bp.route("/<uuid:oral_id>/seal", methods=["GET", "POST"])
@access(SEAL)
def seal(oral_id: uuid.UUID) -> Answer:
    """The head reads what was recorded and seals."""
    oral = queries.get(db(), actor(), oral_id)
    require(db(), actor(), SEAL, oral)
    form = SealForm(data={"seen": oral.version})
    if form.validate_on_submit() and fresh(form, oral) and is_holder(db(), actor(), form, said(form.password)):
        sealing.seal(db(), actor(), oral_id)
        tell(_("已盖章。带签名的文件正在生成，通常一分钟内。"))
        return goto("oral.index")
    oral = queries.get(db(), actor(), oral_id)
    audit.note(db(), actor(), "oral.read", oral, ["content", "words"])
    said_against = queries.objections(db(), oral)
    return render(
        "mediation/oral/seal.html", form=form, oral=oral, content=load(oral.content), objections=said_against
    )  # fmt: skip


@bp.post("/<uuid:oral_id>/print")
@access(READ)
def print_again(oral_id: uuid.UUID) -> Answer:
    """Once a font is there."""
    oral = queries.get(db(), actor(), oral_id)
    if ActionForm().validate_on_submit():
        sealing.print_again(db(), actor(), oral.id)
        tell(_("正在重新打印。"))
    return goto("cases.show", case_id=oral.case_id)


@my_bp.route("/my/oral/wrong", methods=["GET", "POST"])
@access(CONTEST)
def contest() -> Answer:
    """This is not what we agreed."""
    oral = queries.own(db(), actor())
    form = ContestForm(data={"seen": oral.version})
    if form.validate_on_submit() and fresh(form, oral):
        contesting.contest(db(), actor(), form.words.data or "")
        tell(_("已告诉调解员和调委会主任，他们会向各方问清楚。您写的话留在案卷里。"))
        return goto(hearing.first(form.words.data) or "matters.status")
    audit.note(db(), actor(), "oral.read", oral, ["content"])
    until = rules.contest_until(oral.recorded_at, zone())
    return render("mediation/oral/contest.html", form=form, content=load(oral.content), until=until)
