"""Coming back with code and PIN."""

from wtforms.validators import Length

from portal.kernel.forms import Form, Needed, TextField
from portal.kernel.i18n import lazy as _l


class EnterForm(Form):
    """Both from the slip that was shown once."""

    code = TextField(_l("预约编号"), [Needed(_l("请输入预约编号，8 位字母和数字。")), Length(max=60)])
    pin = TextField(_l("密码"), [Needed(_l("请输入 6 位密码。")), Length(max=20)])


class PinForm(Form):
    """The PIN once more, before something that cannot be undone."""

    pin = TextField(_l("密码"), [Needed(_l("请输入 6 位密码。")), Length(max=20)])
