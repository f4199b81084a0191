"""What somebody in a matter was told and agreed to, and taking a consent back (个人信息保护法 art.15)."""

import uuid
from typing import Any

from portal.kernel import audit
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Refused, require
from portal.kernel.web import Answer, access, actor, db, goto, render, tell
from portal.matters import queries as matters
from portal.matters.models import Matter
from portal.matters.policy import STATUS
from portal.matters.rules import OVER
from portal.matters.sensitive import queries, services
from portal.matters.sensitive.forms import TakeBackForm
from portal.matters.sensitive.rules import PURPOSES
from portal.matters.web import bp
from portal.people.consents.queries import in_force
from portal.people.consents.texts import about_pictures, purposes


@bp.app_context_processor
def words() -> dict[str, Any]:
    """The words of the purposes and what holds for all of them, for the question beside a file field."""
    return {
        "sensitive_words": lambda: {key: purposes()[key].words.text for key in PURPOSES},
        "about_pictures": about_pictures,
    }


def _own() -> Matter:
    matter = matters.own(db(), actor())
    require(db(), actor(), STATUS, matter)
    return matter


@bp.get("/my/consents")
@access(STATUS)
def consents() -> Answer:
    """The ledger of whoever came with a code, and of their wards."""
    people = queries.spoken_for(db(), actor(), _own())
    lines = [(person, queries.given(db(), person.id)) for person in people]
    return render("matters/sensitive/ledger.html", lines=lines, purposes=purposes(), may=PURPOSES)


@bp.route("/my/consents/<uuid:person_id>/<purpose>", methods=["GET", "POST"])
@access(STATUS)
def take_back(person_id: uuid.UUID, purpose: str) -> Answer:
    """What happens when it is taken back, with the files that leave; then the act."""
    matter = _own()
    person = queries.person(db(), actor(), matter, person_id)
    if purpose not in PURPOSES or in_force(db(), person.id, purpose) is None:
        raise Refused(STATUS.name)
    form = TakeBackForm()
    if form.validate_on_submit():
        gone = services.take_back(db(), actor(), matter, person, purpose)
        tell(_("已撤回。%(n)s 个文件已经收走，也告诉了工作人员。", n=gone))
        return goto("matters.consents")
    pieces = queries.kept_under(db(), person.id, purpose)
    if any(piece.caption_sealed for piece in pieces):
        audit.note(db(), actor(), "evidence.listed", matter, ["caption"])
    shown: dict[str, Any] = {"pieces": pieces, "purpose": purposes()[purpose], "over": matter.stage in OVER}
    return render("matters/sensitive/take_back.html", form=form, **shown)
