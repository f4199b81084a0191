"""Typing a code from the app or from paper."""

from wtforms.validators import Length

from portal.kernel.forms import Form, Needed, TextField
from portal.kernel.i18n import lazy as _l


class AppCodeForm(Form):
    """The six digits that the app shows now."""

    code = TextField(_l("动态码"), [Needed(_l("请输入手机应用上显示的 6 位数字。")), Length(max=20)])


class AnyCodeForm(Form):
    """Six digits from the app, or a code from the sheet of paper."""

    code = TextField(_l("动态码或备用码"), [Needed(_l("请输入 6 位动态码，或者一个备用码。")), Length(max=20)])
