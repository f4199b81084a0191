"""Whom, with which question; the plan; the note."""

import uuid
from datetime import date
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from mediation.consents.forms import DayField
from portal.kernel.forms import ActionForm, Needed, OptionsField, TextField, clean
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.teams.roster.rules import POST_NAMES
from portal.teams.seats.calling import Call, Note
from portal.teams.seats.offers import Offer
from portal.teams.seats.rules import FACTS_MOST, PLAN_MOST, QUESTION_MOST

WORDS_MOST = 1000


def _text(label: Any, most: int, missing: Any = None) -> TextAreaField:
    first = Needed(missing) if missing else Optional()
    return TextAreaField(label, [first, Length(max=most)], filters=(clean,))


class InviteForm(ActionForm):
    """One person for one post, and what they are to think about."""

    person = OptionsField(_l("请谁来？"), (), [Needed(_l("请选择一个人。"))])
    facts = _text(_l("给团队看的事实"), FACTS_MOST, _l("请写几句事实，团队只看得到您写的。"))
    question = _text(_l("想请这位想一想的问题"), QUESTION_MOST, _l("请写一个问题。"))

    def __init__(self, *args: Any, offered: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person.choices = [
            (f"{post}:{one.id.hex}", _("%(post)s%(name)s", post=POST_NAMES[post], name=one.display_name))
            for post, people in offered
            for one in people
        ]

    def called(self) -> Call:
        """Post, account and question."""
        post, account = self.person.data.split(":")
        return Call(post, uuid.UUID(account), self.question.data or "")


class PlanForm(ActionForm):
    """At most one page."""

    plan = _text(_l("会前计划"), PLAN_MOST, _l("请写会前计划。"))


class NoteForm(ActionForm):
    """会商纪要, short."""

    held_on = DayField(_l("哪一天会商"), [Needed(_l("请填写哪一天。"))])
    place = TextField(_l("在哪里（地点，或者线上）"), [Needed(_l("请填写地点。")), Length(max=120)])
    decision = _text(_l("商量的结果"), WORDS_MOST, _l("请写商量的结果。"))
    steps = _text(_l("谁、做什么、到哪一天"), WORDS_MOST, _l("请写接下来谁做什么。"))
    next_on = DayField(_l("下次会商哪一天（没有就不填）"), [Optional()])

    def validate_held_on(self, field: Any) -> None:
        """Nobody signs off what has not been yet."""
        if field.data is not None and field.data > self.today:
            raise ValidationError(_("会商的日子不能晚于今天。"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def note(self) -> Note:
        """As it is signed."""
        assert self.held_on.data is not None
        return Note(
            self.held_on.data, self.place.data or "", self.decision.data or "", self.steps.data or "", self.next_on.data
        )
