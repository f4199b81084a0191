"""The page on which staff write down that they saw somebody's document, and the slip with a new PIN."""

import uuid

from flask import redirect, url_for

from portal.accounts.sessions.web import asked_way
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.web import Answer, access, actor, db, render, tell
from portal.matters import queries as matters
from portal.matters.identities import pins, queries, services
from portal.matters.identities.forms import SeenForm
from portal.matters.identities.policy import SEE
from portal.matters.web import bp


@bp.route("/matters/<uuid:matter_id>/identity/<uuid:person_id>", methods=["GET", "POST"])
@access(SEE)
def see_identity(matter_id: uuid.UUID, person_id: uuid.UUID) -> Answer:
    """A party or a guardian stands here with a document; afterwards back to where one came from."""
    matter = matters.get(db(), actor(), matter_id)
    person = queries.person(db(), actor(), matter, person_id)
    back = asked_way() or url_for("matters.show", matter_id=matter_id, tab="people")
    form = SeenForm(kind=person.kind)
    if form.validate_on_submit():
        document, tail = form.document.data or "", form.tail.data or ""
        if form.whole() or not services.differs(db(), actor(), person, document, tail):
            services.see(db(), actor(), matter, person_id, document, tail, form.whole())
            tell(_("已登记身份核对。"))
            return redirect(back, 303)
        form.refuse("tail", str(services.DIFFERS))
    last = queries.seen(db(), matter_id).get(person_id)
    lost = ActionForm() if pins.may_have_one(db(), matter, person_id) else None
    return render(
        "matters/identities/see.html", form=form, person=person, last=last, back=back, lost=lost, matter=matter
    )


@bp.post("/matters/<uuid:matter_id>/identity/<uuid:person_id>/new-pin")
@access(SEE)
def new_pin(matter_id: uuid.UUID, person_id: uuid.UUID) -> Answer:
    """A slip to hand over: its PIN is minted now and kept nowhere."""
    matter = matters.get(db(), actor(), matter_id)
    slip = pins.reissue(db(), actor(), matter, person_id)
    return render("matters/identities/slip.html", slip=slip, matter=matter)
