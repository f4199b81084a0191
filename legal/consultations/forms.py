"""What somebody is asked who wants to ask a lawyer; how a time is found and chosen."""

import uuid
from collections.abc import Sequence
from typing import Any

from wtforms import DateField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from legal.consultations.taking import Wanted
from legal.consultations.times import Free, Lawyer
from legal.consultations.words import TOPICS
from portal.intake.filing.counter_forms import LOCALES, SOURCES
from portal.intake.filing.forms import ContactForm, SafetyForm, StepForm
from portal.intake.filing.questions import ContactMixin, SafetyMixin
from portal.intake.filing.rules import STORY_MAX
from portal.kernel.forms import ActionForm, Needed, OptionsField, SelectField, TextField, clean, cn_mobile
from portal.kernel.forms.fields import BoxesField
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.schedule.availability.words import MODES

STEPS = ("question", "safety", "person", "contact", "time")
NEEDED = {"question": "topic", "safety": "dangers", "person": "name", "contact": "channel"}
"""Step → the answer without which it has not been done."""


class QuestionMixin:
    """What it is about, in the person's own words."""

    topic = OptionsField(_l("大概是哪一类事？"), TOPICS.items(), [Needed(_l("请选一类，说不清就选最后一项。"))])
    story = TextAreaField(
        _l("您想问什么？"),
        [Needed(_l("请用一两句话说说您想问什么。")), Length(max=STORY_MAX)],
        filters=[clean],
    )


class NamesMixin:
    """Who asks, and whom it is against."""

    name = TextField(_l("您怎么称呼"), [Needed(_l("请填写您的姓名。")), Length(max=60)])
    phone = TextField(_l("您的手机号"), [Optional(), cn_mobile])
    other_name = TextField(_l("对方是谁"), [Optional(), Length(max=60)])
    other_phone = TextField(_l("对方的手机号"), [Optional(), Length(max=20)])


class QuestionForm(StepForm, QuestionMixin):
    """Step 1."""


class PersonForm(StepForm, NamesMixin):
    """Step 3."""


FORMS: dict[str, type[StepForm]] = {
    "question": QuestionForm,
    "safety": SafetyForm,
    "person": PersonForm,
    "contact": ContactForm,
}


class FindForm(ActionForm):
    """Which times to look at: a GET form that changes nothing."""

    class Meta(ActionForm.Meta):
        """See mediation's search for a room."""

        csrf = False

    mode = SelectField(_l("来访还是电话"))
    lawyer = SelectField(_l("哪位律师"))
    first = DateField(_l("从哪一天开始找"), [Optional()])

    def __init__(self, *args: Any, lawyers: Sequence[Lawyer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mode.choices = [("", _("都可以")), *((key, str(word)) for key, word in MODES.items())]
        self.lawyer.choices = [("", _("哪位都行")), *((one.id.hex, one.name) for one in lawyers)]
        for field in (self.mode, self.lawyer):
            if field.data not in {choice.value for choice in field.choices}:
                field.data = ""

    def among(self, lawyers: Sequence[Lawyer]) -> list[Lawyer]:
        """The lawyers to look at."""
        chosen = uuid.UUID(self.lawyer.data) if self.lawyer.data else None
        return [one for one in lawyers if chosen in (None, one.id)]


class ChoiceMixin:
    """One of the free times."""

    slot = OptionsField(_l("选一个时间"), (), [Needed(_l("请选一个时间。"))], validate_choice=False)

    def offer(self, free: Sequence[Free], label: Any) -> None:
        """What is free now; the booking decides whether it still is."""
        self.slot.choices = [(wanted(one).text(), label(one)) for one in free]

    def chosen(self) -> Wanted | None:
        """The time; None (and a sentence) when it is none of ours."""
        try:
            return Wanted.read(self.slot.data or "")
        except ValueError:
            self.slot.errors = [_("请选一个时间。")]
            return None


def wanted(free: Free) -> Wanted:
    """A free time as a form sends it."""
    return Wanted(free.slot.start, free.lawyer.id, free.lawyer.organisation.id, free.slot.mode)


class TimeForm(ActionForm, ChoiceMixin):
    """Step 5, and every change."""


class DeskForm(StepForm, QuestionMixin, SafetyMixin, NamesMixin, ContactMixin, ChoiceMixin):
    """Everything on one page for the clerk, while the person talks."""

    source = OptionsField(_l("来访方式"), SOURCES, [Needed(_l("请选择。"))])
    locale = SelectField(_l("回执和通知用哪种语言"), choices=LOCALES)
    consent = BoxesField(_l("告知与同意"), [Needed(_l("请先读给本人听，并得到本人同意。"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_dangers()
        self.offer_shared()
        self.consent.choices = [("spoken", _("已把告知内容读给本人听，本人表示知道并同意登记"))]

    def validate_channel(self, field: Any) -> None:
        """A message needs a number, a mail an address."""
        if field.data in ("sms", "call") and not self.phone.data:
            raise ValidationError(_("这样联系需要填写手机号。"))
        if field.data == "email" and not self.email.data:
            raise ValidationError(_("请填写电子邮箱。"))
