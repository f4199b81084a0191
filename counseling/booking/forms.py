"""Who one is, as far as one likes to say, and a time."""

from typing import Any

from wtforms import TextAreaField
from wtforms.validators import Email, Length, Optional, ValidationError

from counseling.cases.rules import ANSWERS, CHANNELS, SIGNS
from portal.kernel.forms import Form, Needed, OptionsField, TextField, clean, cn_mobile
from portal.kernel.forms.fields import BoxesField
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l

CONCERN_MAX = 1000


class AboutForm(Form):
    """A name one likes to be called by, a way to be reached, somebody for an emergency, and what it is about."""

    name = TextField(_l("怎么称呼您？"), [Needed(_l("请填一个称呼，真名、昵称都可以。")), Length(max=60)])
    channel = OptionsField(_l("有事怎样联系您？"), tuple(CHANNELS.items()), [Needed(_l("请选择一种。"))])
    phone = TextField(_l("电话"), [Optional(), cn_mobile])
    email = TextField(_l("电子邮箱"), [Optional(), Email(_l("邮箱格式不对，请核对，例如 name@example.com。"))])
    hours = TextField(_l("什么时间联系方便"), [Optional(), Length(max=60)])
    words = TextField(_l("联系您时要注意什么"), [Optional(), Length(max=80)])
    emergency_name = TextField(_l("紧急时可以找谁"), [Optional(), Length(max=60)])
    emergency_relation = TextField(_l("是您的什么人"), [Optional(), Length(max=20)])
    emergency_phone = TextField(_l("他或她的电话"), [Optional(), cn_mobile])
    concern = TextAreaField(_l("想聊些什么"), [Optional(), Length(max=CONCERN_MAX)], filters=[clean])
    wanted = TextField(_l("希望得到什么帮助"), [Optional(), Length(max=200)])
    past_care = OptionsField(_l("以前看过精神科、心理科，或者在吃这方面的药吗？"), tuple(ANSWERS.items()), [Optional()])
    past_harm = OptionsField(_l("以前伤害过自己吗？"), tuple(ANSWERS.items()), [Optional()])
    signs = BoxesField(_l("下面的情况，现在有吗？"), [Needed(_l("请选择，没有就选“都没有”。"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signs.choices = [*((key, str(words)) for key, words in SIGNS.items()), ("none", _("都没有"))]

    def validate_channel(self, field: Any) -> None:
        """What the channel needs must be there."""
        if field.data == "phone" and not self.phone.data:
            raise ValidationError(_("请在下面填写电话，或选择别的方式。"))
        if field.data == "email" and not self.email.data:
            raise ValidationError(_("请在下面填写电子邮箱，或选择别的方式。"))

    def validate_signs(self, field: Any) -> None:
        """'None' and a yes cannot both be true."""
        if "none" in field.data and len(field.data) > 1:
            raise ValidationError(_("“都没有”不能和别的一起选，请核对。"))

    def answers(self) -> dict[str, Any]:
        """What was typed, by field; what was left empty is empty words."""
        given = {f.name: f.data or "" for f in self if f.name not in ("once", "csrf_token", "signs")}
        return {**given, "signs": tuple(key for key in self.signs.data or () if key != "none")}


class TimesForm(Form):
    """One of the open times."""

    slot = OptionsField(_l("哪个时间方便？"), (), [Needed(_l("请选择一个时间。"))])

    def __init__(self, *args: Any, times: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slot.choices = times
        self.slot.validate_choice = False  # somebody else may have taken it since: the booking itself decides
