"""The counter's one page."""

from typing import Any

from wtforms.validators import ValidationError

from portal.intake.filing.forms import StepForm
from portal.intake.filing.questions import (
    FOURTEEN,
    AgeMixin,
    ContactMixin,
    GuardianMixin,
    OtherBodyMixin,
    PeopleMixin,
    PhotosMixin,
    SafetyMixin,
    StoryMixin,
)
from portal.kernel.forms import BoxesField, Needed, OptionsField, SelectField
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.matters.words import SAID_AGES
from portal.matters.words import SOURCES as SOURCE_WORDS
from portal.people.persons.fields import EntityMixin

SOURCES = (("counter", _l("到窗口")), ("phone", _l("打电话")))
LOCALES = (("zh", "中文"), ("en", "English"))


class CounterForm(
    StepForm, StoryMixin, SafetyMixin, PeopleMixin, AgeMixin, GuardianMixin, ContactMixin, EntityMixin, OtherBodyMixin,
    PhotosMixin,
):  # fmt: skip
    """Everything on one page for the clerk, while the person talks."""

    age = OptionsField(_l("满十四岁了吗？"), SAID_AGES.items(), validate_choice=False)
    source = OptionsField(_l("来访方式"), SOURCES, [Needed(_l("请选择。"))])
    locale = SelectField(_l("回执和通知用哪种语言"), choices=LOCALES)
    consent = BoxesField(_l("告知与同意"), [Needed(_l("请先读给本人听，并得到本人同意。"))])

    def __init__(self, *args: Any, grid: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if grid:
            self.source.choices, self.source.data = [("grid", SOURCE_WORDS["grid"])], "grid"
        self.offer_dangers()
        self.offer_shared()
        self.offer_minor()
        self.offer_agrees()
        self.offer_shows()
        self.offer_without()
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
        if field.data in ("sms", "call") and not (self.phone.data or self.guardian_phone.data):
            raise ValidationError(_("这样联系需要填写手机号。"))
        if field.data == "email" and not self.email.data:
            raise ValidationError(_("请填写电子邮箱。"))
        if field.data == "letter" and not self.address.data:
            raise ValidationError(_("请填写收信的地址。"))
