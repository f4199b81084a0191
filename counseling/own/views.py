"""Everything a client may see and do about their own case, each on a page of its own with a title that says nothing."""

from flask import Blueprint

from counseling.booking import queries as visits
from counseling.booking.rules import MODES, NAMES
from counseling.cases.models import Case
from counseling.cases.rules import kept_until
from counseling.consents import queries as consents
from counseling.consents import texts
from counseling.consents.rules import CHANNELS, GIVERS
from counseling.entrance import web
from counseling.entrance.forms import PinForm
from counseling.entrance.services import confirm
from counseling.entrance.views import refuse
from counseling.keeping import services
from counseling.own import queries
from counseling.own.words import PARTS
from portal.accounts import floods
from portal.accounts.typed import said
from portal.kernel import clock
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import ANONYMOUS, PUBLIC
from portal.kernel.web import Answer, access, db, goto, render, tell

bp = Blueprint("visit_own", __name__, url_prefix="/visits")


@bp.get("/mine")
@access(PUBLIC)
def mine() -> Answer:
    """The visit that comes, and what one can do."""
    case = web.own_case()
    if case is None:
        return goto("visit_door.enter")
    if case.state == "draft":
        return goto("visit_booking.about")
    coming, details = visits.coming(db(), case), case.details
    return render(
        "counseling/own/mine.html", case=case, details=details, coming=coming, how=MODES, states=NAMES,
        who=visits.name_of(db(), coming.counsellor) if coming else "",
        place=visits.place_of(db(), coming) if coming else "",
        missing=consents.missing(db(), case, details.band) if case.state == "open" else frozenset(),
        former=[visit for visit in visits.all_of(db(), case) if visit.state != "booked"],
    )  # fmt: skip


@bp.get("/readers")
@access(PUBLIC)
def readers() -> Answer:
    """谁看过: names, days, parts."""
    case = web.own_case()
    if case is None:
        return goto("visit_door.enter")
    return render("counseling/own/readers.html", readings=queries.readings(db(), case), part_words=PARTS)


@bp.get("/notes")
@access(PUBLIC)
def notes() -> Answer:
    """What the counsellor wrote for the client (个人信息保护法 art.45)."""
    case = web.own_case()
    if case is None:
        return goto("visit_door.enter")
    return render("counseling/own/notes.html", summaries=queries.summaries(db(), case))


@bp.route("/agreed", methods=["GET", "POST"])
@access(PUBLIC)
def agreed() -> Answer:
    """What was agreed to, when, and taking it back."""
    case = web.own_case()
    if case is None:
        return goto("visit_door.enter")
    form = ActionForm()
    if case.state == "open" and form.validate_on_submit():
        services.withdraw(db(), case)
        tell(_("已收回同意，约好的时间也取消了。从现在起，没有人再打开您的登记。"))
        return goto("visit_own.mine")
    lines = consents.ledger(db(), case)
    words = {line.text_version: texts.points(line.text_version) for line in lines}
    return render(
        "counseling/own/agreed.html", form=form, case=case, lines=lines, words=words, givers=GIVERS, channels=CHANNELS
    )


@bp.route("/erase", methods=["GET", "POST"])
@access(PUBLIC)
@floods.sign_ins
def erase() -> Answer:
    """For good, at once, after the PIN was given once more; what has to stay is said before."""
    case = web.own_case()
    if case is None:
        return goto("visit_door.enter")
    form = PinForm()
    if form.validate_on_submit():
        wrong = confirm(db(), case, said(form.pin))
        if wrong is None:
            services.erase(db(), ANONYMOUS, case)
            web.drop()
            tell(_("已经全部删除，谁也打不开了。什么时候想来，再约就是。"))
            return goto("web.home")
        refuse(form, "pin", wrong, _("密码不对，请再核对。"))
    return render("counseling/own/erase.html", form=form, until=_until(case))


def _until(case: Case) -> object:
    """Until when it would be kept else."""
    zone = db().info["settings"].zone
    return kept_until(clock.today(zone), case.details.birthday())
