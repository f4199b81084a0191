"""The counter: a clerk, or a grid worker on a doorstep, files on one page while the person talks, and prints the
receipt."""

from flask import current_app

from portal.directory.organisations.models import Organisation
from portal.directory.organisations.queries import organisation
from portal.intake.filing import receipts, rules, services
from portal.intake.filing.counter_forms import CounterForm
from portal.intake.filing.policy import AT_COUNTER, DESK, FOR_OTHERS
from portal.intake.filing.views import bp
from portal.kernel.files.services import Prepared, keep, prepare_all
from portal.kernel.web import Answer, access, actor, db, goto, render
from portal.people.consents.texts import notice

__all__ = ["at_counter", "bp"]


@bp.route("/desk/file", methods=["GET", "POST"])
@access(AT_COUNTER)
def at_counter() -> Answer:
    """All questions at once, photos included."""
    form = CounterForm(grid=not actor().has(*DESK))
    form.offer_channels(db())
    if form.validate_on_submit() and (taken := _photos(form)) is not None:
        centre = _centre()
        files = [keep(db(), prepared) for prepared in taken]
        filed = services.at_counter(db(), actor(), centre, form.answers(), files, form.agreed_to())
        receipts.hand_to(db(), actor(), filed.handover())
        return goto("filing.receipt")
    shown = {"max": rules.STORY_MAX, "wish_max": rules.WISH_MAX, "most": rules.PHOTOS_MAX}
    return render("intake/filing/counter.html", form=form, notice=notice(), **shown)


def _centre() -> Organisation:
    """The one whose desk this is; a grid worker's is that of their village or community."""
    body = organisation(db(), min(actor().organisations(*DESK) or actor().organisations(*FOR_OTHERS)))
    return body if body.kind == "center" or body.center_id is None else organisation(db(), body.center_id)


def _photos(form: CounterForm) -> list[Prepared] | None:
    """Worked on before anything is written; None when one of them cannot be taken, and the form says why."""
    if not form.chosen():
        return []
    if form.unanswered():
        return None
    taken, refused = prepare_all(db(), form.uploads(), current_app.extensions["portal"].settings)
    for name, sentence in refused:
        form.refuse("photos", f"{name}: {sentence}")
    return None if refused else taken
