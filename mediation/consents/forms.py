"""What a party is asked."""

from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from mediation.consents.rules import LATER_DAYS, later_fits
from portal.kernel.forms import ActionForm, Needed, OptionsField
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l

REASON_MAX = 500
PUBLIC = (("no", _l("不公开：只有各方和调解员")), ("yes", _l("公开：亲友邻居可以旁听")))


class DayField(DateField):
    """A day; what cannot be one is said in plain words."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """As the browser sends it, or typed by hand."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("请写成 2026-11-22 这样的日期。")) from error


class DayNeeded(Optional):
    """An empty day is fine unless time was asked for; then validate_later_on speaks."""

    def __call__(self, form: Any, field: Any) -> None:
        if form["answer"].data != "later":
            super().__call__(form, field)


class LaterForm(ActionForm):
    """An answer, and the day one names if one needs time."""

    answer = OptionsField(
        _l("怎么决定？"),
        (("yes", _l("愿意调解")), ("later", _l("需要时间想一想")), ("no", _l("不愿意"))),
        [Needed(_l("请选择一项。"))],
    )
    later_on = DayField(_l("需要时间的话，最晚哪一天答复"), [DayNeeded()])

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_later_on(self, field: Any) -> None:
        """From tomorrow on, seven days at most."""
        if self.answer.data == "later" and (field.data is None or not later_fits(field.data, self.today)):
            raise ValidationError(_("请选明天到 %(n)s 天以内的一天。", n=LATER_DAYS))


class ReplyForm(LaterForm):
    """Yes, time to think, or no; a reason only if one likes."""

    reason = TextAreaField(_l("不愿意的话，想说原因可以写"), [Optional(), Length(max=REASON_MAX)])


class RightsForm(ActionForm):
    """I have read them; public or not."""

    public = OptionsField(_l("您希望公开还是不公开调解？"), PUBLIC, [Needed(_l("请选择公开还是不公开。"))])
    read = BooleanField(_l("各条权利我都看过了，我自愿参加调解"), [Needed(_l("请看过以后打勾。"))])


class RecordForm(LaterForm):
    """What somebody said to the mediator on the phone, at the counter or in a letter."""

    channel = OptionsField(
        _l("怎样答复的？"),
        (("phone", _l("电话")), ("counter", _l("当面")), ("letter", _l("书面"))),
        [Needed(_l("请选择一项。"))],
    )
    public = OptionsField(_l("愿意的话：公开还是不公开？"), PUBLIC, [Optional()], validate_choice=False)
    told = BooleanField(_l("已逐条告知权利和义务，并核实是本人（或监护人）"))

    def __init__(self, *args: Any, no_door: str | None, **kwargs: Any) -> None:
        """``no_door``: the sentence for somebody who was not invited; only their no can be written down."""
        super().__init__(*args, **kwargs)
        self.no_door = no_door

    def validate(self, extra_validators: Any = None) -> bool:
        """A yes needs the rights told and the choice made."""
        sound = bool(super().validate(extra_validators))
        if self.no_door and self.answer.data in ("yes", "later"):
            self.refuse("answer", self.no_door)
            sound = False
        if self.answer.data != "yes":
            return sound
        if self.public.data not in dict(PUBLIC):
            self.refuse("public", _("请选择公开还是不公开。"))
        if not self.told.data:
            self.refuse("told", _("先告知权利义务、核实身份，才能记录同意。"))
        return sound and not self.errors
