"""How old, and the points one by one."""

from datetime import date
from typing import Any

from wtforms import BooleanField, DateField
from wtforms.validators import Length, Optional, ValidationError

from counseling.cases.rules import BANDS, MINORS
from counseling.consents import texts
from counseling.consents.rules import fits
from portal.kernel.forms import Form, Needed, OptionsField, TextField, cn_mobile
from portal.kernel.forms.fields import BoxesField
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l

HERE = (("here", _l("在，一起看")), ("later", _l("不在，第一次见面以前再说")))

KNOWN = ("guardian_name", "guardian_relation", "guardian_phone")
OF_MINORS = ("born_on", "guardian", "guardian_agrees", *KNOWN)


class WhoForm(Form):
    """Who comes."""

    band = OptionsField(_l("谁来？"), tuple(BANDS.items()), [Needed(_l("请选择一项。"))])


class PointsForm(Form):
    """Each point is ticked by itself. Of minors: the day of birth, and the guardian, who may come later from 14 on."""

    points = BoxesField(_l("请一条一条看，看过打勾"), [Optional()])
    extras = BoxesField(_l("下面几项随您，不勾也一样接待"), [Optional()])
    born_on = DateField(_l("孩子的出生日期"), [Optional()])
    guardian = OptionsField(_l("家长（监护人）现在在您身边吗？"), HERE, [Optional()])
    guardian_agrees = BooleanField(_l("我是监护人，以上各条都看过，同意孩子接受这项服务、登记这些信息"))
    guardian_name = TextField(_l("监护人姓名"), [Optional(), Length(max=60)])
    guardian_relation = TextField(_l("是孩子的什么人"), [Optional(), Length(max=20)])
    guardian_phone = TextField(_l("监护人电话"), [Optional(), cn_mobile])

    def __init__(self, *args: Any, band: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.band, self.today = band, today
        self.points.choices = [(point.key, point.title) for point in texts.needed(texts.CURRENT)]
        self.extras.choices = [(point.key, point.title) for point in texts.choices(texts.CURRENT)]
        if band not in MINORS:
            for name in OF_MINORS:
                del self[name]
        elif band == "child":
            del self.guardian
        else:
            self.born_on.label.text = _("您的出生日期")

    @property
    def by_guardian(self) -> bool:
        """Whether a guardian agrees now."""
        if self.band == "child":
            return True
        return self.band == "teen" and self.guardian.data == "here"

    def validate_points(self, field: Any) -> None:
        """All of them, or a talk on the phone."""
        left = len(texts.needed(texts.CURRENT)) - len(field.data or ())
        if left:
            raise ValidationError(_("还有 %(n)s 条没有打勾。不同意哪一条，可以打电话和我们聊聊。", n=left))

    def validate_born_on(self, field: Any) -> None:
        """Fits the age that was chosen."""
        if field.data is None or not fits(self.band, field.data, self.today):
            raise ValidationError(_("请填写出生日期，并和前面选的年龄核对。"))

    def validate_guardian(self, field: Any) -> None:
        """Asked of those between 14 and 17."""
        if field.data is None:
            raise ValidationError(_("请选择一项。"))

    def validate_guardian_agrees(self, field: Any) -> None:
        """Where a guardian is there, they say so themselves."""
        if self.by_guardian and not field.data:
            raise ValidationError(_("请监护人看过以后打勾。"))

    def validate_guardian_name(self, field: Any) -> None:
        """… and who they are, and how to reach them."""
        if self.by_guardian and not (field.data and self.guardian_phone.data):
            raise ValidationError(_("请填写监护人的姓名和电话。"))

    def ticked(self) -> list[str]:
        """Everything agreed to."""
        return [*(self.points.data or ()), *(self.extras.data or ())]

    def family(self) -> dict[str, Any]:
        """What is kept of the minor's family."""
        if self.band not in MINORS or self.born_on.data is None:
            return {}
        names = KNOWN if self.by_guardian else ()
        return {"born_on": self.born_on.data.isoformat(), **{name: self[name].data or "" for name in names}}
