"""Pages for the people in a matter: how it stands, their own words, the way in from a receipt."""

from flask import redirect

from portal.accounts import floods
from portal.accounts.attempts.words import shut, tries_left
from portal.accounts.sessions.services import sign_in_as
from portal.accounts.sessions.web import this_device, this_origin
from portal.accounts.visits import cases
from portal.accounts.visits.services import Elsewhere, Visit, enter_by_pin
from portal.directory.organisations.queries import organisation
from portal.directory.organisations.views import Front
from portal.kernel import audit
from portal.kernel.feature import Waiting
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import PUBLIC, Refused, require
from portal.kernel.web import Answer, access, actor, db, keep_writes, render
from portal.matters import queries, telling, words
from portal.matters.evidence import queries as evidence
from portal.matters.models import Matter
from portal.matters.policy import HAND_IN, STATUS, owns, standing_in
from portal.matters.rules import show_code
from portal.matters.status.forms import ReceiptPinForm
from portal.matters.web import bp, shown


@bp.get("/my/matter")
@access(STATUS)
def status() -> Answer:
    """What has happened, who has it, what next and by when; then whatever there is to do."""
    try:
        matter = queries.own(db(), actor())
    except Refused:
        return _elsewhere()
    require(db(), actor(), STATUS, matter)
    stands = standing_in(db(), actor(), matter)
    pieces = evidence.listed(db(), actor(), matter)
    panels = shown("person", db(), actor(), matter)
    return render(
        "matters/status/status.html",
        matter=matter,
        code=show_code(matter.code),
        stage=words.STAGES[matter.stage],
        told=telling.timeline_for(db(), actor(), matter),
        coming=telling.coming(db(), matter),
        waiting=[piece for piece in panels if isinstance(piece, Waiting)],
        panels=[piece for piece in panels if not isinstance(piece, Waiting)],
        also=shown("person.also", db(), actor(), matter),
        office=Front(organisation(db(), matter.center_id)),
        pieces=pieces,
        own={piece.id for piece in pieces if owns(stands, piece)},
        visibility=words.VISIBILITIES,
        may_hand_in=HAND_IN.allows(db(), actor(), matter),
        may_read_story=_told_it(matter),
    )


def _elsewhere() -> Answer:
    """Whoever is not in the matter any more, or not yet, is led to the page that is theirs."""
    who = actor()
    way = cases.led_to(db(), who.scope, who.person) if who.scope and who.person else None
    if way is None:
        raise Refused(STATUS.name)
    return redirect(way, 303)


def _told_it(matter: Matter) -> bool:
    """The story is the applicants' own: the other side learns of it from the mediator. What a committee wrote down of
    its own motion are the mediator's words."""
    return matter.source != "committee" and queries.actor_side(db(), actor(), matter) == "a"


@bp.get("/my/matter/story")
@access(STATUS)
def story() -> Answer:
    """What the applicants said in their own words."""
    matter = queries.own(db(), actor())
    if not _told_it(matter):
        raise Refused(STATUS.name)
    audit.note(db(), actor(), "matter.story_read", matter, ["story", "wish"])
    return render("matters/status/story.html", matter=matter)


@bp.route("/q/<token>", methods=["GET", "POST"])
@access(PUBLIC)
@floods.sign_ins
def qr(token: str) -> Answer:
    """The QR code on a receipt: shows nothing, not even whether there is such a matter, and asks for the PIN."""
    form = ReceiptPinForm()
    if form.validate_on_submit():
        matter = queries.by_qr(db(), token)
        code = matter.code if matter else token
        visit = enter_by_pin(db(), actor(), code, form.pin.data or "", this_device(), this_origin())
        if isinstance(visit, Elsewhere):
            return redirect(visit.path, 303)
        if isinstance(visit, Visit):
            if visit.token:
                sign_in_as(visit.token)
            return redirect(cases.home(db(), visit.matter_id, visit.person_id), 303)
        keep_writes()
        wrong = _("查询密码不对，请对照回执再核对。") + tries_left(visit.failures)
        form.refuse("pin", shut(db(), visit.locked_until) if visit.locked_until else wrong)
    return render("matters/status/pin.html", form=form)
