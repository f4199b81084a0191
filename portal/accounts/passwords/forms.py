"""Changing one's password."""

from typing import Any

from wtforms import PasswordField
from wtforms.validators import EqualTo, Length

from portal.accounts.passwords.rules import LONGEST, SHORTEST
from portal.kernel.forms import Form, Needed
from portal.kernel.i18n import lazy as _l


class PasswordForm(Form):
    """The former password where there is one, and the new one twice."""

    former = PasswordField(_l("现在的密码"), [Needed(_l("请输入现在的密码。")), Length(max=LONGEST)])
    new = PasswordField(
        _l("新密码"),
        [
            Needed(_l("请输入新密码。")),
            Length(min=SHORTEST, message=_l("新密码至少要 10 位，可以用几个不相干的词连在一起。")),
            Length(max=LONGEST, message=_l("新密码太长了，最多 128 位。")),
        ],
    )
    again = PasswordField(
        _l("再输一遍新密码"),
        [Needed(_l("请再输一遍新密码。")), EqualTo("new", message=_l("两次输入的新密码不一样，请再核对。"))],
    )

    def __init__(self, *, has_one: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not has_one:
            del self.former
