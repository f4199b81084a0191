"""What each step asks, in plain words."""

from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import TextAreaField
from wtforms.validators import Email, Length, Optional, ValidationError

from portal.intake.danger.rules import QUESTIONS
from portal.intake.filing.rules import PHOTOS_MAX, STORY_MAX
from portal.kernel.forms import BoxesField, Form, Needed, OptionsField, SelectField, TextField, clean, cn_mobile
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.i18n import pick
from portal.matters.words import RELATIONS, SAID_AGES
from portal.people.persons.fields import KIND_NAMES, EntityMixin, credit_code

CHANNELS = (
    ("sms", _l("发短信")),
    ("call", _l("打电话")),
    ("email", _l("发电子邮件")),
    ("letter", _l("寄信到我的住址")),
    ("none", _l("我自己来问，不要联系我")),
)
SOURCES = (("counter", _l("到窗口")), ("phone", _l("打电话")))
FOURTEEN = _l("请选择满没满十四岁。")
LOCALES = (("zh", "中文"), ("en", "English"))


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


class AgeMixin:
    """Is it a child's matter? Asked in plain words; an adult has nothing to answer."""

    minor = BoxesField(_l("满十八岁了吗？"))

    def offer_minor(self) -> None:
        """One box."""
        self.minor.choices = [("minor", _("还不满十八岁"))]


class GuardianMixin:
    """Which grown-up stands by the child; nobody at hand is an answer too."""

    age = OptionsField(_l("满十四岁了吗？"), SAID_AGES.items(), [Needed(FOURTEEN)])
    guardian_name = TextField(_l("监护人姓名"), [Length(max=60)])
    relation = SelectField(_l("监护人是当事人的什么人"), choices=[("", _l("请选择")), *RELATIONS.items()], default="")
    guardian_phone = TextField(_l("监护人的手机号"), [Optional(), cn_mobile])
    agrees = BoxesField(_l("监护人的同意"), [Optional()])

    def offer_agrees(self) -> None:
        """One box; the page shows the words of the purpose above it (个人信息保护法 art.31)."""
        self.agrees.choices = [("agrees", _("监护人本人在这里，看过上面的话，同意处理孩子的个人信息"))]

    def validate_guardian_name(self, field: Any) -> None:
        """A number or a relation alone leads nowhere."""
        if not field.data and (self.guardian_phone.data or self.relation.data or self.agrees.data):
            raise ValidationError(_("请填写监护人的姓名；现在没有监护人能帮忙，就把这几项都空着。"))

    def validate_relation(self, field: Any) -> None:
        """Whoever is named stands in some relation."""
        if self.guardian_name.data and not field.data:
            raise ValidationError(_("请选择监护人是当事人的什么人。"))


class ContactMixin:
    """How may we reach you without harm?"""

    channel = OptionsField(_l("我们怎样联系您最稳妥？"), CHANNELS, [Needed(_l("请选择一种联系方式。"))])
    email = TextField(_l("电子邮箱"), [Optional(), Email(_l("邮箱格式不对，请核对，例如 name@example.com。"))])
    address = TextField(_l("收信的地址"), [Optional(), Length(max=200)])
    hours = TextField(_l("什么时间联系方便"), [Optional(), Length(max=60)])
    shared = BoxesField(_l("别人会看您的手机或信件吗？"), [Optional()])
    words = TextField(_l("联系您时要注意什么"), [Optional(), Length(max=80)])

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


class PeopleForm(StepForm, PeopleMixin, AgeMixin):
    """Step 3."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_minor()


class GuardianForm(StepForm, GuardianMixin):
    """After step 3, of a child."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_agrees()


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
        if field.data == "letter" and not self.address.data:
            raise ValidationError(_("请在下面填写收信的地址，或选择别的联系方式。"))


class PhotosForm(StepForm):
    """Step 5: photos or papers, if there are any."""

    photos = MultipleFileField(_l("照片或材料"))

    def validate_photos(self, field: Any) -> None:
        """Not more than a phone can send at once."""
        if len(field.data or ()) > PHOTOS_MAX:
            raise ValidationError(_("一次最多选 %(n)s 个文件，其余的以后还可以补交。", n=PHOTOS_MAX))


class CheckForm(StepForm):
    """Step 6: read again and hand in."""


class OtherBodyMixin:
    """The other side, where it is a body: what the clerk can look up at once; the rest is filled in later."""

    other_kind = OptionsField(_l("对方是个人还是单位"), KIND_NAMES.items(), default="natural")
    other_uscc = TextField(_l("对方的统一社会信用代码"), [Length(max=40), credit_code])
    other_legal_representative = TextField(_l("对方由谁代表（姓名）"), [Length(max=80)])

    def others_body(self) -> dict[str, Any]:
        """Only of a body."""
        is_body = self.other_kind.data == "legal"
        fields = (self.other_uscc, self.other_legal_representative)
        return {field.name: field.data if is_body else None for field in fields}


class CounterForm(
    StepForm, StoryMixin, SafetyMixin, PeopleMixin, AgeMixin, GuardianMixin, ContactMixin, EntityMixin, OtherBodyMixin
):
    """Everything on one page for the clerk, while the person talks."""

    age = OptionsField(_l("满十四岁了吗？"), SAID_AGES.items(), validate_choice=False)
    source = OptionsField(_l("来访方式"), SOURCES, [Needed(_l("请选择。"))])
    locale = SelectField(_l("本人使用的语言"), choices=LOCALES)
    consent = BoxesField(_l("告知与同意"), [Needed(_l("请先读给本人听，并得到本人同意。"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_dangers()
        self.offer_shared()
        self.offer_minor()
        self.offer_agrees()
        self.consent.choices = [("spoken", _("已把告知内容读给本人听，本人表示知道并同意登记"))]

    def answers(self) -> dict[str, Any]:
        """A natural person has none of the answers of a body."""
        return {**super().answers(), **self.entity(), **self.others_body()}

    def validate_minor(self, field: Any) -> None:
        """Whoever has a guardian written down is a child."""
        if not field.data and (self.age.data or self.guardian_name.data):
            raise ValidationError(_("填了监护人或年龄，请选上“还不满十八岁”；当事人已成年的，请清空这几项。"))

    def validate_age(self, field: Any) -> None:
        """Asked of children alone."""
        if self.minor.data and field.data not in SAID_AGES:
            raise ValidationError(str(FOURTEEN))

    def validate_channel(self, field: Any) -> None:
        """A message needs a number, a mail an address."""
        if field.data in ("sms", "call") and not self.phone.data:
            raise ValidationError(_("短信或电话联系需要填写手机号。"))
        if field.data == "email" and not self.email.data:
            raise ValidationError(_("请填写电子邮箱。"))
        if field.data == "letter" and not self.address.data:
            raise ValidationError(_("请填写收信的地址。"))


FORMS: dict[str, type[StepForm]] = {
    "story": StoryForm,
    "safety": SafetyForm,
    "people": PeopleForm,
    "guardian": GuardianForm,
    "contact": ContactForm,
    "photos": PhotosForm,
    "check": CheckForm,
}
