"""The page on which the mediator or the head goes on without a party who never answers."""

import uuid

from flask import Blueprint
from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length

from mediation.cases import queries as cases
from mediation.cases import reaching
from mediation.cases.policy import END
from mediation.consents import queries, silence
from mediation.invitations.queries import by_party
from portal.kernel import clock
from portal.kernel.forms import ActionForm, Needed, clean
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.policy import Conflict, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell

bp = Blueprint("silences", __name__, url_prefix="/cases/<uuid:case_id>/silent")


class PartForm(ActionForm):
    """What was tried, for the file."""

    words = TextAreaField(
        _l("怎样联系过？（只存卷）"),
        [Needed(_l("请写一句怎样联系过，例如哪天打过电话、哪天上过门。")), Length(max=500)],
        filters=(clean,),
    )
    sure = BooleanField(_l("已按登记的联系方式联系过，对方一直没有答复"), [Needed(_l("请核对以后打勾。"))])


@bp.route("/<uuid:party_id>", methods=["GET", "POST"])
@access(END)
def part(case_id: uuid.UUID, party_id: uuid.UUID) -> Answer:
    """One of several never answers: the others decide anew, without them."""
    case = cases.get(db(), actor(), case_id)
    require(db(), actor(), END, case)
    row = queries.of_party(db(), case, party_id)
    there = cases.parties(db(), case.matter_id)
    day = silence.silent_from(db(), case, there, row, by_party(db(), case).get(party_id))
    if day is None or clock.today(db().info["settings"].zone) < day:
        raise Conflict(_("现在还不能不等这一方。请看最新的情况。"))
    form = PartForm(data={"seen": case.version})
    if form.validate_on_submit() and fresh(form, case):
        silence.part(db(), actor(), case_id, party_id, form.words.data or "")
        tell(_("已不再等这一方；其余各方会收到通知，重新决定。"))
        return goto("cases.show", case_id=case_id)
    line = reaching.lines(db(), actor(), [row.party])[party_id]
    others = [party.person.name for party in there if party.id != party_id]
    return render("mediation/consents/silent.html", form=form, case=case, party=row.party, line=line, others=others)
