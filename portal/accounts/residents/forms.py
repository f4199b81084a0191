"""Signing in with a phone."""

from wtforms import PasswordField
from wtforms.validators import Length

from portal.accounts.passwords.rules import LONGEST
from portal.kernel.forms import Form, Needed, TextField, cn_mobile
from portal.kernel.i18n import lazy as _l


class PhoneForm(Form):
    """The phone that gets the code."""

    phone = TextField(_l("手机号"), [Needed(_l("请输入手机号。")), Length(max=20), cn_mobile])


class CodeForm(Form):
    """The code from the message."""

    code = TextField(_l("验证码"), [Needed(_l("请输入短信里的 6 位数字。")), Length(max=20)])


class PhonePasswordForm(PhoneForm):
    """Phone and password."""

    password = PasswordField(_l("密码"), [Needed(_l("请输入密码。")), Length(max=LONGEST)])


class NameForm(Form):
    """How to address the person."""

    name = TextField(_l("怎么称呼您"), [Needed(_l("请写下怎么称呼您，例如“王女士”。")), Length(max=40)])
