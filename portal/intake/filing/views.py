"""The pages of a filing: notice, one small group of questions a page, danger page, receipt."""

import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

import segno
from flask import Blueprint, current_app, request, session, url_for

from portal.accounts.sessions.services import sign_in_as, step_into
from portal.directory.organisations.queries import centre_for
from portal.intake.alarms.services import ask_for_call
from portal.intake.filing import queries, receipts, rules, services
from portal.intake.filing.forms import FORMS, ContactForm, PhotosForm, StepForm
from portal.intake.filing.models import FilingDraft
from portal.intake.filing.opening import is_staffed
from portal.intake.filing.questions import CHANNELS
from portal.intake.filing.receipts import Receipt
from portal.kernel import i18n
from portal.kernel.files.services import Prepared, keep, prepare_all
from portal.kernel.forms import ActionForm
from portal.kernel.forms.checks import MOBILE, digits
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import ANONYMOUS, PUBLIC, Refused
from portal.kernel.web import Answer, access, actor, db, goto, render, tell
from portal.matters.guarding import CHILDS_DATA, gaps
from portal.matters.rules import show_code
from portal.people.consents.texts import notice, purposes

bp = Blueprint("filing", __name__)


@bp.app_context_processor
def words() -> dict[str, Any]:
    """What the check page and the privacy page say by key, and what a guardian agrees to."""
    return {
        "channel_words": lambda key: dict(CHANNELS).get(key, ""),
        "childs_data": lambda: purposes()[CHILDS_DATA].words,
        "privacy_notice": notice,
    }


def _draft(*, lock: bool = False) -> FilingDraft | None:
    return queries.draft_of(db(), session.get("draft"), lock=lock)


@bp.route("/file", methods=["GET", "POST"])
@access(PUBLIC)
def start() -> Answer:
    """The notice, before the first input (个人信息保护法 art.17)."""
    centre = centre_for(db())
    if centre is None:
        raise Refused
    form = ActionForm()
    if form.validate_on_submit():
        session["draft"] = services.start(db(), centre)
        return goto("filing.step", name="story")
    return render("intake/filing/start.html", form=form, notice=notice(), draft=_draft())


@bp.route("/file/<name>", methods=["GET", "POST"])
@access(PUBLIC)
def step(name: str) -> Answer:
    """One small group of questions; what was typed is kept before the next page."""
    if name not in FORMS:
        raise Refused
    draft = _draft(lock=request.method == "POST")
    if draft is None or draft.matter_id is not None:
        return _no_draft()
    known = queries.answers(draft)
    if name not in rules.steps(known):
        return goto("filing.step", name="people")
    form = _form(name, known)
    if form.validate_on_submit():
        return _hand_in(draft) if name == "check" else _next(draft, name, form)
    return render(f"intake/filing/{name}.html", form=form, known=queries.shown(draft), **_place(name, draft))


def _no_draft() -> Answer:
    """Handed in already, perhaps in another tab: to the receipt; else begin again."""
    if receipts.current(db(), actor()) is not None:
        return goto("filing.receipt")
    tell(_("您填写的内容不在这台设备上，或已经过期。请从头再说一次，很快的。"))
    return goto("filing.start")


def _form(name: str, known: dict[str, Any]) -> StepForm:
    extra = {"has_phone": bool(known.get("phone") or known.get("guardian_phone"))} if name == "contact" else {}
    form = FORMS[name](data=known, **extra)
    if isinstance(form, ContactForm):
        form.offer_channels(db())
    return form


def _place(name: str, draft: FilingDraft) -> dict[str, Any]:
    known = queries.answers(draft)
    steps = rules.steps(known)
    number, back = steps.index(name) + 1, rules.before(name, known)
    return {
        "number": number,
        "total": len(steps),
        "back": back,
        "max": rules.STORY_MAX,
        "wish_max": rules.WISH_MAX,
        "child": rules.under_age(known),
        "photos": queries.photos(db(), draft) if name == "photos" else (),
    }


def _next(draft: FilingDraft, name: str, form: StepForm) -> Answer:
    if name == "photos":
        return _photos(form, queries.answers(draft).get("photos", ()))
    danger = services.keep(db(), draft, form.answers())
    if danger:
        return goto("filing.danger", after=name)
    known = queries.answers(draft)
    asked = rules.first_missing(known) if "check" in request.args else None
    return goto("filing.step", name=asked or ("check" if "check" in request.args else rules.after(name, known)))


def _photos(form: StepForm, there: Sequence[str]) -> Answer:
    """Pictures are worked on outside the transaction; the draft is loaded again afterwards."""
    assert isinstance(form, PhotosForm)
    taken: list[Prepared] = []
    if len(there) + len(form.chosen()) > rules.PHOTOS_MAX:
        form.refuse("photos", _("一共最多 %(n)s 个文件。请先去掉几个，或者登记以后再补交。", n=rules.PHOTOS_MAX))
    elif form.chosen() and not form.unanswered():
        taken, refused = prepare_all(db(), form.uploads(), current_app.extensions["portal"].settings)
        for file_name, sentence in refused:
            form.refuse("photos", f"{file_name}: {sentence}")
    draft = _draft(lock=True)
    if draft is None or draft.matter_id is not None:
        return _no_draft()
    if form.errors:
        return render("intake/filing/photos.html", form=form, known=queries.shown(draft), **_place("photos", draft))
    if taken:
        services.add_photos(db(), draft, [keep(db(), one).id for one in taken], form.agreed_to())
    return goto("filing.step", name="check")


@bp.post("/file/photos/<uuid:file_id>/drop")
@access(PUBLIC)
def drop_photo(file_id: uuid.UUID) -> Answer:
    """Without this one, before anybody has seen it."""
    draft = _draft(lock=True)
    if draft is None or draft.matter_id is not None:
        return _no_draft()
    services.drop_photo(db(), draft, file_id)
    tell(_("已去掉。"))
    return goto("filing.step", name="photos")


def _hand_in(draft: FilingDraft) -> Answer:
    missing = rules.first_missing(queries.answers(draft))
    if missing:
        tell(_("还差这一步没有填。"))
        return goto("filing.step", name=missing)
    centre = centre_for(db())
    assert centre is not None
    device = request.user_agent.string[:120]
    who = ANONYMOUS if actor().is_staff else actor()
    _filed, token = services.hand_in(db(), who, draft, centre, device, i18n.current.get())
    (step_into if who.account else sign_in_as)(token)
    return goto("filing.receipt")


@bp.route("/file/danger", methods=["GET", "POST"])
@access(PUBLIC)
def danger() -> Answer:
    """Numbers first, before anything else; whether anybody here is reading now; a way to be called."""
    draft = _draft()
    if draft is None:
        return goto("filing.start")
    form = ActionForm()
    number = digits(request.form.get("phone"))
    wrong = bool(request.form) and not MOBILE.fullmatch(number)
    if form.validate_on_submit() and not wrong:
        ask_for_call(db(), draft.id, number)
        tell(_("已把您的号码交给值班人员。请仍然先拨打 110 或 120。"))
        return goto("filing.danger", after=request.args.get("after", "story"))
    came_from = request.args.get("after", "story")
    known = queries.answers(draft)
    following = rules.after(came_from, known) if came_from in rules.steps(known) else "safety"
    staffed = is_staffed(db(), centre_for(db()))
    return render("intake/filing/danger.html", form=form, following=following, staffed=staffed, wrong=wrong)


@bp.route("/filed", methods=["GET", "POST"])
@access(PUBLIC)
def receipt() -> Answer:
    """Code, PIN and what happens next, shown until 'I have kept it' or for half an hour."""
    found = receipts.current(db(), actor())
    if found is None:
        return goto("matters.status")
    form = ActionForm()
    if form.validate_on_submit():
        receipts.forget(db(), actor())
        session.pop("draft", None)
        return goto("filing.at_counter") if actor().is_staff else goto("matters.status")
    kept = _("交给本人了，登记下一件") if actor().is_staff else _("我已经记下，看进度")
    page = partial(render, "intake/filing/receipt.html", form=form, kept=kept, **_sheet(found))
    return i18n.in_locale(found.matter.locale, page) if actor().is_staff else page()


def _sheet(found: Receipt) -> dict[str, Any]:
    """What is read off it or printed; a clerk prints it in the language of the person."""
    base = current_app.extensions["portal"].settings.base_url
    address = base + url_for("matters.qr", token=found.qr_token)
    picture = segno.make(address, error="m").svg_data_uri(scale=4, border=2)
    child = bool(gaps(db(), found.matter))
    code = show_code(found.matter.code)
    return {"receipt": found, "code": code, "qr": picture, "child": child, "base": base}
