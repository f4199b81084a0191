"""The mediator's sending and printing."""

import uuid

from flask import Blueprint

from mediation.cases import queries as cases
from mediation.cases import reaching
from mediation.cases.models import MediationCase
from mediation.consents.queries import of_party
from mediation.invitations import services
from mediation.invitations.forms import InviteForm
from mediation.invitations.policy import INVITE
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters.models import Party
from portal.matters.reaching import goes, offered
from portal.matters.rules import show_code
from portal.matters.words import CHANNELS
from portal.people.persons.fields import shown as entity_shown
from portal.people.persons.queries import contact

bp = Blueprint("invitations", __name__, url_prefix="/cases")


@bp.route("/<uuid:case_id>/invite/<uuid:party_id>", methods=["GET", "POST"])
@access(INVITE)
def invite(case_id: uuid.UUID, party_id: uuid.UUID) -> Answer:
    """Check name, phone and address, then send; again voids the former letter."""
    case, party = _found(case_id, party_id)
    form = _form(case, party)
    if form.validate_on_submit() and fresh(form, case):
        try:
            services.invite(
                db(), actor(), case_id, party_id, form.name.data or "", form.contact(),
                born_on=form.born_on.data, guardian=form.guardian(), entity=form.entity(),
            )  # fmt: skip
        except Conflict as refused:
            form.refuse("", str(refused))
        else:
            tell(_("邀请已发出。链接 7 天内有效，也可以打印信件。"))
            return goto("cases.show", case_id=case_id)
    line = reaching.lines(db(), actor(), [party])[party_id]
    return render("mediation/invitations/invite.html", form=form, case=case, party=party, line=line)


def _found(case_id: uuid.UUID, party_id: uuid.UUID) -> tuple[MediationCase, Party]:
    case = cases.get(db(), actor(), case_id)
    require(db(), actor(), INVITE, case)
    return case, of_party(db(), case, party_id).party


def _form(case: MediationCase, party: Party) -> InviteForm:
    """With what is known; reading it in full is written down first."""
    to = services.written_to(db(), party)
    known = contact(db(), actor(), to, "contact")
    form = InviteForm(
        data={
            "seen": case.version,
            "name": party.person.name,
            **entity_shown(party.person),
            "born_on": party.person.born_on,
            "channel": _way(to.contact_channel),
            "phone": known.phone,
            "email": known.email,
            "address": known.address,
        },
        danger=case.matter.danger or case.matter.joint_barred,
    )
    form.channel.choices = offered(db(), [(key, CHANNELS[key]) for key in CHANNELS if key != "none"])
    return form


def _way(channel: str) -> str | None:
    """What the receiver asked for; a message that nothing sends here is a call."""
    if channel == "none":
        return None
    return "call" if channel == "sms" and not goes(db(), channel) else channel


@bp.post("/<uuid:case_id>/letter/<uuid:party_id>")
@access(INVITE)
def letter(case_id: uuid.UUID, party_id: uuid.UUID) -> Answer:
    """A page to print, once: its PIN is minted now and kept nowhere."""
    made = services.print_letter(db(), actor(), case_id, party_id)
    return render("mediation/invitations/letter.html", letter=made, code=show_code(made.case.matter.code))
