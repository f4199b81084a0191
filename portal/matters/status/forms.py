"""The PIN that goes with the QR code on a receipt."""

from wtforms.validators import Length

from portal.kernel.forms import Form, Needed, TextField
from portal.kernel.i18n import lazy as _l


class ReceiptPinForm(Form):
    """The six digits printed beside the code."""

    pin = TextField(_l("查询密码（PIN）"), [Needed(_l("请输入回执或信上的 6 位查询密码。")), Length(max=20)])
