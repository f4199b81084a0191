"""What is asked about a longer period."""

from datetime import date
from typing import Any

from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length, Optional

from mediation.consents.forms import DayField
from portal.kernel.forms import ActionForm, Needed, OptionsField, TextField, clean
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l

REASON_MAX = 500
OWN = (("yes", _l("我同意延长")), ("no", _l("我不同意")))
WRITTEN = (("yes", _l("同意延长")), ("no", _l("不同意")))


class ProposeForm(ActionForm):
    """Until which day, and why."""

    until_on = DayField(_l("延长到哪一天"), [Needed(_l("请选延长到哪一天。"))])
    reason = TextAreaField(
        _l("为什么需要延长"), [Needed(_l("请写一句为什么需要延长。")), Length(max=REASON_MAX)], filters=(clean,)
    )

    def asked(self) -> tuple[date, str]:
        """The day and the reason."""
        assert self.until_on.data is not None
        return self.until_on.data, self.reason.data or ""


class SignForm(ActionForm):
    """A party's answer; a yes carries the code."""

    answer = OptionsField(_l("您同意吗？"), OWN, [Needed(_l("请选择同意或者不同意。"))])
    code = TextField(_l("验证码（同意时填）"), [Optional(), Length(max=20)])

    def validate(self, extra_validators: Any = None) -> bool:
        """No code is needed to say no."""
        sound = bool(super().validate(extra_validators))
        if self.answer.data == "yes" and not self.code.data:
            self.refuse("code", _("同意要填 6 位验证码，怎样拿到写在上面。"))
        return sound and not self.errors


class RecordForm(ActionForm):
    """What a party signed on paper."""

    answer = OptionsField(_l("写的是什么？"), WRITTEN, [Needed(_l("请选择同意或者不同意。"))])
    signed = BooleanField(
        _l("本人（或监护人）已在纸上签名，我核对过身份，原件入卷"),
        [Needed(_l("请核对以后打勾；没有签名的纸不能算同意。"))],
    )
