"""The party's pages (four answers and the reply, rights one by one) and the mediator's record of what was said."""

import uuid
from datetime import date
from typing import Any

from flask import Blueprint, current_app, session

from mediation.cases import queries as cases
from mediation.cases import reaching
from mediation.cases.policy import MEDIATE
from mediation.cases.words import mediator_name
from mediation.consents import queries, services, wording
from mediation.consents.forms import RecordForm, ReplyForm, RightsForm
from mediation.consents.policy import ANSWER
from mediation.consents.queries import Standing
from mediation.consents.services import Reply
from mediation.invitations.queries import applicants, subject
from mediation.terminations.queries import concerning
from portal.kernel import clock
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import show_day
from portal.kernel.policy import Refused, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters import hearing
from portal.matters.rules import show_code

bp = Blueprint("consents", __name__)


@bp.route("/my/reply", methods=["GET", "POST"])
@access(ANSWER)
def reply() -> Answer:
    """Four answers before any question; then yes, time to think, or no."""
    elsewhere = _elsewhere()
    if elsewhere is not None:
        return elsewhere
    before = queries.standing(db(), actor())
    form = ReplyForm(data={"seen": before.case.version}, today=_today())
    if form.validate_on_submit() and fresh(form, before.case):
        if form.answer.data == "yes":
            return goto("consents.right", number=1)
        return _take(before, _given(form))
    told = services.to_inform(db(), actor())
    return render("mediation/consents/reply.html", form=form, told=told, **_words(before))


def _given(form: ReplyForm) -> Reply:
    if form.answer.data == "later":
        return Reply("later", later_on=form.later_on.data)
    return Reply("no", reason=form.reason.data or "")


def _elsewhere() -> Answer | None:
    """Whoever has nothing to answer any more is led to what there is: the notice, or how it stands."""
    ended = concerning(db(), actor())
    if ended is not None:
        return goto("terminations.mine", notice_id=ended.id)
    before = queries.standing(db(), actor())
    answered = before.case.state != "consent_pending" or before.consent.answer == "yes"
    return goto("matters.status") if answered else None


def _take(before: Standing, given: Reply) -> Answer:
    services.answer(db(), actor(), before.consent, given)
    if given.later_on is not None:
        tell(_("好的，您可以在 %(day)s 以前答复。随时用信上的编码和密码回来。", day=show_day(given.later_on)))
        return goto("consents.reply")
    if numbers := hearing.first(given.reason):
        return goto(numbers)
    return _after()


def _after() -> Answer:
    ended = concerning(db(), actor())
    return goto("terminations.mine", notice_id=ended.id) if ended else goto("matters.status")


@bp.get("/my/rights/<int:number>")
@access(ANSWER)
def right(number: int) -> Answer:
    """After a yes: one right a page."""
    elsewhere = _elsewhere()
    if elsewhere is not None:
        return elsewhere
    before = queries.standing(db(), actor())
    if not 1 <= number <= len(wording.RIGHTS):
        raise Refused(ANSWER.name)
    _opened(before, number)
    shown: dict[str, Any] = {"number": number, "total": len(wording.RIGHTS), "point": wording.RIGHTS[number - 1]}
    return render("mediation/consents/right.html", **shown, **_words(before))


@bp.route("/my/rights", methods=["GET", "POST"])
@access(ANSWER)
def rights() -> Answer:
    """When each right was read: public or not, and that one takes part; only this makes the yes count."""
    elsewhere = _elsewhere()
    if elsewhere is not None:
        return elsewhere
    before = queries.standing(db(), actor())
    form = RightsForm(data={"seen": before.case.version})
    if form.validate_on_submit() and fresh(form, before.case):
        if not _all_read(before):
            tell(_("请先一条一条看完您的权利，再确认。都很短。"))
            return goto("consents.right", number=1)
        services.answer(db(), actor(), before.consent, Reply("yes", wants_public=form.public.data == "yes"))
        tell(_("已记下：您愿意调解。您随时可以停下来。"))
        return goto("consents.rights") if queries.owes(db(), actor()) else goto("matters.status")
    return render("mediation/consents/rights.html", form=form, rights=wording.RIGHTS, **_words(before))


def _opened(before: Standing, number: int) -> None:
    """This browser has shown this person this right of this mediation; a guardian of two reads them once."""
    read = set(_read(before)) | {number}
    session["rights"] = {"of": _reader(before), "read": sorted(read)}


def _all_read(before: Standing) -> bool:
    """A yes counts only after every right was shown (人民调解工作规范): a box ticked unread is no consent."""
    return set(_read(before)) >= set(range(1, len(wording.RIGHTS) + 1))


def _read(before: Standing) -> list[int]:
    kept: dict[str, Any] = session.get("rights") or {}
    return list(kept["read"]) if kept.get("of") == _reader(before) else []


def _reader(before: Standing) -> str:
    return f"{actor().person}:{before.case.id}:{before.case.round}"


@bp.get("/my/rights/paper")
@access(ANSWER)
def paper() -> Answer:
    """权利义务告知书 to keep: what was read, and when it was agreed to."""
    before = queries.standing(db(), actor())
    return render("mediation/consents/paper.html", rights=wording.RIGHTS, **_words(before))


@bp.route("/cases/<uuid:case_id>/answers/<uuid:party_id>", methods=["GET", "POST"])
@access(MEDIATE)
def record(case_id: uuid.UUID, party_id: uuid.UUID) -> Answer:
    """What a party said on the phone, at the counter or by letter."""
    case = cases.get(db(), actor(), case_id)
    require(db(), actor(), MEDIATE, case)
    consent = queries.of_party(db(), case, party_id)
    no_door = None if services.has_door(db(), case, consent.party) else str(services.NO_DOOR)
    form = RecordForm(data={"seen": case.version}, today=_today(), no_door=no_door)
    if form.validate_on_submit() and fresh(form, case):
        services.record(db(), actor(), consent, _recorded(form))
        tell(_("已记录，并已告知本人。"))
        return goto("cases.show", case_id=case_id)
    return render(
        "mediation/consents/record.html", form=form, case=case, party=consent.party, rights=wording.RIGHTS,
        line=reaching.lines(db(), actor(), [consent.party])[party_id], no_door=no_door,
    )  # fmt: skip


def _recorded(form: RecordForm) -> Reply:
    answer = form.answer.data
    return Reply(
        answer,
        form.channel.data,
        wants_public=form.public.data == "yes" if answer == "yes" else None,
        later_on=form.later_on.data if answer == "later" else None,
    )


def _words(before: Standing) -> dict[str, Any]:
    case = before.case
    parties = cases.parties(db(), case.matter_id)
    facts = wording.Facts(
        applicant="、".join(applicants(parties)),
        committee=case.committee.name(),
        mediator=mediator_name(case),
        subject=subject(case.matter.class_code),
        phone=case.committee.phone,
        address=case.committee.address(),
    )
    invited = before.party.role != "applicant"
    return {
        "before": before,
        "case": case,
        "code": show_code(case.matter.code),
        "facts": facts,
        "parties": parties,
        "four": wording.four_answers(facts) if invited else [],
    }


def _today() -> date:
    return clock.today(str(current_app.extensions["portal"].settings.zone))
