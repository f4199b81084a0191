"""The mediator's pages: the clauses and their warnings, the preview, freezing and taking back."""

import uuid
from typing import Any

from flask import Blueprint, request

from mediation.agreements import amounts, drafting, freezing, gaps, library, pages, queries
from mediation.agreements.checks import SOURCES
from mediation.agreements.forms import ClauseForm, GapForm, HeadForm, OverruleForm, SigningForm
from mediation.agreements.models import Agreement, AgreementClause
from mediation.agreements.policy import DRAFT, SHOW
from mediation.agreements.rules import DRAFTABLE, paths_open
from mediation.agreements.terms import DATED
from mediation.agreements.words import CLAUSES, LACKING, WARNINGS
from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from portal.accounts.grants.queries import holders
from portal.kernel import audit
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict, Refused, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell

bp = Blueprint("agreements", __name__, url_prefix="/cases/<uuid:case_id>/agreement")


def opened(case_id: uuid.UUID) -> tuple[MediationCase, Agreement | None]:
    """The file, and its agreement if there is one; reading its words is written down first."""
    case = cases.get(db(), actor(), case_id)
    require(db(), actor(), SHOW, case)
    agreement = queries.of_case(db(), case.id)
    if agreement is not None:
        audit.note(db(), actor(), "agreement.read", agreement, ["facts", "clauses", "content", "change", "gaps"])
    return case, agreement


def draft(case_id: uuid.UUID) -> tuple[MediationCase, Agreement]:
    """For the mediator: the draft, while it is one."""
    case, agreement = opened(case_id)
    require(db(), actor(), DRAFT, case)
    if agreement is None:
        raise Refused(DRAFT.name)
    return case, agreement


@bp.get("")
@access(SHOW)
def show(case_id: uuid.UUID) -> Answer:
    """How the agreement stands: the draft with its warnings, or who has signed and what comes next."""
    case, agreement = opened(case_id)
    form = ActionForm()
    if agreement is None:
        drafts = case.state in DRAFTABLE and DRAFT.allows(db(), actor(), case)
        return render("mediation/agreements/none.html", case=case, form=form, drafts=drafts)
    if pages.is_draft(db(), agreement):
        return render("mediation/agreements/draft.html", **pages.of_draft(db(), actor(), case, agreement), form=form)
    return render("mediation/agreements/signing.html", **pages.of_signing(db(), actor(), case, agreement), form=form)


@bp.post("/start")
@access(DRAFT)
def start(case_id: uuid.UUID) -> Answer:
    """Begin the draft."""
    drafting.start(db(), actor(), case_id)
    return goto(".show", case_id=case_id)


@bp.route("/facts", methods=["GET", "POST"])
@access(DRAFT)
def describe(case_id: uuid.UUID) -> Answer:
    """What the dispute is about, and how all of it is performed."""
    case, agreement = draft(case_id)
    words = {name: getattr(agreement, name) for name in drafting.HEAD}
    form = HeadForm(data={**words, "seen": agreement.version})
    if form.validate_on_submit() and fresh(form, agreement):
        drafting.describe(db(), actor(), case_id, form.words())
        return goto(".show", case_id=case_id)
    return render("mediation/agreements/head.html", form=form, case=case)


@bp.route("/way", methods=["GET", "POST"])
@access(DRAFT)
def way(case_id: uuid.UUID) -> Answer:
    """On screen or in ink, and who keeps the record."""
    case, agreement = draft(case_id)
    recorders = [(account.id.hex, account.display_name) for account in holders(db(), "secretary", case.committee_id)]
    paths = paths_open(queries.flags(case.matter))
    chosen = {"path": agreement.path if agreement.path in paths else paths[0], "seen": agreement.version}
    chosen["recorder"] = agreement.recorder_id.hex if agreement.recorder_id else ""
    form = SigningForm(paths=paths, recorders=recorders, data=chosen)
    if form.validate_on_submit() and fresh(form, agreement):
        recorder = uuid.UUID(form.recorder.data) if form.recorder.data else None
        may = [uuid.UUID(value) for value, _name in recorders]
        drafting.choose_signing(db(), actor(), case_id, form.path.data, recorder, may)
        return goto(".show", case_id=case_id)
    return render("mediation/agreements/way.html", form=form, case=case, only_ink=len(paths) == 1)


@bp.get("/library")
@access(DRAFT)
def templates(case_id: uuid.UUID) -> Answer:
    """Common clauses to begin from."""
    case, _agreement = draft(case_id)
    return render("mediation/agreements/library.html", case=case, groups=library.groups(), kinds=CLAUSES)


@bp.route("/clauses/new", methods=["GET", "POST"])
@access(DRAFT)
def add(case_id: uuid.UUID) -> Answer:
    """One more clause, empty or from the library."""
    case, agreement = draft(case_id)
    model = library.find(request.args.get("from", ""))
    form = ClauseForm(parties=queries.party_names(db(), case.matter_id), data=model.prefilled() if model else None)
    if form.validate_on_submit():
        row = drafting.add_clause(db(), actor(), case_id, form.data_of())
        return _after(case_id, agreement, row)
    return render("mediation/agreements/clause.html", form=form, case=case, row=None)


@bp.route("/clauses/<uuid:clause_id>", methods=["GET", "POST"])
@access(DRAFT)
def change(case_id: uuid.UUID, clause_id: uuid.UUID) -> Answer:
    """Change a clause."""
    case, agreement = draft(case_id)
    row = queries.clause(db(), agreement, clause_id)
    form = ClauseForm(parties=queries.party_names(db(), case.matter_id), data=_typed(row))
    if form.validate_on_submit() and fresh(form, row):
        row = drafting.change_clause(db(), actor(), case_id, clause_id, form.data_of())
        return _after(case_id, agreement, row)
    return render("mediation/agreements/clause.html", form=form, case=case, row=row)


def _typed(row: AgreementClause) -> dict[str, Any]:
    kept = drafting.data_of(row)
    times = (("by", row.due_on is not None), ("within", row.within_days is not None), ("at_once", row.at_once))
    when = next((name for name, chosen in times if chosen), "none" if row.kind in DATED else "by")
    return {
        **kept,
        "amount": amounts.yuan(row.amount_fen),
        "parts": amounts.show_parts(kept["parts"]),
        "when": when,
        "seen": row.version,
    }


def _after(case_id: uuid.UUID, agreement: Agreement, row: AgreementClause) -> Answer:
    waiting = drafting.open_warnings(db(), row)
    tell(_("这一条已保存，有 %(n)s 处提醒要看。", n=len(waiting)) if waiting else _("这一条已保存。"))
    return goto(".show", case_id=case_id)


@bp.post("/clauses/<uuid:clause_id>/remove")
@access(DRAFT)
def remove(case_id: uuid.UUID, clause_id: uuid.UUID) -> Answer:
    """Take a clause out."""
    drafting.remove_clause(db(), actor(), case_id, clause_id)
    tell(_("已删去这一条。"))
    return goto(".show", case_id=case_id)


@bp.post("/clauses/<uuid:clause_id>/up")
@access(DRAFT)
def up(case_id: uuid.UUID, clause_id: uuid.UUID) -> Answer:
    """One place up."""
    drafting.move_clause(db(), actor(), case_id, clause_id)
    return goto(".show", case_id=case_id)


@bp.route("/clauses/<uuid:clause_id>/keep/<rule>", methods=["GET", "POST"])
@access(DRAFT)
def overrule(case_id: uuid.UUID, clause_id: uuid.UUID, rule: str) -> Answer:
    """Let a clause stand although a rule warns, with the reason."""
    case, agreement = draft(case_id)
    row = queries.clause(db(), agreement, clause_id)
    if rule not in drafting.open_warnings(db(), row):
        raise Conflict(_("这条提醒已经处理过了。"))
    form = OverruleForm(data={"seen": row.version})
    if form.validate_on_submit() and fresh(form, row):
        drafting.overrule(db(), actor(), case_id, clause_id, rule, form.reason.data or "")
        tell(_("已按您的理由保留。"))
        return goto(".show", case_id=case_id)
    said = (WARNINGS[rule], SOURCES[rule])
    return render("mediation/agreements/overrule.html", form=form, case=case, said=said)


@bp.route("/parties/<uuid:party_id>/gap", methods=["GET", "POST"])
@access(DRAFT)
def explain(case_id: uuid.UUID, party_id: uuid.UUID) -> Answer:
    """Why something of a party is not known; the agreement is not held up by a missing document."""
    case, agreement = draft(case_id)
    gap = next((one for one in gaps.found(db(), agreement) if one.party.id == party_id), None)
    if gap is None:
        raise Refused(DRAFT.name)
    form = GapForm(data={"reason": gap.reason or "", "seen": agreement.version})
    if form.validate_on_submit():
        gaps.explain(db(), actor(), case_id, party_id, form.reason.data or "")
        tell(_("已记下原因，会写进封存的附件。"))
        return goto(".show", case_id=case_id)
    lacks = [LACKING[name] for name in gap.lacks]
    return render("mediation/agreements/gap.html", form=form, case=case, gap=gap, lacks=lacks)


@bp.get("/preview")
@access(DRAFT)
def preview(case_id: uuid.UUID) -> Answer:
    """The draft as it would stand in the official form."""
    case, agreement = draft(case_id)
    paper = freezing.preview(db(), actor(), case, agreement)
    return render("mediation/agreements/preview.html", case=case, **pages.text_of(paper, case.committee))


@bp.post("/freeze")
@access(DRAFT)
def freeze(case_id: uuid.UUID) -> Answer:
    """The words stand, a number is taken, everybody is asked to read."""
    version = freezing.freeze(db(), actor(), case_id)
    tell(_("已定稿为第 %(n)s 版，正在生成文件，通常一分钟内。生成后会通知各方阅读。", n=version.edition))
    return goto(".show", case_id=case_id)


@bp.post("/reopen")
@access(DRAFT)
def reopen(case_id: uuid.UUID) -> Answer:
    """Take it back to change it: every mark on it is void."""
    freezing.reopen(db(), actor(), case_id)
    tell(_("已收回修改。原来的确认和签名都作废，改好后要重新定稿、重新签。"))
    return goto(".show", case_id=case_id)
