"""What each step asks, in plain words."""

from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Email, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.intake.danger.rules import QUESTIONS
from portal.intake.filing.rules import PHOTOS_MAX, STORY_MAX
from portal.kernel.forms import Form, Needed, OptionsField, TextField, clean, cn_mobile
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.i18n import pick

CHANNELS = (
    ("sms", _l("发短信")),
    ("call", _l("打电话")),
    ("email", _l("发电子邮件")),
    ("letter", _l("寄信到我的住址")),
    ("visit", _l("我自己来问，不要联系我")),
)
SOURCES = (("counter", _l("到窗口")), ("phone", _l("打电话")))
LOCALES = (("zh", "中文"), ("en", "English"))


class BoxesField(SelectMultipleField):
    """Several answers to one question, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def danger_choices() -> list[tuple[str, str]]:
    """The five danger questions and 'none of these', in the person's language."""
    return [*((q.key, pick(q.zh, q.en)) for q in QUESTIONS), ("none", _("以上都没有"))]


class StepForm(Form):
    """A step of a filing: which fields are its answers."""

    def answers(self) -> dict[str, Any]:
        """What was typed, by field, without the tokens."""
        return {f.name: f.data for f in self if f.name not in ("once", "csrf_token", "photos")}


class StoryMixin:
    """What happened."""

    story = TextAreaField(
        _l("发生了什么事？"),
        [Needed(_l("请用自己的话说说发生了什么事，一两句也可以。")), Length(max=STORY_MAX)],
        filters=[clean],
    )


class SafetyMixin:
    """Is anybody in danger now?"""

    dangers = BoxesField(_l("现在有没有下面的情况？"), [Needed(_l("请选择，没有就选“以上都没有”。"))])

    def offer_dangers(self) -> None:
        """The questions in the language of this page."""
        self.dangers.choices = danger_choices()

    def validate_dangers(self, field: Any) -> None:
        """'None' and a yes cannot both be true."""
        if "none" in field.data and len(field.data) > 1:
            raise ValidationError(_("“以上都没有”不能和别的一起选，请核对。"))


class PeopleMixin:
    """Who and where."""

    name = TextField(_l("您怎么称呼"), [Needed(_l("请填写您的姓名。")), Length(max=60)])
    phone = TextField(_l("您的手机号"), [Optional(), cn_mobile])
    place = TextField(_l("事情发生在哪里"), [Optional(), Length(max=200)])
    other_name = TextField(_l("对方是谁"), [Optional(), Length(max=60)])
    other_phone = TextField(_l("对方的电话"), [Optional(), Length(max=20)])


class ContactMixin:
    """How may we reach you without harm?"""

    channel = OptionsField(_l("我们怎样联系您最稳妥？"), CHANNELS, [Needed(_l("请选择一种联系方式。"))])
    email = TextField(_l("电子邮箱"), [Optional(), Email(_l("邮箱格式不对，请核对，例如 name@example.com。"))])
    hours = TextField(_l("什么时间联系方便"), [Optional(), Length(max=60)])
    shared = BoxesField(_l("别人会看您的手机或信件吗？"), [Optional()])
    words = TextField(_l("联系您时只说什么话"), [Optional(), Length(max=80)])

    def offer_shared(self) -> None:
        """One box."""
        self.shared.choices = [("shared", _("别人可能会看到或接到"))]


class StoryForm(StepForm, StoryMixin):
    """Step 1."""


class SafetyForm(StepForm, SafetyMixin):
    """Step 2."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_dangers()


class PeopleForm(StepForm, PeopleMixin):
    """Step 3."""


class ContactForm(StepForm, ContactMixin):
    """Step 4; what the channel needs must be there."""

    def __init__(self, *args: Any, has_phone: bool = True, has_place: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_shared()
        self.has_phone = has_phone

    def validate_channel(self, field: Any) -> None:
        """A message needs a number, a mail an address."""
        if field.data in ("sms", "call") and not self.has_phone:
            raise ValidationError(_("您没有填手机号。请回上一步填写，或选择别的联系方式。"))
        if field.data == "email" and not self.email.data:
            raise ValidationError(_("请在下面填写电子邮箱，或选择别的联系方式。"))


class PhotosForm(StepForm):
    """Step 5: photos or papers, if there are any."""

    photos = MultipleFileField(_l("照片或材料"))

    def validate_photos(self, field: Any) -> None:
        """Not more than a phone can send at once."""
        if len(field.data or ()) > PHOTOS_MAX:
            raise ValidationError(_("一次最多选 %(n)s 个文件，其余的以后还可以补交。", n=PHOTOS_MAX))


class CheckForm(StepForm):
    """Step 6: read again and hand in."""


class CounterForm(StepForm, StoryMixin, SafetyMixin, PeopleMixin, ContactMixin):
    """Everything on one page for the clerk, while the person talks."""

    source = OptionsField(_l("来访方式"), SOURCES, [Needed(_l("请选择。"))])
    locale = SelectField(_l("本人使用的语言"), choices=LOCALES)
    consent = BoxesField(_l("告知与同意"), [Needed(_l("请先读给本人听，并得到本人同意。"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_dangers()
        self.offer_shared()
        self.consent.choices = [("spoken", _("已把告知内容读给本人听，本人表示知道并同意登记"))]

    def validate_channel(self, field: Any) -> None:
        """A message needs a number, a mail an address."""
        if field.data in ("sms", "call") and not self.phone.data:
            raise ValidationError(_("短信或电话联系需要填写手机号。"))
        if field.data == "email" and not self.email.data:
            raise ValidationError(_("请填写电子邮箱。"))


FORMS: dict[str, type[StepForm]] = {
    "story": StoryForm,
    "safety": SafetyForm,
    "people": PeopleForm,
    "contact": ContactForm,
    "photos": PhotosForm,
    "check": CheckForm,
}
