"""Signing in with login and password."""

from wtforms import PasswordField
from wtforms.validators import Length

from portal.accounts.passwords.rules import LONGEST
from portal.kernel.forms import Form, Needed, TextField
from portal.kernel.i18n import lazy as _l


class SignInForm(Form):
    """Login and password."""

    login = TextField(_l("登录名"), [Needed(_l("请输入登录名。")), Length(max=60)])
    password = PasswordField(_l("密码"), [Needed(_l("请输入密码。")), Length(max=LONGEST)])
