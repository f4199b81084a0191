"""Coming in with a case code."""

from wtforms.validators import Length

from portal.kernel.forms import Form, Needed, TextField, cn_mobile
from portal.kernel.i18n import lazy as _l


class PinForm(Form):
    """Case code and PIN, both from the receipt or the letter."""

    code = TextField(_l("案件编码"), [Needed(_l("请输入回执或信上的案件编码，以 ZZ 开头。")), Length(max=60)])
    pin = TextField(_l("查询密码（PIN）"), [Needed(_l("请输入回执或信上的 6 位查询密码。")), Length(max=20)])


class CasePhoneForm(Form):
    """Case code, and the phone that was given for this case."""

    code = TextField(_l("案件编码"), [Needed(_l("请输入回执或信上的案件编码，以 ZZ 开头。")), Length(max=60)])
    phone = TextField(_l("登记时留的手机号"), [Needed(_l("请输入登记时留的手机号。")), Length(max=20), cn_mobile])
